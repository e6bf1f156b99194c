import type { FormErrors } from '@/components/account/form-errors'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { Textarea } from '@/components/ui/form/textarea'
import type { BrandField, BrandInput } from '@/server/domain/brand/input'
import { fieldLabels } from './brand-words'

type BrandFieldsProps = { details: BrandInput; errors: FormErrors }

type LineProps = BrandFieldsProps & {
  name: BrandField
  hint?: string
  isOptional?: boolean
  type?: 'text' | 'email' | 'tel'
}

/** Uncontrolled: what was typed stays in the form whatever the server answers. */
export function BrandFields({ details, errors }: BrandFieldsProps) {
  const line = { details, errors }
  return (
    <div className="grid gap-10">
      <section aria-labelledby="service-title" className="grid gap-5">
        <h2 id="service-title" className="text-2xl">
          The service
        </h2>
        <Line {...line} name="name" hint="As its users know it." />
        <Line {...line} name="supportEmail" type="email" hint="Where users ask for help." />
      </section>
      <section aria-labelledby="behind-title" className="grid gap-5">
        <h2 id="behind-title" className="text-2xl">
          Who is behind it
        </h2>
        <Line {...line} name="company" hint="As registered, with the legal form." />
        <Field label={fieldLabels.address} error={errors['address']} hint="Street, postcode, town.">
          {(control) => (
            <Textarea {...control} name="address" rows={3} defaultValue={details.address} />
          )}
        </Field>
        <Line {...line} name="country" />
        <Line {...line} name="email" type="email" hint="Shown to everybody." />
        <Line {...line} name="phone" type="tel" isOptional />
        <Line {...line} name="vatId" isOptional />
        <Line {...line} name="responsiblePerson" hint="Named in the imprint." />
      </section>
    </div>
  )
}

function Line({ details, errors, name, hint, isOptional = false, type = 'text' }: LineProps) {
  return (
    <Field
      label={fieldLabels[name]}
      error={errors[name]}
      isOptional={isOptional}
      {...(hint === undefined ? {} : { hint })}
    >
      {(control) => <Input {...control} name={name} type={type} defaultValue={details[name]} />}
    </Field>
  )
}
