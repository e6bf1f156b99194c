import { expect, test } from 'vitest'
import { StartTrialInput } from '@/server/domain/billing/input'
import { newIdempotencyKey } from './idempotency-key'

test('the server accepts the key of a browser on plain http', () => {
  const idempotencyKey = newIdempotencyKey()
  expect(StartTrialInput.safeParse({ plan: 'pro', skills: [], idempotencyKey }).success).toBe(true)
})

test('no two attempts to buy share a key', () => {
  expect(new Set(Array.from({ length: 1_000 }, newIdempotencyKey)).size).toBe(1_000)
})
