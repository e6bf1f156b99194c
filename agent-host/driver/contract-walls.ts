import { execFileSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Driver, Life } from './driver'
import type { RealMachine, RealRig } from './testing/real-rig'
import { type Action, unheard, withoutHurry } from './testing/rig'

export interface WallsUnderTest {
  openRig: () => Promise<RealRig>
  /** True when this driver has a user and limits for each machine. */
  hasLimits: boolean
  /** Names at the root that the walls cannot help having, and behind which nothing is. */
  hollow?: readonly string[]
  /** False when a machine's home is on a disk that the host does not look into. */
  hasFolders?: boolean
}

/** Runs a shell inside a machine. The stand-in answers exactly this shape. */
const shellIn = (machineOf: () => RealMachine) => async (command: string) =>
  (await machineOf().inside(`
    const { spawnSync } = await load('node:child_process')
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', ${JSON.stringify(command)}])
    return { status, output: String(stdout) + String(stderr) }
  `)) as { status: number | null; output: string }

/** What shows of the walls inside one machine that runs, and leaves it as it was. */
export function describeInside(name: string, machineOf: () => RealMachine): void {
  describe(`${name}: the walls from inside`, () => {
    let machine: RealMachine
    beforeAll(() => {
      machine = machineOf()
    })
    const shell = shellIn(machineOf)

    it('has the environment that the caller gave and nothing of the host', async () => {
      const seen = await machine.inside(`
        const { readFileSync } = await load('node:fs')
        const first = readFileSync('/proc/1/environ', 'utf8').split('\\0')
        return { own: { ...process.env }, first: first.map((each) => each.split('=')[0]) }
      `)
      const own = {
        PATH: '/usr/bin:/bin',
        HOME: machine.view.home,
        GIVEN: 'by the caller',
        PWD: machine.view.home,
      }
      expect(seen).toMatchObject({ own })
      // The first process may have what the command was given, and what its relay takes out for itself.
      const given = ['', ...Object.keys(own), 'ROCKPOOL_RELAY']
      const { first } = seen as { first: string[] }
      expect(first.filter((name) => !given.includes(name))).toEqual([])
    })

    it('shows no path of the host on the command line of its first process', async () => {
      const seen = await machine.inside(`
        const { readFileSync } = await load('node:fs')
        return readFileSync('/proc/1/cmdline', 'utf8').replaceAll('\\0', ' ')
      `)
      expect(seen).not.toContain(machine.dir.home)
      expect(seen).not.toContain(machine.dir.run)
      expect(seen).not.toContain('GIVEN')
    })

    it('hands no descriptor of the host to what runs inside', async () => {
      // ls itself opens the directory that it lists, as 3.
      expect(await shell('ls /proc/self/fd')).toEqual({ status: 0, output: '0\n1\n2\n3\n' })
      // Of the first process: places inside; or the walls' own last pipe, broken by now, and an event counter.
      const harmless = ['/dev/null', '/tmp/output.log', 'socket:[]', 'anon_inode:[eventfd]', '']
      const { output } = await shell('readlink /proc/1/fd/* | tr -d 0-9')
      expect(output.split('\n').filter((each) => !harmless.includes(each))).toEqual([])
      expect(output).toContain('/dev/null')
    })

    it('has no network but its own loopback', async () => {
      const listener = createServer((socket) => socket.end('reached'))
      await new Promise<void>((resolve) => {
        listener.listen(0, '127.0.0.1', resolve)
      })
      try {
        const address = listener.address()
        if (address === null || typeof address === 'string') throw new Error('no port')
        await expect(
          machine.inside(`return Object.keys((await load('node:os')).networkInterfaces())`),
        ).resolves.toEqual(['lo'])
        const reach = (host: string, port: number) =>
          machine.inside(`
            const { connect } = await load('node:net')
            const { once } = await load('node:events')
            await once(connect(${String(port)}, ${JSON.stringify(host)}), 'connect')
          `)
        await expect(reach('127.0.0.1', address.port)).rejects.toThrow('ECONNREFUSED')
        await expect(reach('192.0.2.1', 80)).rejects.toThrow('ENETUNREACH')
      } finally {
        await new Promise((resolve) => listener.close(resolve))
      }
    })

    it('can write its home and its /tmp and nothing else', async () => {
      const seen = await machine.inside(`
        const { writeFileSync } = await load('node:fs')
        const places = ['/', '/usr', '/etc', '/opt', '/opt/image', '/host', '/var/tmp', '/dev',
          '/bin', '/proc/sys/kernel', '/home', '/home/agent', '/tmp']
        return places.filter((place) => {
          try { writeFileSync(place + '/x', 'x'); return true } catch { return false }
        })
      `)
      expect(seen).toEqual(['/home/agent', '/tmp'])
    })

    it('has no rights and a system call filter', async () => {
      const seen = await shell(
        `grep -E '^(CapInh|CapEff|CapPrm|CapAmb|NoNewPrivs|Seccomp):' /proc/self/status | tr -s '\\t' ' '`,
      )
      const none = '0000000000000000'
      expect(seen).toEqual({
        status: 0,
        output: [
          `CapInh: ${none}`,
          `CapPrm: ${none}`,
          `CapEff: ${none}`,
          `CapAmb: ${none}`,
          'NoNewPrivs: 1',
          'Seccomp: 2',
          '',
        ].join('\n'),
      })
    })

    it('is an ordinary user with a name, whichever number that has', async () => {
      expect(await shell('id -un; id -gn; test "$(id -u)" -ge 1000')).toEqual({
        status: 0,
        output: 'agent\nagent\n',
      })
      // Some walls say its own group twice.
      const others = `for group in $(sed -n 's/^Groups://p' /proc/self/status); do
        [ "$group" = "$(id -g)" ] || echo "$group"
      done`
      expect(await shell(others)).toMatchObject({ output: '' })
    })

    it('cannot make namespaces or mounts', async () => {
      for (const command of [
        'unshare --user true',
        'unshare --mount true',
        'mount -t tmpfs x /tmp',
      ]) {
        expect({ command, status: (await shell(command)).status }).not.toEqual({
          command,
          status: 0,
        })
      }
      expect((await shell('true')).status).toBe(0)
    })
  })
}

