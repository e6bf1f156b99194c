import { useTranslations } from 'next-intl'
import { ThemeSwitch } from './theme-switch'

/** The switch with its words, which are finished before they reach the browser. */
export function ThemeCorner() {
  const t = useTranslations('shell')
  const words = { theme: t('theme'), day: t('day'), night: t('night'), device: t('device') }
  return <ThemeSwitch words={words} />
}
