import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { RoomPart } from '../room'

export function TakeoutPart() {
  return (
    <RoomPart
      id="takeout-title"
      title="Take everything with you"
      lead="One zip archive: your account, your sign-ins, what was used, your agent’s texts, tasks, configuration with its history, and every conversation. Passwords and keys are not in it."
    >
      <Button asChild variant="solid" className="justify-self-start">
        {/* Not a page: the browser saves what comes. */}
        <a href="/api/takeout" download>
          <Download aria-hidden /> Download the archive
        </a>
      </Button>
      <p className="max-w-prose text-sm text-ink-soft">
        While your agent sleeps, the archive holds what it said last. Open the chat first to have
        everything as it is now.
      </p>
    </RoomPart>
  )
}
