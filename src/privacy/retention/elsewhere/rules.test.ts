import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../../tests/bank.ts'
import { registerPerson } from '../../../parties/testing/people.ts'
import { affairsElsewhere, affairsOf, endAffairRefusals, noteAffairRefusals } from './rules.ts'

async function lender() {
  const bank = await TestBank.open({ pack: 'ozcredit', on: '2026-03-31' })
  const subject = await registerPerson(bank, 'liga')
  const ask = (kind: string, payload: object, actor = operator) =>
    bank.do(kind, { subject: String(subject), ...payload }, { actor })
  const note = (affair: string, more: object = {}) => ask('affair.note', { affair, kind: 'agreement', ...more })
  const end = (affair: string, days: object) => ask('affair.end', { affair, ...days })
  return { bank, subject, ask, note, end, known: () => bank.record(affairsElsewhere, subject) ?? [] }
}

describe('an affair that another system keeps', () => {
  it('is told of once, and what is wrong is refused in the published order', async () => {
    const { bank, subject, note, end } = await lender()
    expect(noteAffairRefusals).toEqual(['affair-noted'])
    expect(endAffairRefusals).toEqual(['affair-unknown', 'affair-ended', 'affair-date-ahead'])
    const nobody = { subject: '1099511999999', affair: 'C-1', kind: 'agreement' }
    expect(await bank.do('affair.note', nobody, { actor: operator })).toMatchObject({ code: 'party-unknown' })
    expect(await note('C-1')).toMatchObject({ facts: { party: String(subject), affair: 'C-1', kind: 'agreement' } })
    expect(await note('C-1')).toMatchObject({ code: 'affair-noted' })
    expect(await end('C-2', { ended: '2026-04-01' })).toMatchObject({ code: 'affair-unknown' })
    expect(await end('C-1', {})).toMatchObject({ code: 'affair-ended' })
    expect(await end('C-1', { ended: '2026-04-01' })).toMatchObject({ code: 'affair-date-ahead' })
    expect(await end('C-1', { ended: '2026-03-31' })).toMatchObject({ facts: { ended: '2026-03-31', performed: null } })
    expect(await end('C-1', { ended: '2026-03-30' })).toMatchObject({ code: 'affair-ended' })
  })

  it('may be performed long after it ended', async () => {
    const { bank, note, end, known } = await lender()
    await note('C-1', { amountMinor: '10000' })
    await end('C-1', { ended: '2026-03-30' })
    await bank.cutOver('2026-05-01')
    expect(await end('C-1', { performed: '2026-05-02' })).toMatchObject({ code: 'affair-date-ahead' })
    expect(await end('C-1', { performed: '2026-05-01' })).toMatchObject({ outcome: 'accepted' })
    expect(affairsOf(known())).toEqual({
      applications: [],
      agreements: [
        {
          reference: 'C-1',
          ended: Temporal.PlainDate.from('2026-03-30'),
          performed: Temporal.PlainDate.from('2026-05-01'),
          amountMinor: 10000n,
        },
      ],
    })
  })

  it('is an application as long as no agreement came of it', async () => {
    const { ask, end, known } = await lender()
    await ask('affair.note', { affair: 'A-1', kind: 'application' })
    expect(affairsOf(known()).applications).toEqual([{ reference: 'A-1', ended: undefined }])
    await end('A-1', { ended: '2026-03-15' })
    expect(affairsOf(known()).applications).toEqual([
      { reference: 'A-1', ended: Temporal.PlainDate.from('2026-03-15') },
    ])
  })
})
