import { expect, test } from 'vitest'
import { readSettings } from './settings'

const read = (env: Record<string, string> = {}, args: string[] = []) =>
  readSettings('/srv/pool', args, env)

test('without anything set it keeps its own things and listens on this computer only', () => {
  expect(read()).toMatchObject({
    home: '/srv/pool/.rockpool',
    imagesDir: '/srv/pool/.rockpool/images',
    isDevelopment: false,
    listen: { host: '127.0.0.1', port: 3000 },
    publicUrl: undefined,
    databaseUrl: undefined,
  })
})

test('images may be shared by two homes', () => {
  expect(read({ ROCKPOOL_HOME: '/data', ROCKPOOL_IMAGES_DIR: '/images' })).toMatchObject({
    home: '/data',
    imagesDir: '/images',
  })
})

test.each(['x', '-1', '70000', '3000.5'])('PORT=%s is refused with an example', (port) => {
  expect(() => read({ PORT: port })).toThrow(`PORT is "${port}"`)
})

test.each(['pool.example', 'ftp://pool.example', 'https://pool.example/app'])(
  'ROCKPOOL_PUBLIC_URL=%s is refused',
  (url) => {
    expect(() => read({ ROCKPOOL_PUBLIC_URL: url })).toThrow('not the address of a site')
  },
)

test('the public address loses its last slash', () => {
  const settings = read({ ROCKPOOL_PUBLIC_URL: 'https://pool.example/' })
  expect(settings.publicUrl).toBe('https://pool.example')
})

test('an argument that nobody knows is refused', () => {
  expect(() => read({}, ['--fast'])).toThrow('"--fast" is not known here.')
})
