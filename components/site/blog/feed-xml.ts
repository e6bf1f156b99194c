/** One article as a reader of feeds shows it. */
export interface FeedItem {
  title: string
  summary: string
  /** The whole address. */
  url: string
  day: string
}

export interface Feed {
  title: string
  description: string
  language: string
  url: string
  /** Where this very feed is. */
  selfUrl: string
  items: FeedItem[]
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

const itemXml = ({ title, summary, url, day }: FeedItem): string => `    <item>
      <title>${escape(title)}</title>
      <link>${escape(url)}</link>
      <guid>${escape(url)}</guid>
      <pubDate>${new Date(day).toUTCString()}</pubDate>
      <description>${escape(summary)}</description>
    </item>`

/** RSS 2.0, with the link to itself that readers ask for. */
export const feedXml = (feed: Feed): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${escape(feed.title)}</title>
    <link>${escape(feed.url)}</link>
    <description>${escape(feed.description)}</description>
    <language>${feed.language}</language>
    <atom:link href="${escape(feed.selfUrl)}" rel="self" type="application/rss+xml"/>
${feed.items.map(itemXml).join('\n')}
  </channel>
</rss>
`
