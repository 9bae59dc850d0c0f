import { expect, it } from 'vitest'
import { withoutProvision } from '../../rulebook/altered-pack.ts'
import { listReport } from './late.ts'
import { sourceOf, tinyPack } from './testing/tiny.ts'

const lateOn = (pack: ReturnType<typeof tinyPack>, on: string) =>
  listReport(sourceOf(pack, on))?.late.map(({ id, state }) => `${id} ${state}`)

it('tells what is not on the list in time, with the clause that sets the time', () => {
  const pack = tinyPack([['listed: "2020-02-29"', 'listed: "2020-03-05"']])
  expect(lateOn(pack, '2020-02-29')).toEqual([])
  expect(lateOn(pack, '2020-03-01')).toEqual(['cloud missing'])
  expect(lateOn(pack, '2020-03-05')).toEqual(['cloud late'])
  const { cited } = listReport(sourceOf(pack, '2021-01-01')) ?? {}
  expect(cited).toEqual([{ document: 'PR', version: '2020-01-01', clause: '6' }])
  expect(lateOn(tinyPack(), '2021-01-01')).toEqual([])
})

it('knows nothing late where no document sets a time', () => {
  expect(lateOn(withoutProvision(tinyPack(), 'privacy.processors.listed'), '2021-01-01')).toBeUndefined()
})
