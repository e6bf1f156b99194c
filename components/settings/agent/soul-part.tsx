import { Lock } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { RoomPart } from '../room'

type SoulPartProps = { soul: string }

export function SoulPart({ soul }: SoulPartProps) {
  return (
    <RoomPart
      id="soul-title"
      title={
        <>
          Soul
          <Badge>
            <Lock aria-hidden /> Set by whoever runs this site
          </Badge>
        </>
      }
      lead="Limits that hold for every agent here, whatever is written above."
    >
      <pre className="overflow-x-auto rounded-md bg-sunken p-4 font-mono text-sm leading-relaxed whitespace-pre-wrap">
        {soul.trim()}
      </pre>
    </RoomPart>
  )
}
