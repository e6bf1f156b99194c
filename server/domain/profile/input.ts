import { z } from 'zod'
import { Email, maxPasswordLength, PersonName } from '../accounts/input'

const Password = z.string().min(1).max(maxPasswordLength)

export const RenameInput = z.object({ name: PersonName })
export type RenameInput = z.infer<typeof RenameInput>

export const ChangeEmailInput = z.object({ email: Email, currentPassword: Password })
export type ChangeEmailInput = z.infer<typeof ChangeEmailInput>

export const ChangePasswordInput = z.object({ currentPassword: Password, password: Password })
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>

export const EndSessionInput = z.object({ sessionId: z.string().max(40) })
export type EndSessionInput = z.infer<typeof EndSessionInput>
