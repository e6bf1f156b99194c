import type { SkillStatus } from '@/agent-host/protocol/agent-methods'

/**
 * `usable`: works once it is on. `needs_key`: a key is all that is missing. `coming_soon`: something has to be
 * installed or set up on the machine by hand, which cannot be done from here yet.
 */
export type SkillReadiness = 'usable' | 'needs_key' | 'coming_soon'

export interface SkillKeyState {
  /** False while the agent has not taken it yet: it does when it is awake. */
  isApplied: boolean
  setAt: Date
}

export interface SkillView {
  key: string
  name: string
  description: string
  emoji: string | null
  homepage: string | null
  /** Always on: it belongs to the agent and cannot be switched. */
  isAlways: boolean
  isOn: boolean
  readiness: SkillReadiness
  /** What is missing, in the gateway's own names. */
  missing: { programs: string[]; variables: string[]; settings: string[]; systems: string[] }
  /** What it wants at all, missing or not. */
  wants: { programs: string[]; variables: string[]; settings: string[] }
  /** The variable that an entered key fills; null when the skill takes none. */
  keyName: string | null
  enteredKey: SkillKeyState | null
}

/** Where a skill says nothing itself, the one variable it lacks is its key. */
export function keyNameOf(status: Pick<SkillStatus, 'primaryEnv' | 'requirements'>): string | null {
  if (status.primaryEnv !== undefined && status.primaryEnv !== null) return status.primaryEnv
  const [only, ...others] = status.requirements.env
  return only !== undefined && others.length === 0 ? only : null
}

export function readinessOf(
  status: Pick<SkillStatus, 'eligible' | 'missing' | 'primaryEnv' | 'requirements' | 'disabled'>,
): SkillReadiness {
  const { bins, anyBins, env, config, os } = status.missing
  if (bins.length + anyBins.length + config.length + os.length > 0) return 'coming_soon'
  if (env.length === 0) return status.eligible || status.disabled ? 'usable' : 'coming_soon'
  return env.every((name) => name === keyNameOf(status)) ? 'needs_key' : 'coming_soon'
}

export function viewSkill(
  status: SkillStatus,
  about: { isOn: boolean; enteredKey: SkillKeyState | null },
): SkillView {
  const { missing, requirements } = status
  return {
    key: status.skillKey,
    name: status.name,
    description: status.description,
    emoji: status.emoji ?? null,
    homepage: status.homepage ?? null,
    isAlways: status.always,
    isOn: status.always || about.isOn,
    readiness: readinessOf(status),
    missing: {
      programs: [...missing.bins, ...missing.anyBins],
      variables: missing.env,
      settings: missing.config,
      systems: missing.os,
    },
    wants: {
      programs: [...requirements.bins, ...requirements.anyBins],
      variables: requirements.env,
      settings: requirements.config,
    },
    keyName: keyNameOf(status),
    enteredKey: about.enteredKey,
  }
}
