'use client'
import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { minPasswordLength } from '@/server/domain/accounts/input'
import type { FormErrors } from './form-errors'
import { PasswordField } from './password-field'

/** What to do about each field, in the language of the page. */
export function usePersonSentences() {
  const t = useTranslations('doors.check')
  return {
    name: t('name'),
    email: t('email'),
    password: t('password', { min: minPasswordLength }),
  }
}

type PersonFieldsProps = { errors: FormErrors }

/** The three things that make a person known here: the same for customers and for the operator. */
export function PersonFields({ errors }: PersonFieldsProps) {
  const t = useTranslations('doors')
  return (
    <>
      <Field label={t('name')} error={errors['name']} isRequired>
        {(control) => <Input {...control} name="name" autoComplete="name" maxLength={80} />}
      </Field>
      <Field label={t('email')} error={errors['email']} isRequired>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="email" inputMode="email" />
        )}
      </Field>
      <PasswordField
        purpose="new"
        error={errors['password']}
        hint={t('passwordHint', { min: minPasswordLength })}
      />
    </>
  )
}
