import { z } from 'zod'

/** As a colour picker gives it: `#rrggbb`. */
export const AccentInput = z.strictObject({
  accent: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/),
})
export type AccentInput = z.infer<typeof AccentInput>

/** A logo travels with the first page that somebody sees; 256 KiB is already slow on a phone. */
export const maxLogoBytes = 256 * 1024
export const maxLogoSide = 2_000

export const LogoInput = z.strictObject({
  /** The file itself: PNG, JPEG or WebP, up to `maxLogoBytes`. */
  file: z.base64().max(Math.ceil(maxLogoBytes / 3) * 4),
})
export type LogoInput = z.infer<typeof LogoInput>
