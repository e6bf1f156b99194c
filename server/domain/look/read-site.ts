import { loadBrand } from '@/server/domain/brand'
import type { Ctx } from '@/server/domain/ctx'
import { loadLook, type StoredLogo } from './stored-look'

export interface Logo {
  /** Path on this site. */
  href: string
  /** Pixels of the file. */
  width: number
  height: number
}

/** What every page shows of whoever runs this site. */
export interface Site {
  /** Rockpool, while the operator gave no name. */
  name: string
  isRenamed: boolean
  /** `#rrggbb`, or null for Rockpool's coral. */
  accent: string | null
  /** Null for Rockpool's own mark. */
  logo: Logo | null
}

const endings = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const

/** The address of a logo carries the hash of its bytes. */
const logoOf = ({ hash, type, width, height }: StoredLogo): Logo => ({
  href: `/api/logo/${hash}.${endings[type]}`,
  width,
  height,
})

/** Open to all. */
export async function readSite(ctx: Ctx): Promise<Site> {
  const [{ brand }, { accent, logo }] = await Promise.all([loadBrand(ctx.db), loadLook(ctx.db)])
  return {
    name: brand.name === '' ? 'Rockpool' : brand.name,
    isRenamed: brand.name !== '',
    accent,
    logo: logo === null ? null : logoOf(logo),
  }
}
