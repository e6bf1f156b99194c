import type { Metadata } from 'next'
import Link from 'next/link'
import { DoorFrame } from '@/components/account/door-frame'
import { SetupPanel } from '@/components/setup/setup-panel'
import { ApiFrame } from '@/components/shell/api-frame'
import { Words } from '@/components/shell/words'
import { Button } from '@/components/ui/button'
import { callerForPage } from '@/server/trpc/page-caller'

// The address holds a secret: it must not travel to any other page or into an index.
export const metadata: Metadata = {
  title: 'Set up this server',
  referrer: 'no-referrer',
  robots: { index: false },
}

export default async function SetupPage() {
  const api = await callerForPage()
  const { open } = await api.setup.state()
  return (
    <DoorFrame>
      {open ? (
        <div className="grid gap-10">
          <div className="grid gap-2">
            <h1 className="text-3xl">Set up this server</h1>
            <p className="text-ink-soft">
              Two things, then it is open: who runs it, and which model answers.
            </p>
          </div>
          <Words>
            <ApiFrame>
              <SetupPanel />
            </ApiFrame>
          </Words>
        </div>
      ) : (
        <div className="grid justify-items-start gap-5">
          <h1 className="text-3xl">This server is set up</h1>
          <p className="text-ink-soft">
            It has an operator, and the private link from the first start opens nothing any more.
          </p>
          <Button asChild>
            <Link href="/sign-in">Sign in</Link>
          </Button>
        </div>
      )}
    </DoorFrame>
  )
}
