import { powerMonitor, powerSaveBlocker } from 'electron'
import { batteryLevel } from './battery.ts'
import { createStayAwake, type StayAwake } from './stay-awake.ts'

/** Calls `wake` when the computer or its user comes back; the returned function ends that. */
export function onWake(wake: () => void): () => void {
  powerMonitor.on('resume', wake)
  powerMonitor.on('unlock-screen', wake)
  return () => {
    powerMonitor.off('resume', wake)
    powerMonitor.off('unlock-screen', wake)
  }
}

export const isLocked = (): boolean => powerMonitor.getSystemIdleState(1) === 'locked'

export const systemStayAwake = (): StayAwake =>
  createStayAwake({
    block: () => {
      const id = powerSaveBlocker.start('prevent-app-suspension')
      return () => powerSaveBlocker.stop(id)
    },
    onBattery: () => powerMonitor.isOnBatteryPower(),
    level: batteryLevel,
  })
