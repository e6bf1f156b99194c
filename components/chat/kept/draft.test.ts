import { expect, test } from 'vitest'
import { Draft } from './draft'
import { browserStore } from './key-store'

const place = (agentId: string, threadId = 'main') => ({ agentId, threadId })

function memoryStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  }
}

test('a draft survives a reload and belongs to one conversation with one agent', () => {
  const storage = memoryStorage()
  const store = browserStore(() => storage)
  new Draft(store, place('agt_1')).write('Half a thought')
  expect(new Draft(store, place('agt_1')).read()).toBe('Half a thought')
  expect(new Draft(store, place('agt_2')).read()).toBe('')
  expect(new Draft(store, place('agt_1', 'chat-1')).read()).toBe('')
})

test('a draft that was sent leaves nothing behind', () => {
  const storage = memoryStorage()
  const draft = new Draft(
    browserStore(() => storage),
    place('agt_1'),
  )
  draft.write('Hello')
  draft.write('')
  expect(storage.length).toBe(0)
})

test('a browser that refuses storage keeps the draft for this page', () => {
  const store = browserStore(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  const draft = new Draft(store, place('agt_1'))
  draft.write('Hello')
  expect(draft.read()).toBe('Hello')
  expect(new Draft(store, place('agt_1')).read()).toBe('Hello')
})

test('a full disk loses nothing that was written before or after', () => {
  const storage = memoryStorage()
  let isFull = false
  const store = browserStore(() => ({
    ...storage,
    setItem: (key: string, value: string) => {
      if (isFull) throw new DOMException('full', 'QuotaExceededError')
      storage.setItem(key, value)
    },
  }))
  store.setItem('a', 'before')
  isFull = true
  store.setItem('a', 'after')
  expect(store.getItem('a')).toBe('after')
  isFull = false
  store.setItem('a', 'later')
  expect(storage.getItem('a')).toBe('later')
})
