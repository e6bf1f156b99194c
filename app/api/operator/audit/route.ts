import { answerAuditExport } from '@/server/auth/audit-route'

export const dynamic = 'force-dynamic'

export { answerAuditExport as GET }
