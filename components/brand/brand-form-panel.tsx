'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { errorsOf, type FormErrors, textOf } from '@/components/account/form-errors'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'
import { BrandInput } from '@/server/domain/brand/input'
import type { RouterOutputs } from '@/server/trpc/root'
import { BrandFields } from './brand-fields'
import { fieldSentences } from './brand-words'
import { PublishedPages } from './published-pages'

type BrandFormPanelProps = { brand: RouterOutputs['brand']['get'] }

export function BrandFormPanel({ brand }: BrandFormPanelProps) {
  const api = useTRPC()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<FormErrors>({})
  const [problem, setProblem] = useState<string>()
  const update = useMutation(api.brand.update.mutationOptions())

  const show = (found: FormErrors) => {
    flushSync(() => setErrors(found))
    if (form.current !== null) focusFirstInvalid(form.current)
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const names = Object.keys(BrandInput.shape)
    update.reset()
    setProblem(undefined)
    const parsed = BrandInput.safeParse(
      Object.fromEntries(names.map((name) => [name, textOf(entered, name)])),
    )
    if (!parsed.success) return show(errorsOf(parsed.error, fieldSentences))
    setErrors({})
    try {
      const saved = await update.mutateAsync(parsed.data)
      queries.setQueryData(api.brand.get.queryKey(), saved)
    } catch (error) {
      const { field, sentence } = readRefusal(error)
      if (field !== undefined && names.includes(field)) return show({ [field]: sentence })
      setProblem(sentence)
    }
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-10">
      <PublishedPages missing={brand.missing} />
      <BrandFields details={brand.details} errors={errors} />
      <div className="grid justify-items-start gap-4">
        {problem !== undefined && (
          <Alert tone="problem" title="The details are not saved" className="w-full">
            {problem} What you typed is still in the form.
          </Alert>
        )}
        {update.isSuccess && (
          <Alert tone="good" className="w-full">
            Saved. {savedSentence(brand.missing.length)}
          </Alert>
        )}
        <Button type="submit" variant="primary" size="lg" isBusy={update.isPending}>
          Save the details
        </Button>
      </div>
    </form>
  )
}

const savedSentence = (missing: number): string =>
  missing === 0
    ? 'All three pages are published.'
    : `${missing} ${missing === 1 ? 'detail is' : 'details are'} still missing.`
