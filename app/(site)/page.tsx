import { Hero } from '@/components/site/hero'
import { Prices } from '@/components/site/prices'
import { SelfHost } from '@/components/site/self-host'
import { SkillsPanel } from '@/components/site/skills-panel'
import { TwoLanes } from '@/components/site/two-lanes'
import { Walls } from '@/components/site/walls'
import { YourData } from '@/components/site/your-data'
import { callerForPage } from '@/server/trpc/page-caller'

export default async function LandingPage() {
  const api = await callerForPage()
  const catalogue = await api.catalogue.plans()
  return (
    <>
      <Hero trialDays={catalogue.trialDays} />
      <TwoLanes />
      <Walls />
      <section
        id="skills"
        aria-labelledby="skills-title"
        className="mx-auto grid max-w-7xl gap-6 px-4 py-16 sm:px-8 lg:py-24"
      >
        <h2 id="skills-title" className="text-4xl">
          What your agent can learn to do
        </h2>
        <SkillsPanel />
      </section>
      <section aria-labelledby="prices-title" className="border-t border-line bg-surface">
        <div className="mx-auto grid max-w-7xl gap-8 px-4 py-16 sm:px-8 lg:py-24">
          <h2 id="prices-title" className="max-w-[18ch] text-4xl">
            Two prices, and {catalogue.trialDays} days to find out
          </h2>
          <Prices catalogue={catalogue} isTeaser />
        </div>
      </section>
      <YourData />
      <SelfHost />
    </>
  )
}
