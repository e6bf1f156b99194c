import { loadBrand } from '@/server/domain/brand'
import type { Reader } from '@/server/domain/database'
import type { StoredMail } from './stored-settings'

/**
 * What a letter calls this site: the name that the operator gave it, as its pages say. One who named only the
 * sender is taken at that word. The mailbox a letter comes from keeps the sender's name either way.
 */
export async function siteName(db: Reader, mail: StoredMail): Promise<string> {
  const { brand } = await loadBrand(db)
  if (brand.name !== '') return brand.name
  return mail.kind === 'none' ? 'Rockpool' : mail.senderName
}
