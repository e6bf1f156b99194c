import { useTranslations } from 'next-intl'
import type { BrandInput } from '@/server/domain/brand/input'

type OperatorAddressProps = {
  details: BrandInput
  /** An imprint names all there is; other pages name whom they are about. */
  isWhole?: boolean
}

export function OperatorAddress({ details, isWhole = false }: OperatorAddressProps) {
  const t = useTranslations('legal')
  const rows = [
    { label: t('company'), value: details.company },
    { label: t('address'), value: details.address },
    { label: t('country'), value: details.country },
    { label: t('email'), value: details.email, href: `mailto:${details.email}` },
    ...(isWhole
      ? [
          { label: t('phone'), value: details.phone, href: `tel:${details.phone}` },
          { label: t('vatId'), value: details.vatId },
          { label: t('responsible'), value: details.responsiblePerson },
          {
            label: t('support'),
            value: details.supportEmail,
            href: `mailto:${details.supportEmail}`,
          },
        ]
      : []),
  ].filter(({ value }) => value !== '')
  return (
    <dl className="mt-6 border-b border-line">
      {rows.map(({ label, value, href }) => (
        <div
          key={label}
          className="grid gap-x-6 border-t border-line py-3 sm:grid-cols-[14rem_minmax(0,1fr)]"
        >
          <dt className="text-ink-soft">{label}</dt>
          <dd className="min-w-0 whitespace-pre-line">
            {href === undefined ? value : <a href={href}>{value}</a>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
