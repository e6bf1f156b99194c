import { assemble, type Step } from './bpf'
import { type Architecture, architectures, type SyscallName, syscallNumber } from './syscalls'

/**
 * Which system calls a machine may not make. The namespaces already make most of these harmless; the
 * filter is the second wall, and takes away the parts of the kernel where its bugs were found.
 */

export const verdicts = {
  allow: 0x7fff0000,
  kill: 0x80000000,
  notPermitted: 0x00050000 | 1,
  noSuchCall: 0x00050000 | 38,
  noSuchAddressFamily: 0x00050000 | 97,
} as const

/**
 * Answered as if the kernel were older. glibc falls back from clone3, whose flags a filter cannot read,
 * to clone, whose flags it can; libuv falls back from io_uring to threads.
 */
export const absentCalls = [
  'clone3',
  'io_uring_setup',
  'io_uring_enter',
  'io_uring_register',
] as const satisfies readonly SyscallName[]

const calls = (...names: SyscallName[]): readonly SyscallName[] => names

export const refusedCalls = [
  // Mounts and namespaces: what the walls are made of.
  ...calls('mount', 'umount2', 'pivot_root', 'chroot', 'unshare', 'setns'),
  ...calls('fsopen', 'fsconfig', 'fsmount', 'fspick', 'open_tree', 'open_tree_attr', 'move_mount'),
  ...calls('mount_setattr', 'statmount', 'listmount'),
  // Other processes' memory and descriptors.
  ...calls(
    'ptrace',
    'process_vm_readv',
    'process_vm_writev',
    'process_madvise',
    'pidfd_getfd',
    'kcmp',
  ),
  // Files by handle reach around mounts.
  ...calls('open_by_handle_at', 'name_to_handle_at', 'fanotify_init'),
  // Kernel code, kernel keys, kernel introspection.
  ...calls('init_module', 'finit_module', 'delete_module', 'create_module', 'query_module'),
  ...calls('get_kernel_syms', 'kexec_load', 'kexec_file_load', 'bpf', 'perf_event_open'),
  ...calls('userfaultfd', 'keyctl', 'add_key', 'request_key', 'syslog', 'lookup_dcookie'),
  // The host's clock, disks, names and power.
  ...calls('settimeofday', 'clock_settime', 'clock_adjtime', 'adjtimex', 'swapon', 'swapoff'),
  ...calls(
    'quotactl',
    'quotactl_fd',
    'acct',
    'reboot',
    'sethostname',
    'setdomainname',
    'nfsservctl',
  ),
  // Hardware, placement of memory, and interfaces that only attackers still use.
  ...calls('iopl', 'ioperm', 'modify_ldt', 'personality', 'vhangup', 'uselib', 'ustat', 'sysfs'),
  ...calls('mbind', 'set_mempolicy', 'set_mempolicy_home_node', 'migrate_pages', 'move_pages'),
]

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. NEWTIME exists in clone3 only. */
export const namespaceFlags = 0x7e020000

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (Node lists network interfaces with it). */
export const allowedAddressFamilies = [1, 2, 10, 16] as const

/** TIOCSTI types into a terminal, TIOCLINUX pastes into a console. */
const refusedIoctls = [0x5412, 0x541c] as const

const offsets = { number: 0, architecture: 4, firstArgument: 16, secondArgument: 24 } as const

/** x32 calls carry this bit; they are a second, little tested door to the same calls. */
const x32Bit = 0x40000000

/** The filter's bytes for `--seccomp`, for the architecture that this process runs on. */
export function seccompFilter(architecture: Architecture): Buffer {
  const equals = (name: SyscallName, go: string): Step[] => {
    const value = syscallNumber(name, architecture)
    return value === undefined ? [] : [{ when: 'equals', value, go }]
  }
  return assemble([
    { load: offsets.architecture },
    { when: 'equals', value: architectures[architecture].auditArchitecture, go: 'native' },
    { answer: verdicts.kill },
    { at: 'native' },
    { load: offsets.number },
    { when: 'atLeast', value: x32Bit, go: 'absent' },
    ...equals('clone', 'clone'),
    ...equals('socket', 'socket'),
    ...equals('ioctl', 'ioctl'),
    ...absentCalls.flatMap((name) => equals(name, 'absent')),
    ...refusedCalls.flatMap((name) => equals(name, 'refuse')),
    { answer: verdicts.allow },
    { at: 'clone' },
    { load: offsets.firstArgument },
    { when: 'hasAnyOf', value: namespaceFlags, go: 'refuse' },
    { answer: verdicts.allow },
    { at: 'socket' },
    { load: offsets.firstArgument },
    ...allowedAddressFamilies.map((value): Step => ({ when: 'equals', value, go: 'allow' })),
    { answer: verdicts.noSuchAddressFamily },
    { at: 'ioctl' },
    { load: offsets.secondArgument },
    ...refusedIoctls.map((value): Step => ({ when: 'equals', value, go: 'refuse' })),
    { at: 'allow' },
    { answer: verdicts.allow },
    { at: 'absent' },
    { answer: verdicts.noSuchCall },
    { at: 'refuse' },
    { answer: verdicts.notPermitted },
  ])
}
