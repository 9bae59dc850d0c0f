import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cursorOf, positionOf } from './cursors.ts'

it('a cursor gives its position back, to its own list alone', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (list, position) => {
      expect(positionOf(list, cursorOf(list, position))).toBe(position)
      expect(() => positionOf(`${list}x`, cursorOf(list, position))).toThrow('cursor-invalid')
    }),
  )
})

it('what is no cursor is refused', () => {
  for (const text of ['', 'abc', '%00', 'ZW50cmllcyAx=', Buffer.from('journal -1').toString('base64url')])
    expect(() => positionOf('journal', text)).toThrow('cursor-invalid')
  expect(positionOf('journal', undefined)).toBe(0)
})
