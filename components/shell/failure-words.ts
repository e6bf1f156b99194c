import type { Locale } from '@/i18n/locales'

interface FailureWords {
  page: string
  site: string
  failed: string
  retry: string
  front: string
  /** Followed by the number under which it stands in the log. */
  cause: string
}

/** What failed may be the catalogue itself, so a page about a failure brings its own words. */
export const failureWords: Record<Locale, FailureWords> = {
  en: {
    page: 'This page could not be drawn',
    site: 'The site could not be drawn',
    failed: 'Something on the server failed. Nothing of yours is lost by trying again.',
    retry: 'Try again',
    front: 'To the front page',
    cause: 'The operator finds the cause in the logs under',
  },
  de: {
    page: 'Diese Seite ließ sich nicht zeichnen',
    site: 'Die Website ließ sich nicht zeichnen',
    failed:
      'Auf dem Server ist etwas fehlgeschlagen. Wenn du es noch einmal versuchst, geht dir nichts verloren.',
    retry: 'Noch einmal versuchen',
    front: 'Zur Startseite',
    cause: 'Der Betreiber findet die Ursache in den Protokollen unter',
  },
}
