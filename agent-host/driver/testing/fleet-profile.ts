/** The lines of the table "Security profile" that OpenClaw documents of its command `fleet`, in its order. */
export const fleetControls = [
  'Linux capabilities',
  'Privilege escalation',
  'Init process',
  'Process limit',
  'Memory limit',
  'CPU limit',
  'Writable-layer disk',
  'Restart policy',
  'Host publishing',
  'Cell network',
  'Container identity',
  'Persistent state',
  'Container command',
] as const
export type FleetControl = (typeof fleetControls)[number]
