import { expect, test } from 'vitest'
import { Environment } from '@/agent-host/config'
import { builtDrivers } from './driver-names'

test('the page calls built exactly what agent-host can be told to use', () => {
  const chosen = Environment.shape.ROCKPOOL_DRIVER.unwrap().options
  expect([...builtDrivers].sort()).toEqual(chosen.filter((name) => name !== 'auto').sort())
})
