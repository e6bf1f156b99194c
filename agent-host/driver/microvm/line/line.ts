import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../../core/clock'
import type { LifeId } from '../../../protocol/ids'
import { GatewaySocket } from '../../shared/gateway-socket'
import { Control } from './control'
import type { Door } from './door'
import { Monitor } from './monitor'

/** A process of ours that takes over needs milliseconds; one under emulation on a busy server, seconds. */
const connectWithinMs = 30_000

const kinds = ['channel', 'control', 'monitor'] as const
type Kind = (typeof kinds)[number]

/** Short, because the kernel keeps few bytes for a socket's path, and of one life alone. */
export const socketName = (lifeId: LifeId, kind: Kind | 'memory'): string =>
  `${lifeId.slice(-6)}.${kind}`

/** The sockets that QEMU is to listen on. */
export class LineSockets {
  readonly #sockets: Record<Kind, GatewaySocket>

  private constructor(sockets: Record<Kind, GatewaySocket>) {
    this.#sockets = sockets
  }

  static async open(run: string, lifeId: LifeId): Promise<LineSockets> {
    const open = (kind: Kind) => GatewaySocket.open(run, socketName(lifeId, kind))
    return new LineSockets({
      channel: await open('channel'),
      control: await open('control'),
      monitor: await open('monitor'),
    })
  }

  descriptor(kind: Kind): number {
    return this.#sockets[kind].descriptor
  }

  publish(): void {
    for (const kind of kinds) this.#sockets[kind].publish()
  }

  discard(): void {
    for (const kind of kinds) this.#sockets[kind].discard()
  }
}

export async function removeLineSockets(run: string, lifeId: LifeId): Promise<void> {
  for (const kind of [...kinds, 'memory'] as const) {
    const path = join(run, socketName(lifeId, kind))
    await rm(path, { force: true })
    await rm(`${path}.tmp`, { force: true })
  }
}

/** Everything that the host says to one running virtual machine, and hears from it. */
export interface Line {
  /** Speaks to QEMU itself, until the work is done or the signal is aborted. */
  withMonitor: <T>(signal: AbortSignal, work: (monitor: Monitor) => Promise<T>) => Promise<T>
  control: Control
  door: Door
}

/** Connects to the three sockets of a life. `onBroken` is told when its machine breaks the channel's rules. */
export async function openLine(about: {
  run: string
  lifeId: LifeId
  door: Door
  clock: Clock
  onBroken: (why: string) => void
}): Promise<Line> {
  const { run, lifeId, door, clock, onBroken } = about
  const signal = AbortSignal.timeout(connectWithinMs)
  const path = (kind: Kind) => join(run, socketName(lifeId, kind))
  const control = await Control.open(path('control'), { clockMs: () => clock.now(), signal })
  await door.lead({ path: path('channel'), onBroken, signal })
  return {
    withMonitor: (within, work) => Monitor.use(path('monitor'), within, work),
    control,
    door,
  }
}

export async function closeLine(line: Line): Promise<void> {
  await line.door.close()
  line.control.close()
}
