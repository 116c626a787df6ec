import type { Place } from './desktop-file.ts'

export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const FIRST_SIZE = { width: 980, height: 680 }
export const SMALLEST = { width: 360, height: 480 }

/** So much of the window must be on a screen, or its title could not be reached. */
const VISIBLE = 100

/** The remembered place, made to fit the screens of today; only a size when it lies on none of them. */
export function placeFor(remembered: Place | undefined, screens: readonly Area[]): Partial<Area> {
  if (!remembered) return FIRST_SIZE
  const screen = screens.find(area => isReachable(remembered, area))
  const width = clamp(remembered.width, SMALLEST.width, screen?.width)
  const height = clamp(remembered.height, SMALLEST.height, screen?.height)
  return screen ? { x: remembered.x, y: Math.max(remembered.y, screen.y), width, height } : { width, height }
}

function isReachable(window: Area, screen: Area): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const isTitleInside = window.y > screen.y - VISIBLE && window.y < screen.y + screen.height - VISIBLE
  return across >= VISIBLE && isTitleInside
}

const clamp = (value: number, least: number, most = Infinity): number =>
  Math.round(Math.max(least, Math.min(value, most)))
