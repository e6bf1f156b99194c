import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { workspaceFile } from '../fixtures/machine-of'
import { ownAgent, ownContext } from '../fixtures/own-agent'
import { picture } from '../fixtures/picture'
import { agentIdOf, messagesOf, say, untilReady } from '../fixtures/steps'

// One person with one agent; each test goes on where the one before it ended.
test.describe.configure({ mode: 'serial', timeout: 600_000 })

const agent = 'Limpet'
let context: BrowserContext
let page: Page
let agentId: string

test.beforeAll(async ({ browser, baseURL }, testInfo) => {
  context = await ownContext(browser, testInfo, baseURL)
  page = await context.newPage()
  await ownAgent(page, { person: 'Jane', agent })
  await expect(messagesOf(page, agent).first()).toContainText('I am Limpet', { timeout: 60_000 })
  agentId = await agentIdOf(page)
})
test.afterAll(async () => {
  await context.close()
})

const question = () => page.getByRole('region', { name: 'Limpet asks for permission' }).last()
const isThere = (name: string) =>
  workspaceFile(agentId, name).then(
    () => true,
    () => false,
  )

async function makeFile(name: string): Promise<void> {
  await say(page, `write a file ${name}`)
  await expect.poll(() => isThere(name), { timeout: 30_000 }).toBe(true)
  await expect(messagesOf(page, agent).last()).toContainText('what came back', { timeout: 30_000 })
}

test('a command that only reads runs without a question', async () => {
  await makeFile('notes.txt')
  await say(page, 'list my files')
  await expect(messagesOf(page, agent).last()).toContainText('notes.txt', { timeout: 30_000 })
  await expect(question()).toHaveCount(0)
  await expect(messagesOf(page, agent).last()).toContainText('Ran a command')
})

test('a command that deletes waits for a person, also across a reload, and runs when allowed', async ({
  browserName: _,
}, testInfo) => {
  await say(page, 'delete notes.txt')
  await expect(question()).toContainText('rm notes.txt', { timeout: 30_000 })
  await expect(question()).toContainText('its workspace')
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeEditable()
  await picture(page, testInfo, '9-approval')
  await expectAccessible(page)

  await page.reload()
  await untilReady(page)
  await expect(question()).toContainText('rm notes.txt')
  expect(await isThere('notes.txt')).toBe(true)
  await question().getByRole('button', { name: 'Allow once' }).press('Enter')
  await expect(question()).toContainText('You allowed this once.')
  await expect.poll(() => isThere('notes.txt'), { timeout: 30_000 }).toBe(false)
  await expect(messagesOf(page, agent).last()).toContainText('what came back', { timeout: 30_000 })
})

test('a command that is denied is not run, and the agent is told', async () => {
  await makeFile('keep.txt')
  await say(page, 'delete keep.txt')
  await expect(question()).toContainText('rm keep.txt', { timeout: 30_000 })
  await question().getByRole('button', { name: 'Deny' }).click()
  await expect(question()).toContainText('You denied this. It was not run.')
  await expect(messagesOf(page, agent).last()).toContainText(/denied/i, { timeout: 30_000 })
  expect(await isThere('keep.txt')).toBe(true)
})

test('what waits in another conversation is announced, and answered from another window', async () => {
  await say(page, 'delete keep.txt')
  await expect(question()).toContainText('rm keep.txt', { timeout: 30_000 })
  const second = await context.newPage()
  await second.goto('/chat?thread=chat-elsewhere')
  await untilReady(second)
  const elsewhere = second
    .getByRole('button', { name: 'Conversations: one waits for your answer' })
    .or(second.getByRole('link', { name: /Waits for your answer/ }))
  await expect(elsewhere).toBeVisible()
  await second.goto('/chat')
  const there = second.getByRole('region', { name: 'Limpet asks for permission' }).last()
  await there.getByRole('button', { name: 'Allow once' }).click()
  await expect(question()).toContainText('allowed once, in another place')
  await expect.poll(() => isThere('keep.txt'), { timeout: 30_000 }).toBe(false)
  await second.close()
})
