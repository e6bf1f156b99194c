import { beforeEach, describe, expect, test } from 'vitest'
import { settle } from '../fake-clock'
import { FakeFiles } from './fake-files'
import { Shelf } from './shelf'
import { Tray } from './tray'

const notes = () => new File(['tea'], 'notes.txt', { type: 'text/plain' })
const names = (tray: Tray) => tray.view().files.map((file) => file.name)

let store: FakeFiles
let tray: Tray

/** The same browser, a new page. */
const openPage = () => new Tray(new Shelf(store, async () => null), 'main')

beforeEach(() => {
  store = new FakeFiles()
  tray = openPage()
})

describe('files that were chosen', () => {
  test('are there again after a reload, until they are sent', async () => {
    tray.add([notes()])
    await settle()
    tray = openPage()
    await tray.restore()
    expect(names(tray)).toEqual(['notes.txt'])
    expect(tray.take()).toHaveLength(1)
    await settle()
    tray = openPage()
    await tray.restore()
    expect(names(tray)).toEqual([])
  })

  test('that the browser cannot keep can be sent, and the page says that a reload loses them', async () => {
    store.isFull = true
    tray.add([notes()])
    await settle()
    expect(names(tray)).toEqual(['notes.txt'])
    expect(tray.view().isKept).toBe(false)
  })

  test('stay when another one is refused', () => {
    tray.add([notes()])
    tray.add([new File([], 'empty.txt')])
    expect(names(tray)).toEqual(['notes.txt'])
    expect(tray.view().problems).toEqual(['“empty.txt” is empty.'])
  })

  test('are not replaced by what an earlier page left', async () => {
    tray.add([notes()])
    await settle()
    tray = openPage()
    tray.add([new File(['b'], 'b.txt')])
    await tray.restore()
    expect(names(tray)).toEqual(['b.txt'])
  })
})
