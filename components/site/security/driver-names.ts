/** Every kind of wall that is planned, strongest first. */
export const driverNames = ['microvm', 'runc', 'docker', 'bubblewrap', 'process'] as const
export type DriverName = (typeof driverNames)[number]

/** Those that an operator can choose today; a test compares them with what agent-host accepts. */
export const builtDrivers: readonly DriverName[] = [
  'microvm',
  'runc',
  'docker',
  'bubblewrap',
  'process',
]
