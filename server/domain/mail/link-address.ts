import { loadAddress } from '@/server/domain/brand'
import type { Reader } from '@/server/domain/database'
import type { UsableMail } from './stored-settings'

/**
 * Where links in messages lead: the site's public address, else the one at which an operator saved the mail
 * settings. The request of whoever asks for a message is not believed: its Host is theirs to write, and a link
 * that sets a password would lead to them.
 */
export const linkAddress = async (db: Reader, mail: UsableMail): Promise<string> =>
  (await loadAddress(db)).address ?? mail.siteAddress
