/** A LIKE pattern for text that contains `part`, whatever signs it has. */
export const containing = (part: string): string =>
  `%${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
