import type { UsableMail } from './stored-settings'

/**
 * Where links in messages lead: the address at which an operator saved the mail settings. The request of
 * whoever asks for a message is not believed: its Host is theirs to write, and a link that sets a password
 * would lead to them.
 */
export const linkAddress = (mail: UsableMail): string => mail.siteAddress
