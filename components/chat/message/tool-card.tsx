import {
  ChevronRight,
  FilePen,
  FileText,
  FolderOpen,
  Globe,
  type LucideIcon,
  Search,
  SquareTerminal,
  Wrench,
} from 'lucide-react'
import { Spinner } from '@/components/ui/states/spinner'
import type { ToolSegment } from '../thread/thread'
import { toolLabel } from '../thread/tool-text'

type ToolCardProps = {
  tool: ToolSegment
  /** It does not run yet: a person has to allow it first. */
  isAsking: boolean
}

const icons: Record<string, LucideIcon> = {
  exec: SquareTerminal,
  process: SquareTerminal,
  read: FileText,
  write: FilePen,
  edit: FilePen,
  apply_patch: FilePen,
  ls: FolderOpen,
  find: Search,
  grep: Search,
  web_search: Search,
  web_fetch: Globe,
  memory_search: Search,
}

const outcome = {
  running: null,
  done: null,
  failed: 'did not work',
  cut: 'was cut off',
} as const

/** Long outputs are for the agent; a person reads the beginning. */
const shownCharacters = 6_000

/** One thing the agent did. Quiet by default: what it was, and more when somebody wants to know. */
export function ToolCard({ tool, isAsking }: ToolCardProps) {
  const Icon = icons[tool.name] ?? Wrench
  const isRunning = tool.phase === 'running'
  const detail = (tool.title ?? tool.input).split('\n', 1)[0] ?? ''
  return (
    <details className="group/tool rounded-md border border-line bg-surface text-sm text-ink-soft open:bg-raised">
      <summary className="flex min-h-10 list-none items-center gap-2.5 rounded-md px-3 py-1.5 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        {isRunning && !isAsking ? (
          <Spinner className="size-4 shrink-0 text-glass-ink" />
        ) : (
          <Icon aria-hidden className="size-4 shrink-0" />
        )}
        <span className="shrink-0 font-medium text-ink">
          {isAsking ? 'Asks to run a command' : toolLabel(tool.name, isRunning)}
        </span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs">{detail}</span>
        {outcome[tool.phase] !== null && (
          <span className="shrink-0 text-xs font-semibold text-urchin">{outcome[tool.phase]}</span>
        )}
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 transition-transform group-open/tool:rotate-90"
        />
      </summary>
      <div className="grid gap-3 border-t border-line px-3 py-3">
        <Block label="What it was given" text={tool.input} />
        <Block label="What came back" text={tool.output} />
        {tool.input === '' && tool.output === '' && <p>Nothing more is known about it.</p>}
      </div>
    </details>
  )
}

function Block({ label, text }: { label: string; text: string }) {
  if (text === '') return null
  const isLong = text.length > shownCharacters
  return (
    <div className="grid min-w-0 gap-1">
      <p className="text-xs font-semibold">{label}</p>
      <div
        role="group"
        // A keyboard scrolls only what it can reach.
        tabIndex={0}
        aria-label={label}
        className="max-h-56 overflow-auto rounded-sm bg-sunken p-2.5"
      >
        <pre className="font-mono text-xs leading-relaxed whitespace-pre-wrap text-ink">
          {isLong ? text.slice(0, shownCharacters) : text}
        </pre>
      </div>
      {isLong && <p className="text-xs">The rest is left out here.</p>}
    </div>
  )
}
