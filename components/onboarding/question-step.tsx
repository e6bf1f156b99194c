'use client'
import { ArrowLeft, ArrowRight } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { Textarea } from '@/components/ui/form/textarea'
import { Kbd } from '@/components/ui/kbd'
import type { Question } from './questions'

type QuestionStepProps = {
  question: Question
  name: string
  answer: string
  error: string | undefined
  isLast: boolean
  isBusy: boolean
  onAnswer: (answer: string) => void
  onNext: () => void
  onBack: (() => void) | undefined
}

export function QuestionStep({
  question,
  name,
  answer,
  error,
  isLast,
  isBusy,
  onAnswer,
  onNext,
  onBack,
}: QuestionStepProps) {
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const advanceOnEnter = (event: KeyboardEvent) => {
    // While a word is being composed (Japanese, Chinese, Korean), Enter belongs to the composition.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (!isBusy) onNext()
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) onNext()
      }}
      className="grid animate-rise gap-6"
    >
      <Field
        label={
          <span className="font-display text-3xl leading-tight font-semibold tracking-tight text-ink">
            {question.ask(name)}
          </span>
        }
        hint={question.hint}
        error={error}
        count={{ length: answer.trim().length, max: question.max }}
        isRequired={!question.isOptional}
        className="gap-3"
      >
        {(field) => {
          const shared = {
            ...field,
            value: answer,
            placeholder: question.placeholder,
            // One question is the whole page: typing may start at once, also after a step.
            autoFocus: true,
            onKeyDown: advanceOnEnter,
          }
          return question.isOneLine ? (
            <Input
              {...shared}
              ref={control}
              autoComplete="off"
              onChange={(event) => onAnswer(event.target.value)}
              className="h-13 text-lg"
            />
          ) : (
            <Textarea
              {...shared}
              ref={control}
              rows={5}
              onChange={(event) => onAnswer(event.target.value)}
              className="min-h-36 text-lg"
            />
          )
        }}
      </Field>
      {question.ideas.length > 0 && (
        <ul aria-label="Ideas" className="-mt-1 flex flex-wrap gap-2">
          {question.ideas.map((idea) => (
            <li key={idea.label}>
              <Button
                variant="outline"
                size="sm"
                className="border-dashed"
                onClick={() => {
                  onAnswer(idea.text)
                  control.current?.focus()
                }}
              >
                {idea.label}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {onBack !== undefined && (
          <Button variant="ghost" size="lg" onClick={onBack} className="-ml-3 px-3">
            <ArrowLeft aria-hidden /> Back
          </Button>
        )}
        <Button type="submit" variant={isLast ? 'primary' : 'solid'} size="lg" isBusy={isBusy}>
          {nextLabel(question, answer, isLast)}
          {!isLast && <ArrowRight aria-hidden />}
        </Button>
        <p className="hidden text-sm text-ink-soft sm:block">
          <Kbd>Enter</Kbd> goes on
          {!question.isOneLine && (
            <>
              , <Kbd>Shift</Kbd> <Kbd>Enter</Kbd> starts a new line
            </>
          )}
        </p>
      </div>
    </form>
  )
}

function nextLabel(question: Question, answer: string, isLast: boolean): string {
  if (isLast) return 'Go to the chat'
  return question.isOptional && answer.trim() === '' ? 'Skip' : 'Next'
}
