import { instructionBytes, opcodes } from './bpf'

/** One system call as a seccomp filter sees it. Arguments are the low 32 bits, all that our filter reads. */
export interface SystemCall {
  architecture: number
  number: number
  arguments?: readonly number[]
}

/** Runs assembled bytes as the kernel would, so that tests can ask a filter without loading it. */
export function runBpf(program: Buffer, call: SystemCall): number {
  const record = Buffer.alloc(64)
  record.writeUInt32LE(call.number >>> 0, 0)
  record.writeUInt32LE(call.architecture >>> 0, 4)
  for (const [index, value] of (call.arguments ?? []).entries()) {
    record.writeUInt32LE(value >>> 0, 16 + index * 8)
  }
  let loaded = 0
  for (let at = 0; at < program.length / instructionBytes; at += 1) {
    const offset = at * instructionBytes
    const code = program.readUInt16LE(offset)
    const value = program.readUInt32LE(offset + 4)
    if (code === opcodes.answer) return value
    if (code === opcodes.loadWord) loaded = record.readUInt32LE(value)
    else at += program.readUInt8(offset + (holds(code, loaded, value) ? 2 : 3))
  }
  throw new Error('the program ended without an answer')
}

function holds(code: number, loaded: number, value: number): boolean {
  switch (code) {
    case opcodes.jumpIfEqual:
      return loaded === value
    case opcodes.jumpIfAtLeast:
      return loaded >= value
    case opcodes.jumpIfAnyBit:
      return (loaded & value) !== 0
    default:
      throw new Error(`unknown instruction ${code.toString(16)}`)
  }
}
