'use client'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import type { MailFieldsProps } from './smtp-fields'

type ResendFieldProps = MailFieldsProps & { hasStored: boolean }

export function ResendField({ draft, errors, hasStored, onChange }: ResendFieldProps) {
  return (
    <Field
      label="Key"
      hint={
        hasStored
          ? 'One is stored. Leave this empty to keep it.'
          : 'One that may send. Sealed before it is stored; nobody can read it here again.'
      }
      error={errors['apiKey']}
      isRequired={!hasStored}
    >
      {(control) => (
        <Input
          {...control}
          name="apiKey"
          type="password"
          autoComplete="off"
          value={draft.apiKey}
          onChange={(event) => onChange({ apiKey: event.target.value })}
        />
      )}
    </Field>
  )
}
