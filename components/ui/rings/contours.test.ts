import { expect, test } from 'vitest'
import { poolContours } from './contours'

const shape = { rings: 5, radius: 44, roughness: 1 }
const numbers = (path: string) => path.match(/-?(?:\d+(?:\.\d+)?|\.\d+)/g)?.map(Number) ?? []

type Point = { x: number; y: number }

/** The points a path passes through, each piece written as steps from the one before; and those that bend it. */
function pointsOf(path: string): { corners: Point[]; bends: Point[] } {
  const [start = '', ...curves] = path.replace('Z', '').split(/[cs]/)
  const [x = Number.NaN, y = Number.NaN] = numbers(start)
  const corners = [{ x, y }]
  const bends: Point[] = []
  for (const curve of curves) {
    const from = corners.at(-1) ?? { x, y }
    const steps = numbers(curve)
    const points: Point[] = []
    for (let at = 0; at < steps.length; at += 2) {
      points.push({ x: from.x + (steps[at] ?? 0), y: from.y + (steps[at + 1] ?? 0) })
    }
    const to = points.pop()
    if (to !== undefined) corners.push(to)
    bends.push(...points)
  }
  return { corners, bends }
}

/** Counts the edges that a ray to the right crosses. */
function isInside(point: Point, polygon: Point[]): boolean {
  let crossings = 0
  for (const [index, from] of polygon.entries()) {
    const to = polygon[(index + 1) % polygon.length] ?? from
    if (from.y > point.y === to.y > point.y) continue
    const x = from.x + ((point.y - from.y) / (to.y - from.y)) * (to.x - from.x)
    if (x > point.x) crossings += 1
  }
  return crossings % 2 === 1
}

test('the same agent has the same rings everywhere', () => {
  expect(poolContours('agt_1', shape)).toEqual(poolContours('agt_1', shape))
})

test('two agents have different rings', () => {
  expect(poolContours('agt_1', shape)).not.toEqual(poolContours('agt_2', shape))
})

test('a pool of any seed stays inside its picture', () => {
  for (let index = 0; index < 500; index += 1) {
    const values = poolContours(`agt_${index}`, shape).flatMap((path) => {
      const { corners, bends } = pointsOf(path)
      return [...corners, ...bends].flatMap(({ x, y }) => [x, y])
    })
    expect(Math.min(...values)).toBeGreaterThan(0)
    expect(Math.max(...values)).toBeLessThan(100)
  }
})

test('contour lines of one pool never cross', () => {
  for (let index = 0; index < 500; index += 1) {
    const rings = poolContours(`agt_${index}`, shape).map((path) => pointsOf(path).corners)
    for (const [depth, outer] of rings.entries()) {
      const inner = rings[depth + 1]
      if (inner === undefined) continue
      expect(inner.every((point) => isInside(point, outer))).toBe(true)
    }
  }
})

test('a pool without roughness is round', () => {
  const [outer] = poolContours('round', { rings: 1, radius: 40, roughness: 0 })
  expect(outer).toMatch(/^M90 50c/)
  for (const { x, y } of pointsOf(outer ?? '').corners) {
    expect(Math.hypot(x - 50, y - 50)).toBeCloseTo(40, 1)
  }
})
