import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { AppError } from '@/server/core/errors'
import { normaliseEmail } from '@/server/core/text'
import { commonPasswords } from './common-passwords'
import { minPasswordLength } from './input'

// The library's enum is erased at compile time, so its number stands here.
const argon2id = 2

// 19 MiB, two passes, one lane: the first choice of OWASP's password storage sheet for argon2id.
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> =>
  hash(password.normalize('NFKC'), cost)

let strangersHash: Promise<string> | undefined

/** Takes the same time whether the account exists or not: without a hash, a random one is tried. */
export async function isRightPassword(
  password: string,
  known: string | undefined,
): Promise<boolean> {
  strangersHash ??= hashPassword(randomBytes(24).toString('base64url'))
  const matches = await verify(known ?? (await strangersHash), password.normalize('NFKC'))
  return matches && known !== undefined
}

/** Refuses a password that would be guessed early, and says which of the reasons it was. */
export function refuseWeakPassword(password: string, owner: { name: string; email: string }): void {
  const weak = (reason: string) =>
    new AppError('invalid', { public: reason, facts: { field: 'password' } })
  const plain = password.normalize('NFKC').trim().toLowerCase()
  if (plain.length < minPasswordLength) {
    throw weak(`Your password needs at least ${minPasswordLength} characters.`)
  }
  if (commonPasswords.has(plain) || new Set(plain).size < 3) {
    throw weak('This password is one of the first that are tried. Please choose another.')
  }
  const email = normaliseEmail(owner.email)
  const local = email.slice(0, email.lastIndexOf('@'))
  if ([email, local, owner.name.normalize('NFKC').trim().toLowerCase()].includes(plain)) {
    throw weak('Your password must differ from your name and your email address.')
  }
}
