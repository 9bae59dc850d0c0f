import { describe, expect, it } from 'vitest'
import { operator, type TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { settledBy } from '../../../parties/testing/people.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { answer, type Booked, bookedEntry, claim, claimIn, deadlineIn, decide } from '../testing/claims.ts'

/** A claim of Monday, 5 January 2026: 15 business days end on 26 January, 35 on 23 February. */
async function claimed(options: Parameters<typeof bookedEntry>[0] = {}): Promise<Booked & { made: DecisionView }> {
  const entry = await bookedEntry(options)
  return { ...entry, made: await claim(entry) }
}

const hold = (bank: TestBank, made: DecisionView, more: object = {}): Promise<DecisionView> =>
  bank.do('claim.hold', { claim: made.facts['claim'], reason: 'other-institution-asked', ...more })

const remind = (bank: TestBank, ...made: DecisionView[]): Promise<DecisionView> =>
  bank.do('claim.remind', { claims: made.map(({ facts }) => facts['claim']) }, { actor: { role: 'system' } })

describe('a holding reply', () => {
  clause('PSD2-101(2)', 'goes out through the fifteenth business day, and not later', async () => {
    for (const [day, code] of [
      ['2026-01-23', null],
      ['2026-01-26', null],
      ['2026-01-27', 'holding-reply-late'],
    ] as const) {
      const { bank, made } = await claimed()
      await bank.cutOver(day)
      const held = await hold(bank, made)
      expect(held.code).toBe(code)
      expect(settledBy(held)).toEqual(['PSD2-101(2)'])
      expect(held.facts).toMatchObject(code === null ? { answerBy: '2026-02-23' } : { lastDay: '2026-01-26' })
    }
  })

  clause(
    'PSD2-101(2)',
    'says why, and the answer is then due on the thirty-fifth business day at the latest',
    async () => {
      const late = await claimed()
      await late.bank.cutOver('2026-01-27')
      expect(await hold(late.bank, late.made)).toMatchObject({ facts: { lastDay: '2026-01-26' } })
      const { bank, made } = await claimed()
      await bank.cutOver('2026-01-26')
      const held = await hold(bank, made)
      expect(settledBy(held)).toEqual(['PSD2-101(2)'])
      expect(held).toMatchObject({
        outcome: 'accepted',
        facts: { state: 'received', holding: 'other-institution-asked', answerBy: '2026-02-23' },
      })
      const record = claimIn(bank, made)
      expect(record.holding).toMatchObject({ by: 'T-01', reason: 'other-institution-asked' })
      expect(deadlineIn(bank, '2026-01-26', 'claim-answer', record.claim)).toBe('cleared')
      expect(deadlineIn(bank, '2026-02-23', 'claim-answer', record.claim)).toBe('set')
    },
  )

  it('names a day for the answer that is after the fifteenth and not after the thirty-fifth', async () => {
    for (const [until, code] of [
      ['2026-01-26', 'answer-date-not-later'],
      ['2026-01-27', null],
      ['2026-02-20', null],
      ['2026-02-23', null],
      ['2026-02-24', 'answer-date-too-late'],
    ] as const) {
      const { bank, made } = await claimed()
      const held = await hold(bank, made, { until })
      expect([until, held.code]).toEqual([until, code])
      expect(settledBy(held)).toEqual(['PSD2-101(2)'])
      if (code === null) expect(claimIn(bank, made).answerBy.toString()).toBe(until)
      if (code === 'answer-date-too-late') expect(held.facts).toEqual({ latest: '2026-02-23' })
    }
  })

  it('counts days on which banks are open: not those of Easter, nor the first and the fourth of May', async () => {
    const { bank, made } = await claimed({ on: '2026-03-26' })
    // Good Friday and Easter Monday are 3 and 6 April.
    expect(claimIn(bank, made).answerBy.toString()).toBe('2026-04-20')
    expect(await hold(bank, made)).toMatchObject({ facts: { answerBy: '2026-05-20' } })
  })

  it('across the end of a leap February', async () => {
    const { bank, made } = await claimed({ on: '2028-02-08' })
    expect(claimIn(bank, made).answerBy.toString()).toBe('2028-02-29')
    expect(await hold(bank, made)).toMatchObject({ facts: { answerBy: '2028-03-28' } })
  })

  it('goes out once, for a claim that is not decided', async () => {
    const { bank, made } = await claimed()
    await hold(bank, made)
    expect(await hold(bank, made)).toMatchObject({
      code: 'holding-reply-sent',
      facts: { sentOn: '2026-01-05', answerBy: '2026-02-23' },
    })
    const other = await claimed()
    await decide(other.bank, other.made, { outcome: 'rejected', ground: 'entry-correct' })
    expect(await hold(other.bank, other.made)).toMatchObject({ code: 'claim-decided' })
    const unknown = { ...made, facts: { claim: '1099511999999' } }
    expect(await hold(bank, unknown)).toMatchObject({ code: 'claim-unknown' })
  })

  it('does not keep the claim from being decided and answered', async () => {
    const { bank, made } = await claimed()
    await hold(bank, made)
    await decide(bank, made, { outcome: 'upheld' })
    expect(await answer(bank, made)).toMatchObject({ outcome: 'accepted', facts: { state: 'answered' } })
    const { claim: id } = claimIn(bank, made)
    expect(deadlineIn(bank, '2026-02-23', 'claim-answer', id)).toBe('cleared')
    expect(deadlineIn(bank, '2026-02-18', 'claim-reminder', id)).toBe('cleared')
  })
})

describe('staff are reminded of an answer', () => {
  clause('GBT-8.3', 'three business days before it is due, once', async () => {
    for (const [day, reminded] of [
      ['2026-01-20', false],
      ['2026-01-21', true],
      ['2026-01-22', true],
    ] as const) {
      const { bank, made } = await claimed()
      const { claim: id } = claimIn(bank, made)
      expect(deadlineIn(bank, '2026-01-21', 'claim-reminder', id)).toBe('set')
      await bank.cutOver(day)
      const told = await remind(bank, made)
      expect(settledBy(told)).toContain('GBT-8.3')
      expect(told.outcome).toBe('accepted')
      expect(told.facts).toEqual({ reminded: reminded ? [{ claim: String(id), answerBy: '2026-01-26' }] : [] })
      expect(deadlineIn(bank, '2026-01-21', 'claim-reminder', id)).toBe(reminded ? 'cleared' : 'set')
      // The answer stays due, and nobody is reminded twice.
      expect(deadlineIn(bank, '2026-01-26', 'claim-answer', id)).toBe('set')
      if (reminded) expect(await remind(bank, made)).toMatchObject({ outcome: 'accepted', facts: { reminded: [] } })
    }
  })

  it('anew after a holding reply, before the later day', async () => {
    const { bank, made } = await claimed()
    await bank.cutOver('2026-01-22')
    await remind(bank, made)
    await hold(bank, made)
    const { claim: id } = claimIn(bank, made)
    expect(deadlineIn(bank, '2026-02-18', 'claim-reminder', id)).toBe('set')
    await bank.cutOver('2026-02-18')
    expect((await remind(bank, made)).facts).toEqual({ reminded: [{ claim: String(id), answerBy: '2026-02-23' }] })
  })

  it('not after it went out, nor of a claim that is not there', async () => {
    const { bank, made } = await claimed()
    await decide(bank, made, { outcome: 'upheld' })
    await answer(bank, made)
    const { claim: id } = claimIn(bank, made)
    expect(deadlineIn(bank, '2026-01-21', 'claim-reminder', id)).toBe('cleared')
    await bank.cutOver('2026-01-22')
    const unknown = { ...made, facts: { claim: '1099511999999' } }
    expect((await remind(bank, made, unknown)).facts).toEqual({ reminded: [] })
    const asked = { claims: [made.facts['claim']] }
    expect(await bank.do('claim.remind', asked, { actor: operator })).toMatchObject({ facts: { reminded: [] } })
  })
})
