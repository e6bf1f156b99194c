import type { RouterOutputs } from '@/server/trpc/root'

export type AuditRow = RouterOutputs['operator']['audit']['rows'][number]
export type AuditVerdict = RouterOutputs['operator']['verifyAudit']
