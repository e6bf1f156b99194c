'use client'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { minPasswordLength } from '@/server/domain/accounts/input'
import type { FormErrors } from './form-errors'
import { PasswordField } from './password-field'

export const personSentences = {
  name: 'Enter your name, up to 80 characters.',
  email: 'Enter a whole e-mail address, such as name@example.com.',
  password: `Use at least ${minPasswordLength} characters.`,
}

type PersonFieldsProps = { errors: FormErrors }

/** The three things that make a person known here: the same for customers and for the operator. */
export function PersonFields({ errors }: PersonFieldsProps) {
  return (
    <>
      <Field label="Your name" error={errors['name']} isRequired>
        {(control) => <Input {...control} name="name" autoComplete="name" maxLength={80} />}
      </Field>
      <Field label="E-mail address" error={errors['email']} isRequired>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="email" inputMode="email" />
        )}
      </Field>
      <PasswordField
        purpose="new"
        error={errors['password']}
        hint={`At least ${minPasswordLength} characters. A few words in a row are easy to keep.`}
      />
    </>
  )
}
