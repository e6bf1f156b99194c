'use client'
import { Search, X } from 'lucide-react'
import { type FormEvent, useId } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/form/input'

type SearchFormProps = {
  label: string
  hint: string
  value: string
  onSearch: (value: string) => void
}

/** Asks when it is told to, not with every letter. */
export function SearchForm({ label, hint, value, onSearch }: SearchFormProps) {
  const id = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget).get('search')
    onSearch(typeof entered === 'string' ? entered.trim() : '')
  }
  return (
    <search>
      <form onSubmit={submit} className="flex max-w-xl gap-2">
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <Input
          // A search that came with the address, or was taken back, stands in the field too.
          key={value}
          id={id}
          name="search"
          type="search"
          defaultValue={value}
          placeholder={hint}
          autoComplete="off"
        />
        <Button type="submit" variant="outline">
          <Search aria-hidden />
          <span className="sr-only sm:not-sr-only">Search</span>
        </Button>
        {value !== '' && (
          <Button
            variant="ghost"
            size="icon"
            aria-label="Search for all"
            onClick={() => onSearch('')}
          >
            <X aria-hidden />
          </Button>
        )}
      </form>
    </search>
  )
}
