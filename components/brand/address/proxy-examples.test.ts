import { expect, test } from 'vitest'
import { caddyfile, isOpenToAll, nginxLocation, upstreamOf } from './proxy-examples'

test.each([
  ['127.0.0.1:3000', '127.0.0.1:3000', false],
  ['localhost:3000', '127.0.0.1:3000', false],
  ['0.0.0.0:8080', '127.0.0.1:8080', true],
  [':::8080', '127.0.0.1:8080', true],
  ['10.0.0.4:3000', '10.0.0.4:3000', true],
])('a front on %s is reached at %s', (listensOn, upstream, isOpen) => {
  expect([upstreamOf(listensOn), isOpenToAll(listensOn)]).toEqual([upstream, isOpen])
})

test('the examples lead to the front by the name that people type', () => {
  expect(caddyfile('agents.example.com', '0.0.0.0:3000')).toBe(
    'agents.example.com {\n    reverse_proxy 127.0.0.1:3000\n}',
  )
  expect(nginxLocation('127.0.0.1:3000')).toContain('proxy_pass http://127.0.0.1:3000;')
})
