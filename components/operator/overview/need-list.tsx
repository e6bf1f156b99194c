import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import { type Need, needWords } from './need-words'

type NeedListProps = { needs: readonly Need[]; now: Date }

export function NeedList({ needs, now }: NeedListProps) {
  const worded = needs
    .map((need) => needWords(need, now))
    .toSorted((a, b) => Number(a.urgency === 'soon') - Number(b.urgency === 'soon'))
  return (
    <ul aria-label="What needs you" className="grid border-t border-line">
      {worded.map(({ fact, todo, href, link, urgency }) => (
        <li
          key={`${fact} ${todo}`}
          className="grid gap-x-8 gap-y-2 border-b border-line py-5 md:grid-cols-[minmax(0,1fr)_auto] md:items-center"
        >
          <div
            className={cn(
              'grid gap-1 border-l-4 pl-4',
              urgency === 'now' ? 'border-urchin' : 'border-kelp',
            )}
          >
            <p className="font-display text-lg font-semibold">
              {fact}
              {urgency === 'now' && (
                <span className="ml-2 align-middle text-xs font-semibold text-urchin">
                  Customers feel this
                </span>
              )}
            </p>
            <p className="max-w-prose text-ink-soft">{todo}</p>
          </div>
          <Link
            href={href}
            className="inline-flex min-h-11 items-center gap-2 justify-self-start rounded-sm pl-5 font-medium text-coral-ink underline underline-offset-4 md:pl-0"
          >
            {link}
            <ArrowRight aria-hidden className="size-4" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
