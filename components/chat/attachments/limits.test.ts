import { describe, expect, test } from 'vitest'
import { judge, kindOf, mostFiles, mostMessageBytes, mostPictureBytes } from './limits'

/** A file of any size that holds nothing. */
function sized(name: string, size: number, type = 'text/plain'): File {
  const file = new File(['x'], name, { type })
  Object.defineProperty(file, 'size', { value: size })
  return file
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => sized(`${index}.txt`, 10))

describe('what may go with a message', () => {
  test('pictures keep their type, and everything that holds text is text', () => {
    expect(kindOf({ name: 'cat.png', type: 'image/png' })).toBe('image/png')
    expect(kindOf({ name: 'cat.JPG', type: '' })).toBe('image/jpeg')
    expect(kindOf({ name: 'main.ts', type: 'video/mp2t' })).toBe('text/plain')
    expect(kindOf({ name: 'list.csv', type: 'application/vnd.ms-excel' })).toBe('text/plain')
    expect(kindOf({ name: 'setup.exe', type: 'application/x-msdownload' })).toBeNull()
    expect(kindOf({ name: 'photo.heic', type: 'image/heic' })).toBeNull()
  })

  test('the eleventh file is left out and the ten others stay', () => {
    const { accepted, problems } = judge(many(mostFiles + 3), [])
    expect(accepted).toHaveLength(mostFiles)
    expect(problems).toEqual([expect.stringContaining('can hold 10 files')])
  })

  test.each([
    ['empty', sized('notes.txt', 0), 'is empty'],
    ['of an unknown kind', sized('setup.exe', 10, 'application/x-msdownload'), 'cannot be sent'],
    ['a large picture', sized('cat.png', mostPictureBytes + 1, 'image/png'), 'make it smaller'],
    ['a large text', sized('all.log', mostMessageBytes + 1), 'A file can have 14 MB'],
  ])('a file that is %s is refused with a reason', (_what, file, reason) => {
    const { accepted, problems } = judge([file], [])
    expect(accepted).toEqual([])
    expect(problems).toEqual([expect.stringContaining(reason)])
  })

  test('files are refused when they would be too much together', () => {
    const { accepted } = judge([sized('a.txt', 9_000_000)], [])
    const { problems } = judge([sized('b.txt', 9_000_000)], accepted)
    expect(problems).toEqual([expect.stringContaining('does not fit any more')])
  })

  test('one bad file does not take the good ones with it', () => {
    const { accepted } = judge([sized('a.txt', 5), sized('b.txt', 0), sized('c.md', 5, '')], [])
    expect(accepted.map((file) => file.name)).toEqual(['a.txt', 'c.md'])
  })
})
