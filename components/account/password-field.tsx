'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'

type PasswordFieldProps = {
  /** Tells password managers whether to offer a stored one or to make one up. */
  purpose: 'sign-in' | 'new'
  label?: string
  name?: string
  error: string | undefined
  hint?: string
}

export function PasswordField({
  purpose,
  label,
  name = 'password',
  error,
  hint,
}: PasswordFieldProps) {
  const t = useTranslations('doors')
  const [isShown, setIsShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <Field
      label={label ?? t('password')}
      error={error}
      isRequired
      {...(hint === undefined ? {} : { hint })}
    >
      {(control) => (
        <div className="relative">
          <Input
            {...control}
            name={name}
            type={isShown ? 'text' : 'password'}
            autoComplete={purpose === 'new' ? 'new-password' : 'current-password'}
            className="pr-13"
          />
          <button
            type="button"
            onClick={() => setIsShown(!isShown)}
            aria-label={t('showPassword')}
            aria-pressed={isShown}
            className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-md text-ink-soft hover:text-ink"
          >
            <Icon aria-hidden className="size-5" />
          </button>
        </div>
      )}
    </Field>
  )
}
