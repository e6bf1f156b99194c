'use client'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { FormErrors } from '@/components/account/form-errors'
import { readRefusal } from '@/components/trpc/refusal'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'

type SubmissionState = {
  errors: FormErrors
  /** Why it was refused, where no field is to blame. */
  problem: string | undefined
  /** What was done, as a sentence. Stays until the next attempt. */
  saved: string | undefined
  isBusy: boolean
}

const idle: SubmissionState = { errors: {}, problem: undefined, saved: undefined, isBusy: false }

/**
 * One form's way to the server and back. `fields` are those that the form shows: a refusal about any
 * other is said as a whole, so that it cannot go unseen. What was entered is never touched.
 */
export function useSubmission(fields: readonly string[]) {
  const form = useRef<HTMLFormElement>(null)
  const [state, setState] = useState(idle)

  const show = (errors: FormErrors) => {
    flushSync(() => setState({ ...idle, errors }))
    if (form.current !== null) focusFirstInvalid(form.current)
  }

  /** Runs `work`, which answers with the sentence to say. True when it was done. */
  const run = async (work: () => Promise<string>): Promise<boolean> => {
    setState({ ...idle, isBusy: true })
    try {
      const saved = await work()
      setState({ ...idle, saved })
      return true
    } catch (error) {
      const { field, sentence } = readRefusal(error)
      if (field !== undefined && fields.includes(field)) show({ [field]: sentence })
      else setState({ ...idle, problem: sentence })
      return false
    }
  }

  return { form, ...state, show, run, clear: () => setState(idle) }
}
