import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { ownAgent, ownContext } from '../fixtures/own-agent'
import { picture } from '../fixtures/picture'
import { conversation, messagesOf, say, untilReady } from '../fixtures/steps'
import { choose, closeList, openList } from '../fixtures/threads'

// One person with one agent; each test goes on where the one before it ended.
test.describe.configure({ mode: 'serial', timeout: 600_000 })

const agent = 'Coral'
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser, baseURL }, testInfo) => {
  context = await ownContext(browser, testInfo, baseURL)
  page = await context.newPage()
  await ownAgent(page, { person: 'Mary', agent })
  await expect(messagesOf(page, agent).first()).toContainText('I am Coral', { timeout: 60_000 })
})
test.afterAll(async () => {
  await context.close()
})

test('a second conversation begins empty, has its own address and its own answers', async () => {
  await openList(page)
  await page.getByRole('button', { name: 'New conversation' }).click()
  await expect(page).toHaveURL(/\/chat\?thread=chat-/)
  await expect(page.getByRole('heading', { name: 'Coral is here' })).toBeVisible()
  await say(page, 'count to 7')
  await expect(messagesOf(page, agent)).toHaveText(/1 2 3 4 5 6 7/, { timeout: 30_000 })
  await expect(messagesOf(page, 'You')).toHaveCount(1)
})

test('an answer goes on while another conversation is shown, and a reload keeps both', async () => {
  await say(page, 'count to 150')
  const long = messagesOf(page, agent).nth(1)
  await expect(long).toContainText('1 2 3')
  await page.goBack()
  await expect(page).toHaveURL(/\/chat$/)
  await expect(messagesOf(page, 'You').first()).toContainText('Who are you?')
  await expect(conversation(page)).not.toContainText('1 2 3')
  await page.goForward()
  await expect(long).toContainText('149 150', { timeout: 30_000 })

  await page.reload()
  await untilReady(page)
  await expect(messagesOf(page, 'You')).toHaveText([/count to 7/, /count to 150/])
  await expect(messagesOf(page, agent)).toHaveCount(2)
})

test('a conversation is renamed in the list, and the name is kept', async ({
  browserName: _,
}, testInfo) => {
  const list = await openList(page)
  await choose(page, 'count to 7', 'Rename')
  const field = page.getByRole('textbox', { name: 'Name of the conversation' })
  await field.fill('Counting lessons')
  await field.press('Enter')
  await expect(list.getByRole('link', { name: /Counting lessons/ })).toBeVisible()
  await expectAccessible(page)
  await picture(page, testInfo, '7-conversations')
  await closeList(page)
  await page.reload()
  await untilReady(page)
  await expect((await openList(page)).getByRole('link', { name: /Counting lessons/ })).toBeVisible()
})

test('a deletion can be taken back, and is final when it was not', async () => {
  const list = page.getByRole('navigation', { name: 'Conversations' })
  const lessons = list.getByRole('link', { name: /Counting lessons/ })
  await choose(page, 'Counting lessons', 'Delete')
  await expect(list.getByText('Deleting “Counting lessons”')).toBeVisible()
  await list.getByRole('button', { name: 'Undo deleting Counting lessons' }).click()
  await expect(lessons).toBeVisible()

  await choose(page, 'Counting lessons', 'Delete')
  const undo = list.getByRole('button', { name: 'Undo deleting Counting lessons' })
  await expect(undo).toBeVisible()
  await expect(undo).toBeHidden({ timeout: 30_000 })
  await expect(lessons).toBeHidden()
  await closeList(page)
  await expect(page).toHaveURL(/\/chat$/)
  await expect(messagesOf(page, 'You').first()).toContainText('Who are you?')
  await page.reload()
  await untilReady(page)
  await openList(page)
  await expect(list.getByRole('link')).toHaveCount(1)
  await closeList(page)
})

/** A real picture of 96 × 64 pixels, drawn by the browser itself. */
const drawPicture = () =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(96, 64)
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('no canvas')
    pen.fillStyle = 'seagreen'
    pen.fillRect(0, 0, 96, 64)
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })

test('a pasted picture and a chosen text file go with a message, and are there after a reload', async ({
  browser,
  baseURL,
}, testInfo) => {
  const bytes = await drawPicture()
  await page.getByRole('textbox', { name: 'Message' }).evaluate((field, content) => {
    const clipboard = new DataTransfer()
    clipboard.items.add(new File([new Uint8Array(content)], 'pool.png', { type: 'image/png' }))
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
    )
  }, bytes)
  const files = page.getByRole('list', { name: 'Files for the next message' })
  await expect(files.getByText('pool.png')).toBeVisible()
  await page.locator('input[type=file]').setInputFiles([
    { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Tea\n\nTwo sugars.\n') },
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    { name: 'setup.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
  ])
  await expect(files.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('alert').filter({ hasText: '“empty.txt” is empty.' })).toBeVisible()
  await expect(page.getByText(/“setup.exe” is of a kind that cannot be sent/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Message' }).fill('Look at these')
  await page.reload()
  await untilReady(page)
  await expect(files.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Look at these')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const mine = messagesOf(page, 'You').last()
  await expect(mine).toContainText('Look at these')
  await expect(mine.getByRole('img', { name: 'pool.png' })).toBeVisible()
  await expect(mine).toContainText('notes.md')
  await expect(messagesOf(page, agent).last()).toContainText('“Look at these” and got files', {
    timeout: 60_000,
  })
  await expect(page.getByRole('button', { name: 'Stop' })).toBeHidden({ timeout: 30_000 })
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('')
  await picture(page, testInfo, '8-attachments')

  await page.reload()
  await untilReady(page)
  await expect(mine).toHaveText(/Look at these/)
  await expect(mine).not.toContainText('media')
  await expect(mine.getByRole('img', { name: 'pool.png' })).toBeVisible()
  await expect(mine).toContainText('notes.md')
  const width = await mine
    .getByRole('img', { name: 'pool.png' })
    .evaluate((image: HTMLImageElement) => image.naturalWidth)
  expect(width).toBe(96)

  // Another device has the session and nothing that this browser keeps: the picture comes from the agent.
  const other = await ownContext(browser, testInfo, baseURL)
  await other.addCookies(await context.cookies())
  const elsewhere = await other.newPage()
  await elsewhere.goto(page.url())
  const shown = messagesOf(elsewhere, 'You').last().getByRole('img', { name: 'Picture' })
  await expect(shown).toHaveJSProperty('naturalWidth', 96)
  await other.close()
})
