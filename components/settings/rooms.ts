/** The rooms of the settings, in the order in which people need them. */
export const rooms = [
  { href: '/settings/profile', label: 'You', needsAgent: false },
  { href: '/settings/agent', label: 'Agent', needsAgent: true },
  { href: '/settings/model', label: 'Model', needsAgent: false },
  { href: '/settings/schedule', label: 'Schedule', needsAgent: true },
  { href: '/settings/configuration', label: 'Configuration', needsAgent: true },
  { href: '/settings/data', label: 'Your data', needsAgent: false },
] as const
