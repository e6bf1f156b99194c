import { hostname, inside, insideUid, type Place } from '../box/layout'

/** bubblewrap's options, for `--args`: they name paths and variables that no command line should show. */
export function boxArguments(
  places: readonly Place[],
  environment: Readonly<Record<string, string>>,
  /** Devices of the host that may be opened inside. */
  devices: readonly { from: string; at: string }[] = [],
): string[] {
  const uid = String(insideUid)
  return [
    ...['--unshare-all', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
    ...['--hostname', hostname, '--uid', uid, '--gid', uid],
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--perms', '1777', '--size', String(64 * 1_048_576), '--tmpfs', '/dev/shm'],
    ...devices.flatMap(({ from, at }) => ['--dev-bind', from, at]),
    ...places.flatMap(placeArguments),
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--chdir', inside.home],
    // Last: bubblewrap makes the places above in these very trees.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ]
}

function placeArguments(place: Place): string[] {
  switch (place.kind) {
    case 'bind': {
      const option = place.writable === true ? '--bind' : '--ro-bind'
      return [place.optional === true ? `${option}-try` : option, place.from, place.at]
    }
    case 'memory': {
      const bytes = String(place.mebibytes * 1_048_576)
      return ['--perms', place.mode.toString(8), '--size', bytes, '--tmpfs', place.at]
    }
    case 'link':
      return ['--symlink', place.to, place.at]
    case 'folder':
      return ['--dir', place.at]
    default:
      return place satisfies never
  }
}
