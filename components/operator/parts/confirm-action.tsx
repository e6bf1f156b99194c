'use client'
import { AlertDialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'

type ConfirmActionProps = {
  /** The button that opens the dialog. */
  trigger: ReactNode
  title: string
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  /** The verb on the button that does it. */
  confirm: string
  isDangerous?: boolean
  /** False while a field inside the dialog is not filled in as it must be. */
  isReady?: boolean
  /** Resolves when it is done. What it throws is shown and the dialog stays. */
  onConfirm: () => Promise<unknown>
}

/** Nothing an operator does to others happens at the first press. */
export function ConfirmAction({
  trigger,
  title,
  children,
  confirm,
  isDangerous = false,
  isReady = true,
  onConfirm,
}: ConfirmActionProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const open = (next: boolean) => {
    if (isBusy) return
    setProblem(undefined)
    setIsOpen(next)
  }
  const run = async () => {
    setIsBusy(true)
    setProblem(undefined)
    try {
      await onConfirm()
      setIsOpen(false)
    } catch (error) {
      setProblem(readRefusal(error).sentence)
    }
    setIsBusy(false)
  }

  return (
    <AlertDialog.Root open={isOpen} onOpenChange={open}>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-50 bg-slate-deep/60 data-[state=open]:animate-in data-[state=open]:fade-in-0" />
        <AlertDialog.Content className="fixed inset-x-0 bottom-0 z-50 grid max-h-[90dvh] gap-5 overflow-y-auto rounded-t-xl bg-raised p-6 text-ink shadow-high sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[min(32rem,92vw)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl sm:p-8">
          <AlertDialog.Title className="text-2xl">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="grid gap-4 text-ink-soft">{children}</div>
          </AlertDialog.Description>
          {problem !== undefined && (
            <Alert tone="problem" title="It was not done">
              {problem}
            </Alert>
          )}
          <div className="flex flex-wrap justify-end gap-3">
            <AlertDialog.Cancel asChild>
              <Button variant="ghost">Leave it as it is</Button>
            </AlertDialog.Cancel>
            <Button
              variant={isDangerous ? 'danger' : 'solid'}
              isBusy={isBusy}
              disabled={!isReady}
              onClick={() => void run()}
            >
              {confirm}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
