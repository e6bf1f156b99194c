import { Alert } from '@/components/ui/alert'
import { type LegalPage, legalPages, type MissingDetail } from '@/server/domain/brand/input'
import { missingLine, pageLabels } from './brand-words'

type PublishedPagesProps = { missing: MissingDetail[] }

/** Which of the pages exist now, and what keeps the others away. */
export function PublishedPages({ missing }: PublishedPagesProps) {
  const pages = Object.keys(legalPages) as LegalPage[]
  const waiting = new Set(missing.flatMap((detail) => detail.pages))
  const published = pages.filter((page) => !waiting.has(page))
  return (
    <div className="grid gap-4">
      {missing.length > 0 && (
        <Alert tone="warn" title="Some pages are not published yet">
          <p>Visitors get “nothing here” for them until these details are there:</p>
          <ul className="mt-2 list-disc pl-5">
            {missing.map((detail) => (
              <li key={detail.field}>{missingLine(detail)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {published.length > 0 && (
        <p className="flex flex-wrap gap-x-5 gap-y-1">
          <span className="text-ink-soft">Published:</span>
          {published.map((page) => (
            <a
              key={page}
              href={`/${page}`}
              target="_blank"
              rel="noreferrer"
              className="rounded-sm font-medium underline underline-offset-4"
            >
              {pageLabels[page]}
            </a>
          ))}
        </p>
      )}
    </div>
  )
}
