/** What the record's own names mean. A name that is not here is shown as it is: nothing is hidden. */
const words: Readonly<Record<string, string>> = {
  'account.resumed': 'resumed the account',
  'account.signed_up': 'signed up',
  'account.suspended': 'suspended the account',
  'agent.problem_cleared': 'cleared the agent’s problem',
  'agent.restarted': 'restarted the agent',
  'archive.taken': 'took an archive of the account',
  'audit.exported': 'exported the record',
  'audit.verified': 'checked the record',
  'brand.changed': 'changed the operator’s details',
  'configuration.changed': 'changed the agent’s configuration',
  'email.changed': 'changed their e-mail address',
  'host.drained': 'began to drain a host',
  'host.undrained': 'let a host take agents again',
  'job.retried': 'let a job be tried again',
  'limit.changed': 'changed the monthly limit',
  'model.changed': 'changed which model answers',
  'name.changed': 'changed their name',
  'password.changed': 'changed their password',
  'pool.recycled': 'replaced the spare machines',
  'pool.resized': 'changed the size of a pool',
  'provider.changed': 'changed the model provider',
  'session.ended': 'ended a session',
  'session.started': 'signed in',
  'setup.completed': 'set up this site',
  'sign_in.locked': 'was locked out after too many wrong passwords',
  'trial.started': 'started a trial',
  trial_started: 'Agent made',
  queued: 'Waits for a machine',
  claimed: 'Got a machine',
  personalised: 'Machine carries its persona',
  onboarded: 'Owner answered the four questions',
  fell_asleep: 'Fell asleep, because nobody used it',
  woken: 'Woken',
  held: 'Stopped and held: it may not run now',
  skill_enabled: 'Skill switched on',
  skill_disabled: 'Skill switched off',
  skill_key_set: 'Key of a skill entered',
  skill_key_removed: 'Key of a skill removed',
  persona_changed: 'Its texts were changed',
  restarted: 'Restarted by its owner',
  machine_died: 'Machine died',
  machine_replaced: 'Unused machine replaced',
  failed_closed: 'Stopped: its machine is missing',
}

export const actionWords = (action: string): string => words[action] ?? action.replaceAll('_', ' ')

/** For a choice of actions, in the order of the alphabet. */
export const knownActions: readonly { value: string; label: string }[] = Object.entries(words)
  .map(([value, label]) => ({ value, label: label[0]?.toUpperCase() + label.slice(1) }))
  .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
