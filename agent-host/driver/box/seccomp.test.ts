import { describe, expect, it } from 'vitest'
import { runBpf } from './run-bpf'
import {
  absentCalls,
  allowedAddressFamilies,
  refusedCalls,
  seccompFilter,
  verdicts,
} from './seccomp'
import { type Architecture, architectures, type SyscallName, syscallNumber } from './syscalls'

const both: readonly Architecture[] = ['x64', 'arm64']

describe.each(both)('the system call filter on %s', (architecture) => {
  const filter = seccompFilter(architecture)
  const native = architectures[architecture].auditArchitecture
  const ask = (number: number, ...args: number[]) =>
    runBpf(filter, { architecture: native, number, arguments: args })
  const askByName = (name: SyscallName, ...args: number[]) => {
    const number = syscallNumber(name, architecture)
    if (number === undefined) throw new Error(`${architecture} has no ${name}`)
    return ask(number, ...args)
  }

  it('kills a process that calls through another architecture', () => {
    for (const foreign of [0x40000003, 0x40000028, native ^ 1]) {
      expect(runBpf(filter, { architecture: foreign, number: 0 })).toBe(verdicts.kill)
    }
  })

  it('lets ordinary calls through and nothing that is named', () => {
    const named = new Set(
      [...refusedCalls, ...absentCalls].map((name) => syscallNumber(name, architecture)),
    )
    for (let number = 0; number < 470; number += 1) {
      if (number === syscallNumber('socket', architecture)) continue
      const isAllowed = ask(number) === verdicts.allow
      expect({ number, isAllowed }).toEqual({ number, isAllowed: !named.has(number) })
    }
  })

  it('refuses what could change walls, kernel or host', () => {
    for (const name of refusedCalls) {
      if (syscallNumber(name, architecture) === undefined) continue
      expect({ name, verdict: askByName(name) }).toEqual({ name, verdict: verdicts.notPermitted })
    }
  })

  it('answers as an older kernel where a fallback exists', () => {
    for (const name of absentCalls) expect(askByName(name)).toBe(verdicts.noSuchCall)
  })

  it('refuses every x32 call', () => {
    for (const number of [0x40000000, 0x40000000 + 41, 0x400000ff, 0xffffffff]) {
      expect(ask(number)).toBe(verdicts.noSuchCall)
    }
  })

  it('lets clone make threads and processes but no namespace', () => {
    const threadFlags = 0x003d0f00
    const forkFlags = 0x01200011
    expect(askByName('clone', threadFlags)).toBe(verdicts.allow)
    expect(askByName('clone', forkFlags)).toBe(verdicts.allow)
    for (const bit of [17, 25, 26, 27, 28, 29, 30]) {
      expect(askByName('clone', forkFlags | (1 << bit))).toBe(verdicts.notPermitted)
    }
  })

  it('opens sockets of four families only', () => {
    for (let family = 0; family < 50; family += 1) {
      const isAllowed = (allowedAddressFamilies as readonly number[]).includes(family)
      expect(askByName('socket', family)).toBe(
        isAllowed ? verdicts.allow : verdicts.noSuchAddressFamily,
      )
    }
  })

  it('refuses to type into a terminal', () => {
    expect(askByName('ioctl', 0, 0x5412)).toBe(verdicts.notPermitted)
    expect(askByName('ioctl', 0, 0x541c)).toBe(verdicts.notPermitted)
    expect(askByName('ioctl', 0, 0x5401)).toBe(verdicts.allow)
  })
})
