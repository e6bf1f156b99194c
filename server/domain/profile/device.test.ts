import { describe, expect, it } from 'vitest'
import { deviceOf } from './device'

describe('a device', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      { name: 'Firefox on Linux', kind: 'desktop' },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      { name: 'Safari on iOS', kind: 'phone' },
    ],
    ['curl/8.5.0', { kind: 'unknown' }],
    ['', { name: 'Unknown device', kind: 'unknown' }],
    [null, { name: 'Unknown device', kind: 'unknown' }],
  ])('that calls itself %j is recognised, or honestly unknown', (userAgent, device) => {
    expect(deviceOf(userAgent)).toMatchObject(device)
  })
})
