import { AppError } from '@/server/core/errors'

/** A sleeping agent that was never asked before it fell asleep. */
export const neverAsked = (): AppError =>
  new AppError('unavailable', {
    public: 'Your agent is not running, and has not been asked before. Open the chat to wake it.',
  })
