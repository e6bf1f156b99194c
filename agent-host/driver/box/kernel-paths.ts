/** What a kernel shows of itself and of the hardware below; the list that container engines share. */
export const maskedPaths: readonly string[] = [
  ...['acpi', 'asound', 'interrupts', 'kcore', 'keys', 'latency_stats'],
  ...['sched_debug', 'scsi', 'timer_list', 'timer_stats'],
].map((name) => `/proc/${name}`)

export const readonlyPaths: readonly string[] = [
  ...['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'],
].map((name) => `/proc/${name}`)
