import { expect, it } from 'vitest'
import { useWorld } from '@/server/testing/world'
import { listWalls } from '.'

const world = useWorld()

it('the walls are unknown until a host has reported, and then what it reported', async () => {
  expect(await listWalls(world.ctx())).toEqual({ drivers: [] })
  await world.hear()
  expect(await listWalls(world.ctx())).toEqual({ drivers: [world.host.snapshot().driver] })
})
