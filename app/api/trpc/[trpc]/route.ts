import { answerTrpc } from '@/server/trpc/answer'

export { answerTrpc as GET, answerTrpc as POST }
