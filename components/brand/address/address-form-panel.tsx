'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { errorsOf, type FormErrors, textOf } from '@/components/account/form-errors'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/form/checkbox'
import { Field } from '@/components/ui/form/field'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'
import { Input } from '@/components/ui/form/input'
import { AddressInput } from '@/server/domain/brand/input'
import type { RouterOutputs } from '@/server/trpc/root'

type AddressFormPanelProps = { site: RouterOutputs['brand']['address'] }

export function AddressFormPanel({ site }: AddressFormPanelProps) {
  const api = useTRPC()
  const queries = useQueryClient()
  const proxyId = useId()
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<FormErrors>({})
  const [isBehindProxy, setBehindProxy] = useState(site.isBehindProxy)
  const change = useMutation(
    api.brand.changeAddress.mutationOptions({
      onSuccess: (saved) => queries.setQueryData(api.brand.address.queryKey(), saved),
    }),
  )

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const address = textOf(new FormData(event.currentTarget), 'address')
    const parsed = AddressInput.safeParse({ address, isBehindProxy })
    flushSync(() => setErrors(parsed.success ? {} : errorsOf(parsed.error, {})))
    if (parsed.success) return change.mutate({ address, isBehindProxy })
    if (form.current !== null) focusFirstInvalid(form.current)
  }
  return (
    <form ref={form} noValidate onSubmit={submit} className="grid justify-items-start gap-6">
      <Field
        label="Public address"
        error={errors['address']}
        hint={`Empty, the site goes by ${site.startAddress}, which it was started with.`}
        className="w-full"
      >
        {(control) => (
          <Input
            {...control}
            name="address"
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://agents.example.com"
            defaultValue={site.address ?? ''}
          />
        )}
      </Field>
      <div className="flex items-start gap-3">
        <Checkbox
          id={proxyId}
          aria-describedby={`${proxyId}-why`}
          checked={isBehindProxy}
          onCheckedChange={(checked) => setBehindProxy(checked === true)}
          className="mt-0.5"
        />
        <div className="grid gap-1">
          <label htmlFor={proxyId} className="font-medium">
            A reverse proxy on this server stands in front
          </label>
          <p id={`${proxyId}-why`} className="text-sm text-ink-soft">
            Then Rockpool believes its X-Forwarded-For and X-Forwarded-Host, so that the limit of
            sign-in attempts counts visitors and not the proxy. Leave it off for a tunnel that
            passes bytes on unread: anybody could lie through it.
          </p>
        </div>
      </div>
      {change.isError && (
        <Alert tone="problem" title="The address is not saved" className="w-full">
          {readRefusal(change.error).sentence} What you typed is still in the form.
        </Alert>
      )}
      {change.isSuccess && (
        <Alert tone="good" className="w-full">
          Saved. Links in feeds, search results and mail begin with{' '}
          {change.data.address ?? change.data.startAddress} from now on.
        </Alert>
      )}
      <Button type="submit" variant="primary" isBusy={change.isPending}>
        Save the address
      </Button>
    </form>
  )
}
