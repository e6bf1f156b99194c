import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Input } from '@/components/ui/form/input'

/** As long as the host lets a name be. */
const longestTitle = 120

type RenameFieldProps = {
  title: string
  /** Null when the name is to stay as it was. */
  onDone: (title: string | null) => void
}

/** A name being changed in its place in the list. Enter and leaving keep it, Escape does not. */
export function RenameField({ title, onDone }: RenameFieldProps) {
  const [text, setText] = useState(title)
  const input = useRef<HTMLInputElement>(null)
  const isOver = useRef(false)
  useEffect(() => {
    // The menu that led here hands the focus back to its button first.
    const frame = requestAnimationFrame(() => input.current?.select())
    return () => cancelAnimationFrame(frame)
  }, [])
  const finish = (isKept: boolean) => {
    if (isOver.current) return
    isOver.current = true
    const next = text.trim()
    onDone(isKept && next !== '' ? next : null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    // Escape would also stop an answer or close the sheet.
    event.preventDefault()
    event.stopPropagation()
    finish(event.key === 'Enter')
  }
  return (
    <Input
      ref={input}
      aria-label="Name of the conversation"
      value={text}
      maxLength={longestTitle}
      className="my-1"
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
    />
  )
}
