import { environmentOf, hostname, inside, insideUid, type Place } from '../box/layout'
import type { LifeSpec } from '../driver'

/** bubblewrap's options, for `--args`: they name paths and variables that no command line should show. */
export function boxArguments(places: readonly Place[], spec: LifeSpec): string[] {
  const uid = String(insideUid)
  return [
    ...['--unshare-all', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
    ...['--hostname', hostname, '--uid', uid, '--gid', uid],
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--perms', '1777', '--size', String(64 * 1_048_576), '--tmpfs', '/dev/shm'],
    ...places.flatMap(placeArguments),
    ...Object.entries(environmentOf(spec)).flatMap(([name, value]) => ['--setenv', name, value]),
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
