'use client'
import { usePathname } from 'next/navigation'
import { PlaceLink } from '@/components/shell/place-link'
import { isPlace, operatorPlaces } from './places'

/** The operator's places at the side of a wide screen. A phone has one way in and the places above each page. */
export function OperateNav() {
  const path = usePathname()
  return (
    <nav aria-labelledby="operate" className="hidden gap-1 pb-4 md:grid">
      <p id="operate" className="px-3 pb-1 text-xs font-semibold text-ink-soft">
        Operate
      </p>
      <ul className="grid">
        {operatorPlaces.map((place) => (
          <li key={place.href}>
            <PlaceLink {...place} isHere={isPlace(path, place.href)} />
          </li>
        ))}
      </ul>
    </nav>
  )
}
