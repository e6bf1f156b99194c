'use client'
import { RadioCard, RadioCards } from '@/components/ui/form/radio-cards'

export type CurrentModel = { kind: 'demo' | 'provider'; name: string }

type ModelChoiceProps = {
  model: CurrentModel | null
  hasProvider: boolean
  onChange: (hasProvider: boolean) => void
}

export function ModelChoice({ model, hasProvider, onChange }: ModelChoiceProps) {
  const keeps = model?.kind === 'provider' ? `Keep ${model.name}` : 'Go on with the demo model'
  return (
    <RadioCards
      aria-labelledby="model-title"
      value={hasProvider ? 'provider' : 'keep'}
      onValueChange={(value) => onChange(value === 'provider')}
      className="sm:grid-cols-2"
    >
      <RadioCard value="keep" aria-label={keeps}>
        <span className="font-semibold">{keeps}</span>
      </RadioCard>
      <RadioCard value="provider" aria-label="Connect a provider now">
        <span className="font-semibold">Connect a provider now</span>
      </RadioCard>
    </RadioCards>
  )
}
