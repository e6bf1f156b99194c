import { ordinaryCalls } from '../box/ordinary-calls'
import { allowedAddressFamilies, namespaceFlags, refusedCalls } from '../box/seccomp'
import type { Architecture } from '../box/syscalls'

/** The errno values that the filter answers with. */
const notPermitted = 1
const noSuchCall = 38
const noSuchAddressFamily = 97

interface ArgumentRule {
  index: number
  op: 'SCMP_CMP_EQ' | 'SCMP_CMP_GT' | 'SCMP_CMP_MASKED_EQ'
  value: number
  valueTwo?: number
}

interface CallRule {
  names: readonly string[]
  action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO'
  errnoRet?: number
  args?: readonly ArgumentRule[]
}

/**
 * The system call filter of `box/seccomp.ts` as the OCI specification words it, and turned around: what
 * nobody has named does not exist. libseccomp knows no call that is younger than itself, so one that is
 * refused by name alone would be let through. Without an entry of its own `clone3` is absent as well.
 */
export function seccompProfile(architecture: Architecture) {
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: noSuchCall,
    architectures: [architecture === 'x64' ? 'SCMP_ARCH_X86_64' : 'SCMP_ARCH_AARCH64'],
    syscalls: [
      { names: ordinaryCalls, action: 'SCMP_ACT_ALLOW' },
      { names: refusedCalls, action: 'SCMP_ACT_ERRNO', errnoRet: notPermitted },
      onlyWhen('clone', { index: 0, op: 'SCMP_CMP_MASKED_EQ', value: namespaceFlags, valueTwo: 0 }),
      ...socketRules(),
    ] satisfies CallRule[],
  }
}

/** Every family up to the largest allowed one has a rule; all above are refused together. */
function socketRules(): CallRule[] {
  const allowed = new Set<number>(allowedAddressFamilies)
  const largest = Math.max(...allowed)
  const families = Array.from({ length: largest + 1 }, (_, family) => family)
  return [
    ...families.map((family): CallRule => {
      const rule = onlyWhen('socket', { index: 0, op: 'SCMP_CMP_EQ', value: family })
      return allowed.has(family) ? rule : refusing(rule)
    }),
    refusing(onlyWhen('socket', { index: 0, op: 'SCMP_CMP_GT', value: largest })),
  ]
}

const onlyWhen = (name: string, argument: ArgumentRule): CallRule => ({
  names: [name],
  action: 'SCMP_ACT_ALLOW',
  args: [argument],
})

const refusing = (rule: CallRule): CallRule => ({
  ...rule,
  action: 'SCMP_ACT_ERRNO',
  errnoRet: noSuchAddressFamily,
})
