import { z } from 'zod'
import { Email } from '../accounts/input'

const line = (max: number) => z.string().trim().max(max)
const email = z.union([z.literal(''), Email])

/**
 * Who runs this service. Every field may be empty, because an operator fills them in one by one; what
 * may not stay empty for which public page is said in `legalPages`.
 */
export const BrandInput = z.strictObject({
  /** The name of the service, as its users know it. */
  name: line(80),
  /** The person or company behind it, as registered. */
  company: line(160),
  /** Street, postcode and town, one below the other. */
  address: z.string().trim().max(500),
  country: line(80),
  email,
  phone: line(40),
  vatId: line(40),
  responsiblePerson: line(160),
  /** Where users ask for help. */
  supportEmail: email,
})
export type BrandInput = z.infer<typeof BrandInput>
export type BrandField = keyof BrandInput

export const emptyBrand: BrandInput = {
  name: '',
  company: '',
  address: '',
  country: '',
  email: '',
  phone: '',
  vatId: '',
  responsiblePerson: '',
  supportEmail: '',
}

/** What a page of this kind must name before it may be published. Telephone and VAT id are not everybody's. */
export const legalPages = {
  imprint: ['company', 'address', 'country', 'email', 'responsiblePerson'],
  privacy: ['name', 'company', 'address', 'country', 'email'],
  terms: ['name', 'company', 'address', 'country', 'supportEmail'],
} as const satisfies Record<string, readonly BrandField[]>
export type LegalPage = keyof typeof legalPages

export interface MissingDetail {
  field: BrandField
  /** The pages that are not published because of it. */
  pages: LegalPage[]
}

/** Details without which a page stays unpublished, in the order of the form. */
export function missingIn(brand: BrandInput): MissingDetail[] {
  const pages = Object.keys(legalPages) as LegalPage[]
  return (Object.keys(emptyBrand) as BrandField[])
    .filter((field) => brand[field] === '')
    .map((field) => ({
      field,
      pages: pages.filter((page) => (legalPages[page] as readonly BrandField[]).includes(field)),
    }))
    .filter((detail) => detail.pages.length > 0)
}

export const isPublished = (page: LegalPage, brand: BrandInput): boolean =>
  legalPages[page].every((field) => brand[field] !== '')

const isOnThisComputer = (hostname: string): boolean =>
  /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)

function whatIsWrongWith(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return 'Enter a whole address, such as https://agents.example.com.'
  }
  if (url.username !== '' || url.password !== '') return 'Leave out the name and the password.'
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return 'Leave out everything after the name: Rockpool has an address to itself.'
  }
  if (url.protocol === 'http:' && !isOnThisComputer(url.hostname)) {
    return 'Begin with https://. Without it, passwords would travel in the open.'
  }
  return null
}

/** Where people reach this site. Its words for what is wrong are shown as they are. */
export const AddressInput = z.strictObject({
  /** An origin; empty for the one that the site was started with. */
  address: z
    .string()
    .trim()
    .max(200, 'Use up to 200 characters.')
    .superRefine((text, check) => {
      const wrong = text === '' ? null : whatIsWrongWith(text)
      if (wrong !== null) check.addIssue({ code: 'custom', message: wrong })
    })
    .transform((text) => URL.parse(text)?.origin ?? ''),
  /** A reverse proxy on the same server says who the visitor is and by which name they came. */
  isBehindProxy: z.boolean(),
})
export type AddressInput = z.infer<typeof AddressInput>
