import { expect, test } from 'vitest'
import { feedXml } from './feed-xml'

test('a feed names itself, its articles and their days, and cannot be broken by a title', () => {
  const xml = feedXml({
    title: 'Rockpool',
    description: 'How it is built',
    language: 'de',
    url: 'https://pool.example/de/blog',
    selfUrl: 'https://pool.example/de/blog/feed.xml',
    items: [
      {
        title: 'Salt & <water>',
        summary: 'Both "halves".',
        url: 'https://pool.example/de/blog/salt',
        day: '2026-11-21',
      },
    ],
  })
  expect(xml).toContain('<language>de</language>')
  expect(xml).toContain('href="https://pool.example/de/blog/feed.xml" rel="self"')
  expect(xml).toContain('<title>Salt &amp; &lt;water&gt;</title>')
  expect(xml).toContain('<description>Both &quot;halves&quot;.</description>')
  expect(xml).toContain('<pubDate>Sat, 21 Nov 2026 00:00:00 GMT</pubDate>')
})
