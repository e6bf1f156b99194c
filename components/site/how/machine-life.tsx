import { useTranslations } from 'next-intl'
import { TideRings } from '@/components/ui/rings/tide-rings'

const stations = ['booting', 'warming', 'ready', 'leased', 'destroyed'] as const

/** Rings of one pool as it fills, turns somebody's, and is gone. */
const rings = { booting: 2, warming: 4, ready: 7, leased: 7, destroyed: 1 } as const

export function MachineLife() {
  const t = useTranslations('how')
  return (
    <section aria-labelledby="life-title" className="on-rock">
      <div className="mx-auto grid max-w-7xl gap-10 px-4 py-16 sm:px-8 lg:py-24">
        <div className="grid max-w-2xl gap-3">
          <h2 id="life-title" className="text-4xl">
            {t('lifeTitle')}
          </h2>
          <p className="text-lg text-on-slate-soft">{t('lifeLead')}</p>
        </div>
        <ol className="grid gap-x-6 gap-y-8 lg:grid-cols-5">
          {stations.map((station) => (
            <li
              key={station}
              className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-4 lg:grid-cols-[minmax(0,1fr)] lg:content-start lg:gap-y-4"
            >
              <TideRings
                seed="the life of a machine"
                rings={rings[station]}
                className={
                  station === 'leased'
                    ? 'size-18 text-coral-on-slate lg:size-24'
                    : 'size-18 text-glass-on-slate lg:size-24'
                }
              />
              <div className="grid content-start gap-1.5">
                <h3 className="text-xl">{t(`life.${station}.name`)}</h3>
                <p className="text-on-slate-soft">{t(`life.${station}.text`)}</p>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
