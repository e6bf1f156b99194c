import { diffLines } from 'diff'
import { cn } from '@/components/ui/cn'

type DiffViewProps = {
  before: string
  after: string
  /** Names what is compared, for whoever cannot see the colours. */
  label: string
}

type Line = { kind: 'same' | 'gone' | 'new' | 'gap'; text: string }

/** How many equal lines are kept around a change. */
const context = 3

/** Two texts line by line. Removed and added lines carry a sign, so that colour is not needed. */
export function DiffView({ before, after, label }: DiffViewProps) {
  const lines = shorten(linesBetween(before, after))
  if (lines.every(({ kind }) => kind === 'same' || kind === 'gap')) {
    return <p className="text-ink-soft">There is no difference.</p>
  }
  return (
    // Wide lines scroll inside; the keyboard must be able to do that too.
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-112 overflow-auto rounded-md border border-line bg-raised py-2 font-mono text-sm leading-relaxed"
    >
      <ol className="w-max min-w-full">
        {lines.map((line, index) => (
          <li
            key={index}
            className={cn(
              'px-3 whitespace-pre',
              line.kind === 'gone' && 'bg-urchin-wash text-urchin',
              line.kind === 'new' && 'bg-glass-wash text-glass-ink',
              line.kind === 'gap' && 'py-1 text-ink-soft',
            )}
          >
            <span className="sr-only">{spoken[line.kind]}</span>
            <span aria-hidden className="inline-block w-5 select-none">
              {signs[line.kind]}
            </span>
            {line.text}
          </li>
        ))}
      </ol>
    </div>
  )
}

const signs = { same: ' ', gone: '−', new: '+', gap: '⋯' } as const
const spoken = { same: '', gone: 'Removed: ', new: 'Added: ', gap: '' } as const

export function linesBetween(before: string, after: string): Line[] {
  return diffLines(before, after).flatMap(({ value, added, removed }) => {
    const kind = added ? 'new' : removed ? 'gone' : 'same'
    const texts = value.split('\n')
    if (texts.at(-1) === '') texts.pop()
    return texts.map((text): Line => ({ kind, text }))
  })
}

/** Leaves out what is equal and far from every change, and says how much. */
export function shorten(lines: readonly Line[]): Line[] {
  const isNear = (index: number) =>
    lines
      .slice(Math.max(0, index - context), index + context + 1)
      .some(({ kind }) => kind !== 'same')
  const kept: Line[] = []
  let hidden = 0
  const closeGap = () => {
    if (hidden > 0) kept.push({ kind: 'gap', text: hidden === 1 ? '1 line' : `${hidden} lines` })
    hidden = 0
  }
  lines.forEach((line, index) => {
    if (!isNear(index)) {
      hidden += 1
      return
    }
    closeGap()
    kept.push(line)
  })
  closeGap()
  return kept
}
