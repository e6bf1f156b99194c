'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { DropdownMenuRadioGroup, DropdownMenuRadioItem } from '@/components/ui/dropdown-menu'

/** Day, night or as the device says, as a part of a menu that has other things too. */
export function ThemeChoices() {
  const { theme, setTheme } = useTheme()
  const t = useTranslations('shell')
  return (
    <DropdownMenuRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
      <DropdownMenuRadioItem value="light">
        <Sun aria-hidden /> {t('day')}
      </DropdownMenuRadioItem>
      <DropdownMenuRadioItem value="dark">
        <Moon aria-hidden /> {t('night')}
      </DropdownMenuRadioItem>
      <DropdownMenuRadioItem value="system">
        <Monitor aria-hidden /> {t('device')}
      </DropdownMenuRadioItem>
    </DropdownMenuRadioGroup>
  )
}
