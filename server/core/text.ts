/** NFKC and one case, so that what looks equal is equal. */
export const normaliseEmail = (email: string): string =>
  email.normalize('NFKC').trim().toLowerCase()
