import { createPrivateKey } from 'node:crypto'
import { type SealedBox, seal, sealingKeyOf, unseal } from '@/agent-host/protocol/seal'
import { Secret } from './secret'

/** Closes what the server itself has to open again: boxes as for the hosts, with a key of our own. */
export interface Vault {
  /** `context` is bound to the box and must be given again to open it. */
  seal(secret: Secret, context: string): SealedBox
  /** Throws when the key, the context or a single bit of the box differs. */
  open(box: SealedBox, context: string): Secret
}

/** An X25519 private key as PKCS #8 (RFC 8410) is these bytes and then the 32 of the key. */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** `key` is 32 random bytes in base64url. */
export function vaultOf(key: Secret): Vault {
  const raw = Buffer.from(key.reveal(), 'base64url')
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, raw]),
    format: 'der',
    type: 'pkcs8',
  })
  const sealingKey = sealingKeyOf(privateKey)
  return {
    seal: (secret, context) => seal(secret.reveal(), sealingKey, context),
    open: (box, context) => new Secret(unseal(box, privateKey, context)),
  }
}
