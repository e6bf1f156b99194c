import { answerAuth } from '@/server/auth/auth-route'

export { answerAuth as GET, answerAuth as POST }
