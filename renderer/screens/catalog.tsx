import {
  Activity,
  FlaskConical,
  House,
  List,
  MessageSquare,
  SlidersHorizontal,
  User,
  Users,
  Waypoints,
  type LucideIcon,
} from 'lucide-react'
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import type { AppState } from '../../main/contract/state.ts'
import { HomeScreen } from './home.tsx'

/** One screen: where it stands in the sidebar, what it counts there, and what it shows. */
export type Screen = {
  /** Its part of the address; its name stands in `words/frame.ts` under the same key. */
  readonly id: 'home' | 'people' | 'groups' | 'conversations' | 'log' | 'doctor' | 'practice' | 'setup' | 'settings'
  readonly group: 'daily' | 'insight' | 'setup'
  readonly icon: LucideIcon
  readonly view: ComponentType | LazyExoticComponent<ComponentType>
  /** How many things there wait for a person. */
  readonly waiting?: (state: AppState) => number
  /** How many things there failed and want mending. */
  readonly failing?: (state: AppState) => number
  /** True while it stands before all others: what has to be done first. */
  readonly isFirst?: (state: AppState) => boolean
  readonly isShown?: (state: AppState) => boolean
}

/** Until there is a bot and a model that can answer, nothing else on these screens works. */
const isUnfinished = ({ accounts, llm }: AppState): boolean => Object.keys(accounts).length === 0 || !llm.ready

/** Every screen, in the order of the sidebar. All but Home load when they are first opened. */
export const screens: readonly Screen[] = [
  { id: 'home', group: 'daily', icon: House, view: HomeScreen },
  {
    id: 'people',
    group: 'daily',
    icon: User,
    view: lazy(async () => ({ default: (await import('./people.tsx')).PeopleScreen })),
    waiting: state => state.pending.length,
  },
  {
    id: 'groups',
    group: 'daily',
    icon: Users,
    view: lazy(async () => ({ default: (await import('./groups.tsx')).GroupsScreen })),
  },
  {
    id: 'conversations',
    group: 'daily',
    icon: MessageSquare,
    view: lazy(async () => ({ default: (await import('./conversations.tsx')).ConversationsScreen })),
  },
  {
    id: 'log',
    group: 'insight',
    icon: List,
    view: lazy(async () => ({ default: (await import('./log.tsx')).LogScreen })),
  },
  {
    id: 'doctor',
    group: 'insight',
    icon: Activity,
    view: lazy(async () => ({ default: (await import('./doctor.tsx')).DoctorScreen })),
    failing: state => state.doctor.checks.filter(({ verdict }) => verdict === 'failed').length,
  },
  {
    id: 'practice',
    group: 'insight',
    icon: FlaskConical,
    view: lazy(async () => ({ default: (await import('./practice.tsx')).PracticeScreen })),
    isShown: state => state.practice !== undefined,
  },
  {
    id: 'setup',
    group: 'setup',
    icon: Waypoints,
    view: lazy(async () => ({ default: (await import('./setup.tsx')).SetupScreen })),
    isFirst: isUnfinished,
  },
  {
    id: 'settings',
    group: 'setup',
    icon: SlidersHorizontal,
    view: lazy(async () => ({ default: (await import('./settings.tsx')).SettingsScreen })),
  },
]
