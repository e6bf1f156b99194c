'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { copyText } from './copy-text'

type CopyButtonProps = {
  text: string
  /** What is copied, for the accessible name. */
  what: string
  /** Otherwise it appears when its message is pointed at, and always where nothing can be pointed with. */
  isAlwaysShown?: boolean
}

export function CopyButton({ text, what, isAlwaysShown = false }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    if (await copyText(text)) setIsCopied(true)
    else toast('Your browser did not allow copying.')
  }
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={isCopied ? 'Copied' : `Copy ${what}`}
      className={cn(
        'size-8 text-ink-soft transition-opacity',
        !isAlwaysShown &&
          'opacity-0 group-hover/message:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100',
      )}
      onClick={() => void copy()}
      onBlur={() => setIsCopied(false)}
      onPointerLeave={() => setIsCopied(false)}
    >
      {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
    </Button>
  )
}
