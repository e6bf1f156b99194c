import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { Anemone } from '@/components/ui/rings/anemone'

type Basin = { x: number; width: number; depth: number; isYours: boolean }

const basins: Basin[] = [
  { x: 190, width: 150, depth: 120, isYours: false },
  { x: 378, width: 236, depth: 190, isYours: true },
  { x: 652, width: 140, depth: 105, isYours: false },
]
const waterLine = 178
const channel = { top: 436, bottom: 480 }

/** A bowl in the rock, drawn from its left lip to its right one. */
const bowl = ({ x, width, depth }: Basin, inset: number): string => {
  const [left, right, top] = [x + inset, x + width - inset, waterLine + inset * 0.9]
  const [floor, span] = [waterLine + depth - inset * 0.75, right - left]
  const drop = floor - top
  return `M${left} ${top}C${left - 2} ${top + drop * 0.78} ${left + span * 0.14} ${floor} ${left + span * 0.47} ${floor}S${right + 5} ${top + drop * 0.82} ${right} ${top}Z`
}

/** The machines of one server as pools in one rock, and the two ways that lead to each. */
export function ShoreSection({ className }: { className?: string }) {
  const t = useTranslations('shore')
  return (
    <svg
      viewBox="0 0 980 560"
      role="img"
      aria-labelledby="shore-title shore-text"
      className={cn('font-sans', className)}
    >
      <title id="shore-title">{t('title')}</title>
      <desc id="shore-text">{t('text')}</desc>
      <Rock />
      {basins.map((basin) => (
        <Pool key={basin.x} basin={basin} />
      ))}
      <Channel />
      <Ends />
      <Mark number={1} x={118} y={channel.top + 22} />
      <Mark number={2} x={496} y={404} />
      <Mark number={3} x={378} y={262} />
      <Mark number={4} x={554} y={222} />
      <Mark number={5} x={862} y={channel.top + 22} />
      <Mark number={6} x={722} y={222} />
    </svg>
  )
}

function Rock() {
  return (
    <>
      <path
        d="M0 236C40 226 70 214 104 196S160 170 190 178L340 178C346 158 370 154 378 178L614 178C622 154 644 158 652 178L792 178C830 166 866 196 894 216S950 236 980 240V560H0Z"
        className="fill-slate-deep"
      />
      <g fill="none" className="stroke-slate-line" strokeWidth="1.2">
        <path d="M20 300C110 270 140 320 170 360S330 392 372 400 560 418 640 372 800 330 850 300 940 286 960 290" />
        <path
          d="M16 348C90 330 120 372 160 396S330 420 372 424 600 436 660 402 812 372 860 346 930 338 964 340"
          strokeDasharray="5 6"
        />
        <path d="M20 516C160 506 300 526 480 518S800 508 960 520" strokeDasharray="5 6" />
      </g>
    </>
  )
}

function Pool({ basin }: { basin: Basin }) {
  const centre = basin.x + basin.width / 2
  return (
    <g opacity={basin.isYours ? 1 : 0.62}>
      <path
        d={`M${centre} ${waterLine + basin.depth - 4}V${channel.top}`}
        className={basin.isYours ? 'stroke-glass-on-slate' : 'stroke-slate-line'}
        strokeWidth={basin.isYours ? 5 : 4}
      />
      {[0, 15, 32, 52].map((inset, index) => (
        <path
          key={inset}
          d={bowl(basin, inset)}
          className={cn(
            index === 0 && 'stroke-glass-on-slate',
            [
              'fill-[oklch(0.42_0.062_200)]',
              'fill-[oklch(0.365_0.056_206)]',
              'fill-[oklch(0.31_0.05_213)]',
              'fill-[oklch(0.255_0.042_222)]',
            ][index],
          )}
          strokeWidth={index === 0 ? (basin.isYours ? 3 : 1.5) : 0}
        />
      ))}
      {basin.isYours ? (
        <Anemone x={centre} y={waterLine + 118} size={44} />
      ) : (
        <circle
          cx={centre}
          cy={waterLine + basin.depth * 0.58}
          r="13"
          fill="none"
          className="stroke-on-slate-soft"
          strokeWidth="2"
          strokeDasharray="3 4"
        />
      )}
    </g>
  )
}

function Channel() {
  const t = useTranslations('shore')
  return (
    <>
      <path
        d={`M118 ${channel.top}H862A22 22 0 0 1 862 ${channel.bottom}H118A22 22 0 0 1 118 ${channel.top}Z`}
        className="fill-slate stroke-on-slate-soft"
        strokeWidth="1.5"
      />
      <text
        x="300"
        y={channel.top + 29}
        textAnchor="middle"
        className="fill-on-slate text-[1.9rem] font-semibold sm:text-[1.25rem]"
      >
        {t('host')}
      </text>
    </>
  )
}

function Ends() {
  const t = useTranslations('shore')
  return (
    <>
      <g fill="none" className="stroke-on-slate-soft" strokeWidth="2.5">
        <path d={`M118 ${channel.top}C118 330 62 300 62 132`} />
        <path d={`M862 ${channel.top}C862 330 918 300 918 132`} strokeDasharray="8 7" />
      </g>
      <g className="fill-on-slate text-[2.1rem] font-semibold sm:text-[1.25rem]">
        <text x="36" y="112">
          {t('browser')}
        </text>
        <text x="944" y="112" textAnchor="end">
          {t('provider')}
        </text>
        <text x="496" y="146" textAnchor="middle">
          {t('machine')}
        </text>
      </g>
    </>
  )
}

type MarkProps = { number: number; x: number; y: number }

function Mark({ number, x, y }: MarkProps) {
  return (
    <g transform={`translate(${x} ${y})`}>
      {/* A phone shows the drawing at two fifths of its size; the numbers must stay readable. */}
      <g className="scale-140 sm:scale-100">
        <circle r="19" className="fill-slate-deep stroke-glass-on-slate" strokeWidth="2" />
        <text
          y="7.5"
          textAnchor="middle"
          className="fill-on-slate text-[1.35rem] font-semibold tabular-nums"
        >
          {number}
        </text>
      </g>
    </g>
  )
}
