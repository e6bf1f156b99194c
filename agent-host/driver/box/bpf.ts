/**
 * A small assembler for classic BPF, as seccomp reads it: labels in, eight-byte instructions out.
 * Jumps go forward only and at most 255 instructions, which the kernel's verifier demands as well.
 */
export type Step =
  | { at: string }
  /** Loads the 32-bit word at this offset of the kernel's `struct seccomp_data`. */
  | { load: number }
  /** Jumps when the loaded word equals, is at least, or shares a bit with `value`; else goes on. */
  | { when: 'equals' | 'atLeast' | 'hasAnyOf'; value: number; go: string }
  /** Ends the program with this verdict. */
  | { answer: number }

export const opcodes = {
  loadWord: 0x20,
  jumpIfEqual: 0x15,
  jumpIfAtLeast: 0x35,
  jumpIfAnyBit: 0x45,
  answer: 0x06,
} as const

export const instructionBytes = 8
/** BPF_MAXINSNS of the kernel. */
const maxInstructions = 4_096

const jumpOpcode = {
  equals: opcodes.jumpIfEqual,
  atLeast: opcodes.jumpIfAtLeast,
  hasAnyOf: opcodes.jumpIfAnyBit,
} as const

type Instruction = Exclude<Step, { at: string }>

/** The program's bytes for a little-endian machine. Throws when a label is unknown, doubled or too far. */
export function assemble(steps: readonly Step[]): Buffer {
  const { instructions, labels } = place(steps)
  if (instructions.length > maxInstructions) throw new RangeError('the filter is too long')
  const bytes = Buffer.alloc(instructions.length * instructionBytes)
  for (const [index, step] of instructions.entries()) {
    const { code, ifTrue, value } = encode(step, index, labels)
    const offset = index * instructionBytes
    bytes.writeUInt16LE(code, offset)
    bytes.writeUInt8(ifTrue, offset + 2)
    bytes.writeUInt32LE(value >>> 0, offset + 4)
  }
  return bytes
}

function place(steps: readonly Step[]) {
  const instructions: Instruction[] = []
  const labels = new Map<string, number>()
  for (const step of steps) {
    if (!('at' in step)) {
      instructions.push(step)
      continue
    }
    if (labels.has(step.at)) throw new Error(`label "${step.at}" stands twice`)
    labels.set(step.at, instructions.length)
  }
  return { instructions, labels }
}

function encode(step: Instruction, index: number, labels: ReadonlyMap<string, number>) {
  if ('load' in step) return { code: opcodes.loadWord, ifTrue: 0, value: step.load }
  if ('answer' in step) return { code: opcodes.answer, ifTrue: 0, value: step.answer }
  const target = labels.get(step.go)
  if (target === undefined) throw new Error(`no label "${step.go}"`)
  const ifTrue = target - index - 1
  if (ifTrue < 0 || ifTrue > 255) throw new RangeError(`label "${step.go}" is out of reach`)
  return { code: jumpOpcode[step.when], ifTrue, value: step.value }
}
