import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { z } from 'zod'

/**
 * A sealed box: anybody with the public key closes it, only the holder of the private key opens it.
 * X25519 with a fresh key pair per box, HKDF-SHA256, AES-256-GCM. All fields are base64url.
 */
export const SealedBox = z.object({
  v: z.literal(1),
  ephemeralKey: z.string().length(43),
  nonce: z.string().length(16),
  ciphertext: z.string().max(16_384),
})
export type SealedBox = z.infer<typeof SealedBox>

const rawPublic = (key: KeyObject): string => {
  const { x } = key.export({ format: 'jwk' })
  if (typeof x !== 'string') throw new TypeError('not an X25519 public key')
  return x
}

const publicFromRaw = (raw: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw }, format: 'jwk' })

const contentKey = (shared: Buffer, ephemeral: string, recipient: string): Buffer =>
  Buffer.from(hkdfSync('sha256', shared, `${ephemeral}.${recipient}`, 'rockpool sealed box v1', 32))

/** The raw public half (base64url, 43 characters) of an X25519 private key. */
export function sealingKeyOf(privateKey: KeyObject): string {
  return rawPublic(createPublicKey(privateKey))
}

/** Seals `secret` (UTF-8) to `sealingKey`. `context` is bound to the box and must be given again to open it. */
export function seal(secret: string, sealingKey: string, context: string): SealedBox {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  const ephemeralKey = rawPublic(publicKey)
  const shared = diffieHellman({ privateKey, publicKey: publicFromRaw(sealingKey) })
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', contentKey(shared, ephemeralKey, sealingKey), nonce)
  cipher.setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    v: 1,
    ephemeralKey,
    nonce: nonce.toString('base64url'),
    ciphertext: body.toString('base64url'),
  }
}

/** Opens a box. Throws when the key, the context or a single bit of the box differs. */
export function unseal(box: SealedBox, privateKey: KeyObject, context: string): string {
  const shared = diffieHellman({ privateKey, publicKey: publicFromRaw(box.ephemeralKey) })
  const key = contentKey(shared, box.ephemeralKey, sealingKeyOf(privateKey))
  const body = Buffer.from(box.ciphertext, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.nonce, 'base64url'))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(body.subarray(body.length - 16))
  return Buffer.concat([
    decipher.update(body.subarray(0, body.length - 16)),
    decipher.final(),
  ]).toString('utf8')
}
