'use client'
import { useMutation } from '@tanstack/react-query'
import { AlertDialog } from 'radix-ui'
import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmAction } from '@/components/operator/parts/confirm-action'
import { Moment } from '@/components/operator/parts/moment'
import { useTRPC } from '@/components/trpc/provider'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import type { RouterOutputs } from '@/server/trpc/root'
import type { AccountRecord } from './account'

type Person = AccountRecord['people'][number]
type MadeLink = RouterOutputs['operator']['makePasswordLink']

type PasswordLinkPanelProps = { person: Person }

/** For somebody whom no mail reaches. What was made is shown once and is then nowhere any more. */
export function PasswordLinkPanel({ person }: PasswordLinkPanelProps) {
  const api = useTRPC()
  const [made, setMade] = useState<MadeLink>()
  const make = useMutation(api.operator.makePasswordLink.mutationOptions())
  return (
    <>
      <ConfirmAction
        trigger={
          <Button variant="link" size="sm" className="justify-self-start">
            Make a one-time link
          </Button>
        }
        title={`A way back in for ${person.name}?`}
        confirm="Make the link"
        onConfirm={async () => setMade(await make.mutateAsync({ userId: person.userId }))}
      >
        <ul className="grid list-disc gap-1.5 pl-5">
          <li>Whoever opens the link chooses a new password and is in.</li>
          <li>It works once, for one hour. Every device of theirs is then signed out.</li>
          <li>
            Make sure who asks for it, and hand it to them where nobody else can read it. That you
            made it is on record.
          </li>
        </ul>
      </ConfirmAction>
      {made !== undefined && <MadeLinkDialog made={made} onClose={() => setMade(undefined)} />}
    </>
  )
}

type MadeLinkDialogProps = { made: MadeLink; onClose: () => void }

function MadeLinkDialog({ made, onClose }: MadeLinkDialogProps) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.link)
      toast('The link is copied.')
    } catch {
      // Browsers refuse the clipboard to pages without TLS; the link stands there to be selected.
      toast('Your browser does not let us copy. Select the link and copy it yourself.')
    }
  }
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-50 bg-slate-deep/60" />
        <AlertDialog.Content className="fixed inset-x-0 bottom-0 z-50 grid max-h-[90dvh] gap-5 overflow-y-auto rounded-t-xl bg-raised p-6 text-ink shadow-high sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[min(32rem,92vw)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl sm:p-8">
          <AlertDialog.Title className="text-2xl">The link is made</AlertDialog.Title>
          <AlertDialog.Description className="text-ink-soft">
            It is shown this once. It works until <Moment at={made.expiresAt} />.
          </AlertDialog.Description>
          <Field label="One-time link">
            {(control) => (
              <Input
                {...control}
                readOnly
                value={made.link}
                onFocus={(event) => event.target.select()}
                className="font-mono text-sm"
              />
            )}
          </Field>
          <div className="flex flex-wrap justify-end gap-3">
            <Button variant="outline" onClick={() => void copy()}>
              Copy
            </Button>
            <AlertDialog.Cancel asChild>
              <Button>I have it</Button>
            </AlertDialog.Cancel>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
