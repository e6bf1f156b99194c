import type { Metadata } from 'next'
import Link from 'next/link'
import { Lost } from '@/components/shell/lost'
import { Button } from '@/components/ui/button'

export const metadata: Metadata = { title: 'Nothing here' }

export default function NotFoundPage() {
  return (
    <Lost
      title="Nothing lives at this address"
      action={
        <Button asChild>
          <Link href="/">Go to the front page</Link>
        </Button>
      }
    >
      The page may have moved, or the address was cut short on its way to you.
    </Lost>
  )
}
