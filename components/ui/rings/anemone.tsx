'use client'
import { seededRandom } from './contours'

type AnemoneProps = { x: number; y: number; size: number }

const rows = [
  { count: 26, from: 0.34, to: 1, width: 0.082, className: 'stroke-coral-deep' },
  { count: 19, from: 0.24, to: 0.74, width: 0.086, className: 'stroke-coral' },
  { count: 11, from: 0.12, to: 0.44, width: 0.09, className: 'stroke-coral-deep' },
]

type Row = (typeof rows)[number]

// Two decimals, so that the server and every browser write the same path.
const short = (value: number): string => value.toFixed(2)

/** One row of tentacles as one path: each on its own would be an element for the browser to look after. */
function tentacles(row: Row, random: () => number): string {
  return Array.from({ length: row.count }, (_, index) => {
    const angle = ((index + random() * 0.6) / row.count) * Math.PI * 2
    const bend = angle + (random() - 0.5) * 0.7
    const reach = row.to * (0.84 + random() * 0.16)
    const start = `${short(Math.cos(angle) * row.from)} ${short(Math.sin(angle) * row.from)}`
    const middle = `${short(Math.cos(bend) * reach * 0.72)} ${short(Math.sin(bend) * reach * 0.72)}`
    const end = `${short(Math.cos(angle) * reach)} ${short(Math.sin(angle) * reach)}`
    return `M${start}Q${middle} ${end}`
  }).join('')
}

/** The agent, seen from above. It moves a little, because it is alive. Drawn again by a browser, not sent twice. */
export function Anemone({ x, y, size }: AnemoneProps) {
  const random = seededRandom('anemone')
  return (
    <g transform={`translate(${x} ${y}) scale(${size})`} fill="none" strokeLinecap="round">
      {rows.map((row, rowIndex) => (
        <g
          key={row.count}
          className={`${row.className} origin-center animate-sway`}
          style={{ animationDelay: `${rowIndex * -2.3}s`, transformBox: 'fill-box' }}
        >
          <path d={tentacles(row, random)} strokeWidth={row.width} />
        </g>
      ))}
      <circle r="0.13" stroke="none" className="fill-on-coral" opacity="0.55" />
    </g>
  )
}
