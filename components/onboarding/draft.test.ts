import { expect, test } from 'vitest'
import { createDraftStore, emptyDraft } from './draft'
import { noAnswers } from './questions'

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

const draft = { step: 2, answers: { ...noAnswers, name: 'Limpet' } }

test('answers survive a reload', () => {
  const storage = memoryStorage()
  createDraftStore('agt_1', () => storage).write(draft)
  expect(createDraftStore('agt_1', () => storage).read()).toEqual(draft)
})

test('answers for one agent never show up for another', () => {
  const storage = memoryStorage()
  createDraftStore('agt_1', () => storage).write(draft)
  expect(createDraftStore('agt_2', () => storage).read()).toEqual(emptyDraft)
})

test('answers that were sent are gone after a reload', () => {
  const storage = memoryStorage()
  const store = createDraftStore('agt_1', () => storage)
  store.write(draft)
  store.clear()
  expect(createDraftStore('agt_1', () => storage).read()).toEqual(emptyDraft)
})

test('a browser that refuses storage keeps the answers for this page', () => {
  const store = createDraftStore('agt_1', () => {
    throw new DOMException('denied', 'SecurityError')
  })
  store.write(draft)
  expect(store.read()).toEqual(draft)
})

test('a stored draft that is not ours reads as empty', () => {
  const storage = memoryStorage()
  for (const text of ['{', 'null', '{"step":9,"answers":{}}']) {
    storage.setItem('rockpool.welcome.agt_1', text)
    expect(createDraftStore('agt_1', () => storage).read()).toEqual(emptyDraft)
  }
})

test('reading twice gives the same object, or React would draw forever', () => {
  const store = createDraftStore('agt_1', memoryStorage)
  expect(store.read()).toBe(store.read())
})
