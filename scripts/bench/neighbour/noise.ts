import { setTimeout as delay } from 'node:timers/promises'
import type { Tenant } from './tenant'

/** What a tenant does that means harm, or has lost its mind; each for as long as it is let. */
const misdeeds = {
  forks: 'while :; do for i in $(seq 100); do (:) & done; wait; done',
  cpu: 'while :; do :; done & while :; do :; done',
  disk: 'while :; do cat /dev/zero >"$HOME/ballast"; : >"$HOME/filled"; rm -f "$HOME/ballast"; done',
  memory: 'while :; do head -c 3000000000 /dev/zero | tail -n 1 >/dev/null; : >"$HOME/eaten"; done',
  log: 'yes flood',
}

/** The marks that the slower ones leave when they have met their limit once. */
const marks = ['filled', 'eaten']
const withinMs = 60_000

/** Resolves when the tenant does all of it and has met its limits. Throws when it does not come to that. */
export async function beNoisy(tenant: Tenant): Promise<void> {
  await tenant.run(`
    const { spawn } = await load('node:child_process')
    for (const script of ${JSON.stringify(Object.values(misdeeds))}) {
      // What it prints goes where the gateway's own output goes.
      spawn('/bin/bash', ['-c', script], { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
        .on('error', () => {})
    }
  `)
  const deadline = Date.now() + withinMs
  while (!(await tenant.run(hasMet))) {
    if (Date.now() > deadline) throw new Error('the noisy machine met no limit')
    await delay(100)
  }
}

const hasMet = `
  const { existsSync } = await load('node:fs')
  return ${JSON.stringify(marks)}.every((mark) => existsSync(process.env.HOME + '/' + mark))
`
