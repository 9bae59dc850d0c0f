import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadPack } from './load.ts'
import { packFromJson } from './pack-json.ts'
import { Rulebook } from './terms.ts'

const pack = loadPack(join(import.meta.dirname, '../../packs/luminor'))
const again = packFromJson(JSON.parse(JSON.stringify(pack)))

it('a pack that was kept as JSON is the same pack again', () => {
  expect(again).toEqual(pack)
})

it('and decides by the same terms', () => {
  const day = Temporal.PlainDate.from('2026-01-05')
  const [terms, before] = [again, pack].map((one) => new Rulebook(one).terms(day))
  expect(terms?.cite('account.spendable')).toEqual(before?.cite('account.spendable'))
  expect(terms?.parameters('account.currency')).toEqual(before?.parameters('account.currency'))
})
