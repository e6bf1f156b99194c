import { describe, expect, it } from 'vitest'
import { locales } from '../../i18n/locales'
import { renderSettings, settingGroups } from './settings-reference'
import { purposes } from './settings-words'

describe('the reference of settings', () => {
  it.each(locales)(
    'in %s is what the programs read today; npm run docs:settings writes it',
    async (locale) => {
      await expect(renderSettings(locale)).toMatchFileSnapshot(
        `../../content/docs/${locale}/settings.mdx`,
      )
    },
  )

  it('knows what the starter reads, with its defaults', () => {
    const start = settingGroups.start()
    expect(start.find(({ name }) => name === 'PORT')).toMatchObject({ default: '3000' })
    expect(start.map(({ name }) => name)).toContain('ROCKPOOL_PUBLIC_URL')
  })

  it('tells what is required from what has a default', () => {
    const server = settingGroups.server()
    expect(server.find(({ name }) => name === 'DATABASE_URL')).toMatchObject({ isRequired: true })
    expect(server.find(({ name }) => name === 'ROCKPOOL_LOG_LEVEL')).toMatchObject({
      isRequired: false,
      default: 'info',
      options: ['trace', 'debug', 'info', 'warn', 'error'],
    })
  })

  it('describes no variable that nobody reads', () => {
    const read = new Set(
      Object.values(settingGroups).flatMap((group) => group().map(({ name }) => name)),
    )
    expect(Object.keys(purposes).filter((name) => !read.has(name))).toEqual([])
  })
})
