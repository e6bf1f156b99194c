/**
 * Contour lines of an imaginary pool: closed curves around one deepest point, each a little different
 * from the one outside it. The same seed gives the same pool on every screen and on the server.
 */
export type PoolShape = {
  rings: number
  /** Radius of the outermost ring in a view box of 100 by 100. */
  radius: number
  /** 0 is a circle; 1 is as ragged as stays readable. */
  roughness: number
}

/** xmur3-style mixing of the seed, then mulberry32: small, fast and the same in every engine. */
export function seededRandom(seed: string): () => number {
  let state = 0x811c9dc5
  for (let index = 0; index < seed.length; index += 1) {
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193)
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Wave = { turns: number; height: number; phase: number; drift: number }

/** Path data of the rings, outermost first. */
export function poolContours(seed: string, shape: PoolShape): string[] {
  const random = seededRandom(seed)
  const waves: Wave[] = [2, 3, 4, 5].map((turns) => ({
    turns,
    height: (shape.roughness * (0.05 + random() * 0.13)) / Math.sqrt(turns - 1),
    phase: random() * Math.PI * 2,
    drift: (random() - 0.5) * 1.1,
  }))
  const lean = random() * Math.PI * 2
  const offset = shape.radius * 0.16 * shape.roughness

  const swellAt = (angle: number, depth: number) =>
    waves.reduce(
      (sum, wave) =>
        sum + wave.height * Math.sin(wave.turns * angle + wave.phase + wave.drift * depth),
      1,
    )
  // The widest point of the outermost ring touches `radius`, so that no pool leaves its picture.
  const widest = Math.max(...steps.map((angle) => swellAt(angle, 0)))

  return Array.from({ length: shape.rings }, (_, ring) => {
    const depth = ring / shape.rings
    const centre = {
      x: 50 + Math.cos(lean) * offset * depth,
      y: 50 + Math.sin(lean) * offset * depth,
    }
    const size = (shape.radius / widest) * (1 - depth)
    return closedCurve((angle) => size * swellAt(angle, depth), centre)
  })
}

type Point = { x: number; y: number }

const pointsPerRing = 28
const steps = Array.from(
  { length: pointsPerRing },
  (_, index) => (index / pointsPerRing) * Math.PI * 2,
)

/** A smooth closed path through points on the given radius: Catmull-Rom written as cubic Béziers. */
function closedCurve(radiusAt: (angle: number) => number, centre: Point): string {
  const at = (index: number) => {
    const angle = (index / pointsPerRing) * Math.PI * 2
    const radius = radiusAt(angle)
    return { x: centre.x + Math.cos(angle) * radius, y: centre.y + Math.sin(angle) * radius }
  }
  const start = at(0)
  // Steps from one rounded point to the next, so that what was cut off does not add up on the way.
  let [x, y] = [rounded(start.x), rounded(start.y)]
  const step = (point: Point) => `${short(point.x - x)} ${short(point.y - y)}`
  let path = `M${short(x)} ${short(y)}`
  for (let index = 0; index < pointsPerRing; index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)]
    const leaving = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 }
    const arriving = { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 }
    // Each piece leaves as the one before it arrived, which the short form of a curve takes for granted.
    path += index === 0 ? `c${step(leaving)} ` : 's'
    path += `${step(arriving)} ${step(to)}`
    x = rounded(to.x)
    y = rounded(to.y)
  }
  return `${path}Z`
}

// Two decimals: finer digits may differ between engines, and React would see two different pools.
const rounded = (value: number): number => Math.round(value * 100) / 100
// A zero before the point says nothing, and there are hundreds of them on a page.
const short = (value: number): string => String(rounded(value)).replace(/^(-?)0\./, '$1.')
