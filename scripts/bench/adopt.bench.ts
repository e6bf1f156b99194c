import { adoptedAfterMs, livesOf, readyCrowd } from '../../agent-host/testing/crowd'
import { DaemonUnderTest } from '../../agent-host/testing/daemon-under-test'
import { summary } from './statistics'

// How soon a daemon that was killed has its machines again: from its own start to every agent being ready,
// behind this server's real walls, with stand-in gateways. Fails when the median is over its limit.

const rounds = Number(process.argv[2] ?? 20)
const crowd = 20
const limitMs = 2_000

await using daemon = await DaemonUnderTest.start({ poolTarget: crowd })
const { ids } = await readyCrowd(daemon, crowd)
const before = JSON.stringify(await livesOf(daemon, ids))
const samples: number[] = []
for (let round = 0; round < rounds; round += 1) samples.push(await adoptedAfterMs(daemon, crowd))
const restarted = JSON.stringify(await livesOf(daemon, ids)) !== before
const adoptedMs = summary(samples)
const { driver } = await daemon.snapshot()
console.log(JSON.stringify({ bench: 'adopt', driver, crowd, limitMs, restarted, adoptedMs }))
process.exitCode = !restarted && adoptedMs.p50 <= limitMs ? 0 : 1
