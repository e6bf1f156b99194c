'use client'
import { ChevronsUpDown, LogOut } from 'lucide-react'
import { signOut } from 'next-auth/react'
import { Avatar } from '@/components/ui/avatar'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { Me } from './me'
import { planSentence } from './plan-sentence'
import { ThemeChoices } from './theme-choices'

type AccountMenuProps = { me: Me }

export function AccountMenu({ me }: AccountMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex min-h-11 items-center gap-2.5 rounded-md p-1 text-left hover:bg-sunken md:w-full md:p-2">
        <Avatar name={me.user.name} />
        <span className="sr-only min-w-0 flex-1 md:not-sr-only">
          <span className="sr-only">Account of </span>
          <span className="block truncate text-sm font-semibold">{me.user.name}</span>
          <span className="block truncate text-xs text-ink-soft">{planSentence(me.account)}</span>
        </span>
        <ChevronsUpDown aria-hidden className="hidden size-4 text-ink-soft md:block" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="max-w-[min(18rem,90vw)]">
        <DropdownMenuLabel className="grid font-normal">
          <span className="truncate text-sm font-semibold text-ink">{me.user.name}</span>
          <span className="truncate">{me.user.email}</span>
          <span className="mt-1">{planSentence(me.account)}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <ThemeChoices />
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut({ callbackUrl: '/' })}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
