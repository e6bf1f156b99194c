import { HistoryPage } from './history-page'
import type { AgentEvent, ChatEvent } from './run-event'

/** Rows and events in the shapes that OpenClaw 2026.9.6 sends; only what varies is a parameter. */

const sessionKey = 'agent:main:main'
let seq = 0
const envelope = (more: object) => {
  seq += 1
  return { __openclaw: { id: `row-${seq}`, seq, ...more } }
}

export const said = (sendId: string, text: string, timestamp = 1_000) => ({
  role: 'user',
  content: text,
  timestamp,
  idempotencyKey: `${sendId}:user`,
  ...envelope({ senderIsOwner: true }),
})

export const answered = (runId: string, text: string, timestamp = 1_500) => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
  timestamp,
  stopReason: 'stop',
  ...envelope({ runId }),
})

export const stoppedAnswer = (runId: string, text: string) => ({
  ...answered(runId, text),
  idempotencyKey: `${runId}:assistant`,
  openclawAbort: { aborted: true, origin: 'rpc', runId },
})

export const failedAnswer = (runId: string, text: string) => ({
  ...answered(runId, text),
  stopReason: 'error',
  idempotencyKey: `${runId}:terminal-error`,
})

export const toolCall = (runId: string, id: string, command: string) => ({
  role: 'assistant',
  content: [{ type: 'toolCall', id, name: 'exec', arguments: { command } }],
  timestamp: 1_200,
  stopReason: 'toolUse',
  ...envelope({ runId }),
})

export const toolResult = (runId: string, toolCallId: string, text: string) => ({
  role: 'toolResult',
  toolCallId,
  toolName: 'exec',
  content: [{ type: 'text', text }],
  isError: false,
  timestamp: 1_300,
  ...envelope({ runId }),
})

export const resumed = (runId: string) => ({
  role: 'user',
  content: '[System] Your previous turn was interrupted by a gateway restart.',
  timestamp: 1_400,
  idempotencyKey: `${runId}:user`,
  provenance: { kind: 'internal_system', sourceTool: 'main_session_restart_recovery' },
  ...envelope({ senderIsOwner: false }),
})

export const heldInput = (runId: string, text: string, state: 'queued' | 'interrupted') => ({
  id: `held-${runId}`,
  acceptedAt: 2_000,
  state,
  runId,
  message: { role: 'user', content: text, timestamp: 2_000 },
})

type More = {
  active?: string[]
  inFlight?: { runId: string; text: string }
  held?: ReturnType<typeof heldInput>[]
  hasMore?: boolean
  /** The gateway is busy and does not say with what. */
  isBusyUnnamed?: boolean
}

export function page(messages: object[], more: More = {}): HistoryPage {
  const isActive = more.isBusyUnnamed === true || (more.active ?? []).length > 0
  return HistoryPage.parse({
    sessionKey: 'main',
    messages,
    hasMore: more.hasMore ?? false,
    pendingInputs: { items: more.held ?? [], total: (more.held ?? []).length },
    ...(more.inFlight === undefined ? {} : { inFlightRun: { startedAt: 900, ...more.inFlight } }),
    sessionInfo: {
      hasActiveRun: isActive || more.inFlight !== undefined,
      ...(more.isBusyUnnamed === true || more.inFlight !== undefined
        ? {}
        : { activeRunIds: more.active ?? [] }),
    },
  })
}

export const chat = (runId: string, state: string, more: Partial<ChatEvent> = {}): ChatEvent => ({
  runId,
  sessionKey,
  state,
  ...more,
})

export const ending = (runId: string, state: 'final' | 'aborted', text?: string): ChatEvent =>
  chat(runId, state, text === undefined ? {} : { message: { content: [{ type: 'text', text }] } })

export const wholeSoFar = (runId: string, text: string): ChatEvent =>
  chat(runId, 'delta', { message: { content: [{ type: 'text', text }] } })

export const piece = (runId: string, text: string, itemId = 'item:1'): AgentEvent => ({
  runId,
  sessionKey,
  stream: 'assistant',
  data: { text, itemId },
})

export const preamble = (runId: string, progressText: string): AgentEvent => ({
  runId,
  sessionKey,
  stream: 'item',
  data: { kind: 'preamble', phase: 'update', progressText, itemId: 'commentary-0' },
})

export const tool = (runId: string, phase: string, more: object = {}): AgentEvent => ({
  runId,
  sessionKey,
  stream: 'tool',
  data: { phase, name: 'exec', toolCallId: 'call-1', ...more },
})

export const toolItem = (runId: string, meta: string): AgentEvent => ({
  runId,
  sessionKey,
  stream: 'item',
  data: { kind: 'tool', itemId: 'tool:call-1', toolCallId: 'call-1', title: `Exec ${meta}`, meta },
})

export const lifecycle = (runId: string, phase: string): AgentEvent => ({
  runId,
  sessionKey,
  stream: 'lifecycle',
  data: { phase },
})
