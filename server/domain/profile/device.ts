import Bowser from 'bowser'

export interface Device {
  /** Such as "Firefox on Linux". Browsers say what they like about themselves. */
  name: string
  kind: 'desktop' | 'phone' | 'tablet' | 'unknown'
}

const kinds: Readonly<Record<string, Device['kind']>> = {
  desktop: 'desktop',
  mobile: 'phone',
  tablet: 'tablet',
}

/** What a person recognises a sign-in by. */
export function deviceOf(userAgent: string | null): Device {
  if (userAgent === null || userAgent.trim() === '')
    return { name: 'Unknown device', kind: 'unknown' }
  const { browser, os, platform } = Bowser.parse(userAgent)
  const parts = [browser.name, os.name].filter((part) => part !== undefined && part !== '')
  return {
    name: parts.length === 0 ? 'Unknown device' : parts.join(' on '),
    kind: kinds[platform.type ?? ''] ?? 'unknown',
  }
}
