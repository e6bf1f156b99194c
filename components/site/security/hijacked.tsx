import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'

const can = ['own', 'lie', 'model', 'spend', 'disk', 'stay'] as const
const cannot = ['web', 'others', 'key', 'database', 'tools', 'pool'] as const

/** The bad day, told first and in two columns of the same weight. */
export function Hijacked() {
  const t = useTranslations('security')
  return (
    <section aria-labelledby="hijacked-title" className="grid gap-6">
      <h2 id="hijacked-title" className="text-3xl">
        {t('hijackedTitle')}
      </h2>
      <div className="grid border-y-2 border-ink md:grid-cols-2 md:divide-x md:divide-line">
        <Column title={t('canTitle')} lines={can.map((key) => t(`can.${key}`))} isOpen />
        <Column title={t('cannotTitle')} lines={cannot.map((key) => t(`cannot.${key}`))} />
      </div>
    </section>
  )
}

type ColumnProps = { title: string; lines: string[]; isOpen?: boolean }

function Column({ title, lines, isOpen = false }: ColumnProps) {
  return (
    <div className="grid content-start gap-4 border-t border-line py-7 first:border-t-0 md:border-t-0 md:px-8 md:first:pl-0 md:last:pr-0">
      <h3 className={cn('text-xl', isOpen ? 'text-urchin' : 'text-glass-ink')}>{title}</h3>
      <ul className="grid gap-3">
        {lines.map((line) => (
          <li key={line} className="flex gap-3">
            <span
              aria-hidden
              className={cn('mt-2.75 h-0.5 w-3 shrink-0', isOpen ? 'bg-urchin' : 'bg-glass')}
            />
            {line}
          </li>
        ))}
      </ul>
    </div>
  )
}
