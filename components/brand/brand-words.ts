import type { BrandField, LegalPage, MissingDetail } from '@/server/domain/brand/input'

export const fieldLabels: Record<BrandField, string> = {
  name: 'Name of the service',
  company: 'Company or person',
  address: 'Postal address',
  country: 'Country',
  email: 'E-mail address',
  phone: 'Telephone',
  vatId: 'VAT identification number',
  responsiblePerson: 'Person responsible for the content',
  supportEmail: 'Address for help',
}

export const pageLabels: Record<LegalPage, string> = {
  imprint: 'Imprint',
  privacy: 'Privacy',
  terms: 'Terms',
}

/** What to do about a field that the server or the schema refuses. */
export const fieldSentences: Record<BrandField, string> = {
  name: 'Use up to 80 characters.',
  company: 'Use up to 160 characters.',
  address: 'Use up to 500 characters.',
  country: 'Use up to 80 characters.',
  email: 'Enter a whole e-mail address, such as office@example.com, or leave it empty.',
  phone: 'Use up to 40 characters.',
  vatId: 'Use up to 40 characters.',
  responsiblePerson: 'Use up to 160 characters.',
  supportEmail: 'Enter a whole e-mail address, such as help@example.com, or leave it empty.',
}

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** One line for a detail that is not there yet: "Country, for Imprint and Terms". */
export const missingLine = ({ field, pages }: MissingDetail): string =>
  `${fieldLabels[field]}, for ${list.format(pages.map((page) => pageLabels[page]))}`
