import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  AccountId,
  AgentId,
  HostId,
  MachineId,
  newId,
  SessionId,
  UserId,
} from '../../agent-host/protocol/ids'
import { signTicket, socketProtocol, ticketProtocolPrefix } from '../../agent-host/protocol/ticket'
import { freePort } from './free-port'
import { runGateways } from './socket/gateways'
import { type HostRole, runHost } from './socket/host'
import { runHttpProxy, startNginx } from './socket/proxies'
import { type Role, startRole } from './socket/roles'
import { admitted, introduced, type Visitor } from './socket/visitor'
import { quantile } from './statistics'

// What a socket costs: our proxy, which checks a ticket, knows every method and introduces the browser to
// the gateway, beside nginx and npm's http-proxy, which pass bytes on. Same gateway, same questions, one
// after the other in turns; each program in a process of its own.

const [role, about] = process.argv.slice(2)
// The roles are started by this very program, which wrote what they read.
switch (role) {
  case 'gateway':
    await runGateways(JSON.parse(about ?? '') as Parameters<typeof runGateways>[0])
    break
  case 'host':
    runHost(JSON.parse(about ?? '') as HostRole)
    break
  case 'http-proxy':
    runHttpProxy(JSON.parse(about ?? '') as Parameters<typeof runHttpProxy>[0])
    break
  default:
    await measure(Number(role ?? 20))
}

interface Contender {
  /** Undefined where nothing stands in between. */
  role: Role | undefined
  open: () => Promise<Visitor>
}

async function measure(rounds: number): Promise<void> {
  const perRound = 100
  const visitorsEach = 40
  const streamed = 20_000
  const idle = 2_000
  const dir = mkdtempSync(join(tmpdir(), 'rpb-'))
  const token = randomBytes(16).toString('hex')
  const key = randomBytes(32).toString('base64url')
  const hostId = newId(HostId, 'hst')
  // Eight browsers a machine is the most that our proxy admits.
  const machines = Array.from({ length: (idle + visitorsEach) / 8 + 8 }, (_, at) => ({
    id: newId(MachineId, 'mch'),
    agentId: newId(AgentId, 'agt'),
    run: join(dir, String(at)),
  }))
  const paths = machines.map(({ run }) => join(run, 'gateway.sock'))
  const plain = join(dir, 'plain.sock')
  const gateway = await startRole('gateway', { paths: [...paths, plain], token })
  const ports = { host: await freePort(), httpProxy: await freePort(), nginx: await freePort() }
  const about: HostRole = { port: ports.host, hostId, key, token, machines }
  const host = await startRole('host', about)
  const httpProxy = await startRole('http-proxy', { port: ports.httpProxy, target: plain })
  const nginx = await startNginx(ports.nginx, plain)

  let opened = 0
  const origin = 'http://bench.test'
  const openOurs = () => {
    const machine = machines[Math.floor(opened / 8)]
    if (machine === undefined) throw new Error('no machine is left')
    opened += 1
    const ticket = {
      ticketId: randomBytes(17).toString('base64url').slice(0, 22),
      hostId,
      accountId: newId(AccountId, 'acc'),
      userId: newId(UserId, 'usr'),
      role: 'owner' as const,
      sessionId: newId(SessionId, 'ses'),
      sessionEndsAtMs: Date.now() + 86_400_000,
      agentId: machine.agentId,
      machineId: machine.id,
      generation: 1,
      personaVersion: 1,
      origin,
      expiresAtMs: Date.now() + 60_000,
    }
    const protocols = [socketProtocol, `${ticketProtocolPrefix}${signTicket(ticket, key)}`]
    return admitted(`ws://127.0.0.1:${String(ports.host)}/agent-socket`, protocols, origin)
  }
  const through = (port: number) => () => introduced(`ws://127.0.0.1:${String(port)}/`, token)
  const contenders: Record<string, Contender> = {
    direct: { role: undefined, open: () => introduced(`ws+unix:${plain}:/`, token) },
    rockpool: { role: host, open: openOurs },
    nginx: { role: nginx, open: through(ports.nginx) },
    httpProxy: { role: httpProxy, open: through(ports.httpProxy) },
  }

  try {
    const visitors: Record<string, Visitor[]> = {}
    const ms: Record<string, number[]> = {}
    const perSecond: Record<string, number[]> = {}
    for (const [name, { open }] of Object.entries(contenders)) {
      ms[name] = []
      perSecond[name] = []
      visitors[name] = []
      for (let each = 0; each < visitorsEach; each += 1) visitors[name].push(await open())
    }
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, all] of Object.entries(visitors)) {
        for (let each = 0; each < perRound; each += 1) {
          const visitor = all[each % visitorsEach]
          if (visitor === undefined) throw new Error('no visitor')
          const took = await visitor.ping()
          // The first round warms every program's code.
          if (round > 0) ms[name]?.push(took)
          // Nobody asks without a pause, and our proxy would refuse whoever did.
          await delay(1)
        }
      }
    }
    for (const all of Object.values(visitors)) for (const visitor of all) visitor.leave()

    for (let round = 0; round <= 5; round += 1) {
      for (const [name, { open }] of Object.entries(contenders)) {
        const visitor = await open()
        const took = await visitor.stream(streamed)
        if (round > 0) perSecond[name]?.push(streamed / (took / 1_000))
        visitor.leave()
        if (name === 'rockpool') opened = Math.ceil(opened / 8) * 8
      }
    }

    const idleKib: Record<string, number> = {}
    for (const [name, { role: program, open }] of Object.entries(contenders)) {
      if (program === undefined) continue
      const before = await program.residentKib()
      const sitting: Visitor[] = []
      for (let each = 0; each < idle; each += 1) sitting.push(await open())
      idleKib[name] = Number((((await program.residentKib()) - before) / idle).toFixed(1))
      for (const visitor of sitting) visitor.leave()
    }

    const p50 = (name: string) => quantile(ms[name] ?? [], 0.5)
    const figures = Object.fromEntries(
      Object.keys(contenders).map((name) => [
        name,
        {
          p50Us: Math.round(p50(name) * 1_000),
          p99Us: Math.round(quantile(ms[name] ?? [], 0.99) * 1_000),
          addedP50Us: Math.round((p50(name) - p50('direct')) * 1_000),
          eventsPerSecond: Math.round(quantile(perSecond[name] ?? [], 0.5)),
          idleKib: idleKib[name] ?? null,
        },
      ]),
    )
    console.log(
      JSON.stringify({ bench: 'socket', n: rounds * perRound, streamed, idle, ...figures }),
    )
  } finally {
    for (const each of [host, httpProxy, nginx, gateway]) await each.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
