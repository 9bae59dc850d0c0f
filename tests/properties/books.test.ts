/** What holds of the books whatever is asked of them. Each number draws a command; a failure is told with as few as break it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { available } from '../../src/ledger/rules.ts'
import { ModelledBank } from './modelled-bank.ts'

const numbers = fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 80, size: 'max' })
const runs = { numRuns: 60 }
const property = (holds: (numbers: readonly number[]) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(numbers, holds), runs)

const sums = <K>(list: readonly (readonly [K, bigint])[]): Map<K, bigint> => {
  const found = new Map<K, bigint>()
  for (const [key, amount] of list) found.set(key, (found.get(key) ?? 0n) + amount)
  return found
}

describe('whatever is asked', () => {
  it('the books stand where an independent model has them, and it refuses for the same reasons', () =>
    property(async (list) => {
      const bank = await ModelledBank.open()
      await bank.play(list)
      bank.expectAsModelled()
    }))

  it('no money appears or vanishes in any currency', () =>
    property(async (list) => {
      const bank = await ModelledBank.open()
      await bank.play(list)
      const totals = sums(bank.entries().map(({ event, after }) => [after.currency, event.amountMinor] as const))
      expect([...totals.values()].filter((total) => total !== 0n)).toEqual([])
    }))

  it('nobody spends more than is available, limit and holds counted, save where law or agreement says so', () =>
    property(async (list) => {
      const bank = await ModelledBank.open()
      await bank.play(list)
      const overdrawn = bank
        .entries()
        .filter(({ event, after }) => after.kind === 'customer' && event.amountMinor < 0n && available(after) < 0n)
        .filter(({ event }) => ['transfer', 'outgoing', 'cash'].includes(event.nature))
      expect(overdrawn).toEqual([])
    }))

  it('a refusal changes no record', () =>
    property(async (list) => {
      const bank = await ModelledBank.open()
      for (const number of list) {
        const drawn = bank.draw(number)
        if (drawn === undefined) continue
        const before = bank.records()
        const { outcome } = await bank.do(drawn.kind, drawn.payload, drawn.ask)
        if (outcome === 'refused') expect(bank.records()).toBe(before)
      }
    }))
})

describe('the way it is asked changes nothing', () => {
  it('a batch equals the same commands one by one', () =>
    property(async (list) => {
      const oneByOne = await ModelledBank.open()
      // Corrections name a decision by its place in the journal, which is another one in a batch.
      await oneByOne.play(list, ({ kind }) => !kind.startsWith('correction'))
      const batch = await ModelledBank.open()
      const answers = await Promise.all(oneByOne.sent.map(({ command }) => batch.bank.writer.submit(command)))
      expect(answers.map(toldIn)).toEqual(oneByOne.sent.map(({ answer }) => toldIn(answer)))
      expect(batch.records()).toBe(oneByOne.records())
    }))

  it('a retry equals doing it once', () =>
    property(async (list) => {
      const bank = await ModelledBank.open()
      await bank.play(list)
      const before = bank.records()
      for (const { command, answer } of bank.sent)
        expect(await bank.bank.writer.submit(command)).toEqual({ ...answer, repeated: true })
      expect(bank.records()).toBe(before)
    }))

  it('a preview equals what is then posted, and changes nothing', () =>
    property(async (list) => {
      const bank = await ModelledBank.open()
      for (const number of list) {
        const drawn = bank.draw(number)
        if (drawn === undefined) continue
        const before = bank.records()
        const preview = await bank.bank.preview(drawn.kind, drawn.payload, drawn.ask)
        expect(bank.records()).toBe(before)
        await bank.do(drawn.kind, drawn.payload, drawn.ask)
        const posted = bank.sent.at(-1)?.answer.decision
        expect(posted && { ...posted, id: preview.id, place: preview.place, at: preview.at }).toEqual(preview)
      }
    }))
})

const toldIn = ({ decision: { outcome, code, facts, internal, cited, kind } }: ModelledBank['sent'][number]['answer']) => ({
  kind, outcome, code, facts, internal, cited,
}) // biome-ignore format: a list to read as one line