/** What a driver with walls keeps in and out, seen from inside a machine. */
export function describeWalls(name: string, about: WallsUnderTest): void {
  const { openRig, hasLimits, hasFolders = true, hollow = [] } = about

  describe(`${name}: one machine for many looks`, () => {
    let rig: RealRig
    let machine: RealMachine

    beforeAll(async () => {
      rig = await openRig()
      const driver = rig.driver()
      machine = await rig.machine(driver)
      const life = await driver.create(machine.spec('serves'), unheard, withoutHurry())
      const end = await Promise.race([machine.ready(), life.ended])
      if (end !== undefined) throw new Error(`the machine ended: ${end.reason}`)
    })
    afterAll(() => rig.dispose())

    describeInside(name, () => machine)
  })
  describe(`${name}: the walls of a machine`, () => {
    let rig: RealRig
    let driver: Driver
    let machine: RealMachine

    beforeEach(async () => {
      rig = await openRig()
      driver = rig.driver()
      machine = await rig.machine(driver)
    })
    afterEach(() => rig.dispose())

    const begin = async (
      limits: Parameters<RealMachine['spec']>[1] = {},
      on = machine,
    ): Promise<Life> => {
      const action: Action = 'serves'
      const life = await driver.create(on.spec(action, limits), unheard, withoutHurry())
      const end = await Promise.race([on.ready(), life.ended])
      if (end !== undefined) throw new Error(`the machine ended: ${end.reason}`)
      return life
    }
    // Not a skipped test: a driver without users and limits promises nothing here.
    const withLimits = (promise: string, run: () => Promise<void>): void => {
      if (hasLimits) it(promise, run)
    }
    const shell = shellIn(() => machine)

    it('sees neither the host nor another machine', async () => {
      const other = await rig.machine(driver)
      await begin()
      await begin({}, other)
      const seen = await machine.inside(`
        const { existsSync, readdirSync, readFileSync, statSync } = await load('node:fs')
        const { hostname } = await load('node:os')
        const others = ${JSON.stringify([other.dir.home, other.dir.run, machine.dir.home, '/root'])}
        return {
          top: readdirSync('/').filter((name) => !${JSON.stringify(hollow)}.includes(name)).sort(),
          hollow: ${JSON.stringify(hollow)}.flatMap((name) =>
            statSync('/' + name).isDirectory() ? readdirSync('/' + name) : [...readFileSync('/' + name, 'utf8')]),
          found: others.filter((path) => existsSync(path)),
          hostname: hostname(),
          processes: readdirSync('/proc').filter((name) => Number(name) > 0).length,
          sockets: readdirSync('/etc').includes('shadow'),
        }
      `)
      expect(seen).toEqual({
        hollow: [],
        top: 'bin dev etc home host lib lib64 opt proc run sbin tmp usr var'.split(' '),
        found: [],
        hostname: 'machine',
        processes: 2,
        sockets: false,
      })
    })

    // On a disk of its own a machine keeps nobody waiting but itself.
    it.runIf(hasFolders)(
      'gives up on a first process that its machine keeps from coming up',
      async () => {
        // Opening it for writing waits for a reader, and there is none.
        execFileSync('/usr/bin/mkfifo', ['-m', '666', join(machine.dir.tmp, 'output.log')])
        await expect(
          driver.create(machine.spec('serves'), unheard, AbortSignal.timeout(3_000)),
        ).rejects.toMatchObject({ name: 'TimeoutError' })
        expect(await machine.traces()).toEqual([])
      },
    )

    it('takes what is left inside along when its command ends', async () => {
      const life = await begin()
      await machine
        .inside(`
        const { spawn } = await load('node:child_process')
        spawn('/bin/sleep', ['600'], { detached: true, stdio: 'ignore' }).unref()
        setImmediate(() => process.exit(3))
      `)
        .catch(() => undefined)
      expect((await life.ended).code).toBe(3)
      expect(await machine.traces()).toEqual([])
    })

    withLimits('runs each machine as a user of its own', async () => {
      const other = await rig.machine(driver)
      const [mine, theirs] = [await stat(machine.dir.home), await stat(other.dir.home)]
      expect(mine.uid).toBeGreaterThanOrEqual(100_000)
      expect(theirs.uid).toBeGreaterThanOrEqual(100_000)
      expect(mine.uid).not.toBe(theirs.uid)
      expect(mine.mode & 0o777).toBe(0o700)
      if (!hasFolders) return
      await begin()
      await machine.inside(`
        (await load('node:fs')).writeFileSync('/home/agent/made', '')
      `)
      expect((await stat(`${machine.dir.home}/made`)).uid).toBe(mine.uid)
    })

    withLimits('is killed when it takes more memory than its limit, and says so', async () => {
      const other = await rig.machine(driver)
      await begin({}, other)
      const life = await begin({ memoryMib: 192 })
      await machine
        .inside(`globalThis.kept = Buffer.alloc(400 * 1048576, 1)`)
        .catch(() => undefined)
      const end = await life.ended
      expect(end.code).toBeNull()
      expect(end.reason).toContain('out of memory: its limit is 192 MiB')
      await expect(other.inside('return 1')).resolves.toBe(1)
    })

    withLimits('keeps a fork bomb inside', async () => {
      const other = await rig.machine(driver)
      await begin({}, other)
      const life = await begin({ pids: 48, cpuCores: 0.5 })
      const seen = await shell('for i in $(seq 200); do sleep 600 >/dev/null 2>&1 & done')
      expect(seen.output).toMatch(/Cannot fork|unavailable/i)
      await machine.inside(`
        const { spawn } = await load('node:child_process')
        spawn('/bin/bash', ['-c', 'bomb() { bomb | bomb & }; bomb'], { stdio: 'ignore', detached: true })
          .on('error', () => {})
      `)
      await expect(other.inside('return 1')).resolves.toBe(1)
      await driver.destroy(life.handle, 200, withoutHurry())
      expect(await machine.traces()).toEqual([])
    })
  })
}
