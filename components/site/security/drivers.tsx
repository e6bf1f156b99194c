import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { builtDrivers, type DriverName, driverNames } from './driver-names'

type DriversProps = {
  /** What the hosts of this installation have reported. */
  here: readonly string[]
}

export function Drivers({ here }: DriversProps) {
  const t = useTranslations('security')
  return (
    <section aria-labelledby="drivers-title" className="on-rock">
      <div className="mx-auto grid max-w-7xl gap-10 px-4 py-16 sm:px-8 lg:py-24">
        <div className="grid max-w-2xl gap-3">
          <h2 id="drivers-title" className="text-4xl">
            {t('driversTitle')}
          </h2>
          <p className="text-lg text-on-slate-soft">{t('driversLead')}</p>
        </div>
        <ol className="border-b border-slate-line">
          {driverNames.map((name) => (
            <Driver key={name} name={name} isHere={here.includes(name)} />
          ))}
        </ol>
      </div>
    </section>
  )
}

function Driver({ name, isHere }: { name: DriverName; isHere: boolean }) {
  const t = useTranslations('security')
  const isBuilt = builtDrivers.includes(name)
  return (
    <li className="grid gap-x-10 gap-y-4 border-t border-slate-line py-7 lg:grid-cols-12">
      <div className="grid content-start justify-items-start gap-2 lg:col-span-4">
        <h3 className="font-mono text-xl tracking-normal">{t(`drivers.${name}.name`)}</h3>
        {isHere ? (
          <Badge tone="alive">{t('here')}</Badge>
        ) : (
          <span
            className={cn(
              'text-sm',
              isBuilt
                ? 'text-glass-on-slate'
                : 'border-b border-dashed border-slate-line text-on-slate-soft',
            )}
          >
            {isBuilt ? t('built') : t('absent')}
          </span>
        )}
        <p className="text-on-slate-soft">{t(`drivers.${name}.by`)}</p>
      </div>
      <dl className="grid gap-x-10 gap-y-4 sm:grid-cols-2 lg:col-span-8">
        <div>
          <dt className="text-sm font-semibold text-glass-on-slate">{t('keepsOut')}</dt>
          <dd>{t(`drivers.${name}.keeps`)}</dd>
        </div>
        <div>
          <dt className="text-sm font-semibold text-coral-on-slate">{t('letsIn')}</dt>
          <dd>{t(`drivers.${name}.lets`)}</dd>
        </div>
      </dl>
    </li>
  )
}
