'use client'
import { RadioCard, RadioCards } from '@/components/ui/form/radio-cards'
import type { MailSettings } from './mail'

type Kind = MailSettings['kind']

const kinds: readonly { kind: Kind; title: string; words: string }[] = [
  {
    kind: 'smtp',
    title: 'A mail server',
    words: 'By SMTP: your provider’s, or a relay of your own.',
  },
  { kind: 'resend', title: 'Resend', words: 'By the interface of resend.com, with a key.' },
  {
    kind: 'kept',
    title: 'Keep here',
    words: 'For trying out: nothing leaves, and you read what would have.',
  },
  { kind: 'none', title: 'None', words: 'No message is written.' },
]

type KindChoiceProps = { kind: Kind; onChange: (kind: Kind) => void }

export function KindChoice({ kind: chosen, onChange }: KindChoiceProps) {
  const choose = (value: string) => {
    const known = kinds.find(({ kind }) => kind === value)
    if (known !== undefined) onChange(known.kind)
  }
  return (
    <section aria-labelledby="kind-title" className="grid gap-4">
      <h2 id="kind-title" className="text-2xl">
        How mail leaves
      </h2>
      <RadioCards
        aria-labelledby="kind-title"
        value={chosen}
        onValueChange={choose}
        className="sm:grid-cols-2"
      >
        {kinds.map(({ kind, title, words }) => (
          <RadioCard key={kind} value={kind} aria-label={title}>
            <span className="font-semibold">{title}</span>
            <span className="text-sm text-ink-soft">{words}</span>
          </RadioCard>
        ))}
      </RadioCards>
    </section>
  )
}
