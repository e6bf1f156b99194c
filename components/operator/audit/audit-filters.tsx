'use client'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { controlLook, Input } from '@/components/ui/form/input'
import { knownActions } from './action-words'

type Days = { from: string; until: string }

type AuditFiltersProps = {
  who: string
  action: string
  days: Days
  onAction: (action: string) => void
  onDays: (days: Days) => void
}

/** Choices count at once; a typed name counts when it is sent. */
export function AuditFilters({ who, action, days, onAction, onDays }: AuditFiltersProps) {
  return (
    <div className="grid grid-cols-2 gap-4 lg:grid-cols-[2fr_2fr_1fr_1fr]">
      <Field
        className="col-span-2 sm:col-span-1"
        label="Who"
        hint="Part of an e-mail address, or “system”."
      >
        {(control) => (
          <div className="flex gap-2">
            <Input {...control} key={who} name="who" defaultValue={who} autoComplete="off" />
            <Button type="submit" variant="outline">
              Find
            </Button>
          </div>
        )}
      </Field>
      <Field className="col-span-2 sm:col-span-1" label="What">
        {(control) => (
          <select
            {...control}
            value={action}
            onChange={(event) => onAction(event.target.value)}
            className={`${controlLook} h-11`}
          >
            <option value="">Anything</option>
            {knownActions.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="From">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={days.from}
            onChange={(event) => onDays({ ...days, from: event.target.value })}
          />
        )}
      </Field>
      <Field label="Until">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={days.until}
            onChange={(event) => onDays({ ...days, until: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
