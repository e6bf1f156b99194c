import type messages from '../messages/en.json'
import type { Locale as SiteLocale } from './locales'

// Makes a missing or misspelt key an error of the type check.
declare module 'next-intl' {
  interface AppConfig {
    Locale: SiteLocale
    Messages: typeof messages
  }
}
