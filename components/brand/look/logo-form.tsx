import { type FormEvent, useRef, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { maxLogoBytes } from '@/server/domain/look/input'

const kinds = ['image/png', 'image/jpeg', 'image/webp']

/** What is wrong with a file, before it travels. The server looks at its bytes again. */
function whatIsWrongWith(file: File | undefined): string | undefined {
  if (file === undefined) return 'Choose a file first.'
  if (file.type === 'image/svg+xml') {
    return 'An SVG can carry programs into every page. Export it as PNG or WebP.'
  }
  if (!kinds.includes(file.type)) return 'Choose a PNG, a JPEG or a WebP.'
  if (file.size > maxLogoBytes) {
    return `That file has ${Math.ceil(file.size / 1024)} KiB. A logo may have ${maxLogoBytes / 1024}.`
  }
  return undefined
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

type LogoFormProps = {
  /** Another file was chosen; what was said about the last one no longer counts. */
  onPick: () => void
  /** The file, in base64. */
  onSave: (file: string) => void
  isBusy: boolean
  isSaved: boolean
  problem: string | undefined
}

export function LogoForm({ onPick, onSave, isBusy, isSaved, problem }: LogoFormProps) {
  const [error, setError] = useState<string>()
  const picker = useRef<HTMLInputElement>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const file = picker.current?.files?.[0]
    const wrong = whatIsWrongWith(file)
    setError(wrong)
    if (wrong !== undefined || file === undefined) {
      picker.current?.focus()
      return
    }
    onSave(await base64Of(file))
  }
  return (
    <form
      noValidate
      onSubmit={(event) => void submit(event)}
      className="grid justify-items-start gap-4"
    >
      <h2 className="text-2xl">Logo</h2>
      <Field
        label="Picture"
        error={error ?? problem}
        hint="PNG, JPEG or WebP, up to 256 KiB and 2000 pixels a side. It is drawn 32 pixels high, on light and on dark ground. One twice as wide as high is taken for lettering and stands without the name."
        className="w-full"
      >
        {(control) => (
          <Input
            {...control}
            ref={picker}
            type="file"
            accept={kinds.join(',')}
            onChange={() => {
              setError(undefined)
              onPick()
            }}
            className="py-1.5 text-sm file:mr-3 file:h-7.5 file:cursor-pointer file:rounded-sm file:border-0 file:bg-sunken file:px-3 file:font-medium file:text-ink"
          />
        )}
      </Field>
      {isSaved && (
        <Alert tone="good" className="w-full">
          Saved. Every page shows this logo now.
        </Alert>
      )}
      <Button type="submit" isBusy={isBusy}>
        Use this logo
      </Button>
    </form>
  )
}
