'use client'
import { Lost } from '@/components/shell/lost'
import { Button } from '@/components/ui/button'

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void }

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <Lost
      title="This page could not be drawn"
      action={
        <>
          <Button onClick={retry}>Try again</Button>
          <Button asChild variant="outline">
            {/* A whole new page on purpose: what failed may be in the one that is loaded. */}
            <a href="/">Go to the front page</a>
          </Button>
        </>
      }
    >
      <p>Something on the server failed. Nothing of yours is lost by trying again.</p>
      {error.digest !== undefined && (
        <p className="mt-3 text-sm">
          The operator finds the cause in the logs under <code>{error.digest}</code>.
        </p>
      )}
    </Lost>
  )
}
