/** A refusal leaves every row of the database as it was, but those of the journal. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseBank } from '../../src/accounts/testing/database-bank.ts'
import type { Ask } from '../bank.ts'
import { commandOf, type Sender, type Told } from '../customers.ts'
import { ModelBank } from '../model/bank.ts'
import { play } from '../model/expected.ts'
import { journalTables, rowsOf } from '../rows.ts'
import { draw } from '../simulation/commands.ts'
import { Random } from '../simulation/random.ts'
import { settle } from '../simulation/small-bank.ts'

let bank: DatabaseBank
const model = new ModelBank('2026-01-05')
beforeAll(async () => {
  bank = await DatabaseBank.open()
})
afterAll(() => bank.close())

async function modelled(kind: string, payload: unknown, ask: Ask = {}): Promise<Told> {
  const told = await bank.do(kind, payload, ask)
  const command = commandOf(kind, payload, { ...ask, key: '' })
  const decision = told.outcome === 'accepted' ? { id: told.id, facts: told.facts } : undefined
  expect(told.code, JSON.stringify({ kind, payload })).toBe(
    play(model, command as Parameters<typeof play>[1], decision),
  )
  return told
}

it('row by row, for refusals of every kind, on a database that is loaded anew between', async () => {
  await settle({ do: modelled } satisfies Sender)
  const random = new Random(20260105)
  const refused = new Set<string>()
  let before = await rowsOf(bank.institution.sql, journalTables)
  for (let n = 0; n < 400; n += 1) {
    const drawn = draw(random, model)
    if (drawn.mayFail) continue
    // What is in memory may hide what was not written: every now and then nothing is.
    if (n % 20 === 0) await bank.restart()
    const { code } = await modelled(drawn.kind, drawn.payload, drawn.ask)
    const after = await rowsOf(bank.institution.sql, journalTables)
    if (code !== null) {
      refused.add(code)
      expect(after).toEqual(before)
    }
    before = after
  }
  expect(refused.size).toBeGreaterThan(15)
})
