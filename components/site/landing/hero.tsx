import { useTranslations } from 'next-intl'
import { LocalLink } from '@/components/site/frame/local-link'
import { Button } from '@/components/ui/button'
import { PoolChart } from './pool-chart'

type HeroProps = { name: string; trialDays: number }

export function Hero({ name, trialDays }: HeroProps) {
  const t = useTranslations('hero')
  return (
    <section className="relative mx-auto grid w-full max-w-7xl px-4 pt-6 pb-16 sm:px-8 lg:min-h-[38rem] lg:grid-cols-12 lg:pt-14 lg:pb-24">
      <PoolChart className="pointer-events-none col-span-full -mx-4 -mt-6 -mb-4 max-h-[17rem] w-[calc(100%+2rem)] sm:max-h-[30rem] lg:absolute lg:-top-24 lg:-right-40 lg:m-0 lg:max-h-none lg:w-[56rem]" />
      <div className="relative z-10 grid content-start gap-6 lg:col-span-7 lg:pt-10">
        <h1 className="max-w-[12ch] text-5xl font-bold">{t('title')}</h1>
        <p className="max-w-[31rem] text-lg text-ink">{t('lead', { name })}</p>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3 pt-2">
          <Button asChild variant="primary" size="lg">
            <LocalLink href="/sign-up">{t('trial', { days: trialDays })}</LocalLink>
          </Button>
          <a
            href="#walls"
            className="rounded-sm font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
          >
            {t('apart')}
          </a>
        </div>
      </div>
    </section>
  )
}
