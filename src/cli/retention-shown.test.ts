import { expect, it } from 'vitest'
import type { WhyHeld } from '../operations/retention/why.ts'
import type { SweepRun } from '../privacy/retention/store.ts'
import { sweepText, whyText } from './retention-shown.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const clause = (document: string, number: string) => ({ document, version: '2018-05-25', clause: number })
const settled = [clause('LP', 'IV.need'), clause('LP', 'IV.contract'), clause('GDPR', '17(3)'), clause('ACC', '10')]
const cited = { settled, disclosed: settled }
const ground = {
  ...({
    item: 'contract',
    basis: 'legitimate-interest',
    because: 'agreement 1099511627790',
    until: undefined,
  } as const),
  ...{ statutory: false, holds: true, cited },
}
const held: WhyHeld = {
  facts: [
    {
      ...{ fact: 1, kind: 'email', category: 'contact', recordedOn: day('2026-01-05'), until: day('2036-01-05') },
      grounds: [
        ground,
        { ...ground, item: 'vouchers', statutory: true, until: day('2031-12-31'), because: 'last transaction' },
        {
          ...{ ...ground, item: 'opinions', holds: false, until: day('2026-02-01') },
          stopped: { purpose: 'studies', ground: 'objection', since: day('2026-02-01') },
        },
      ],
    },
  ],
  details: [
    {
      ...({ what: 'account entries', class: 'payment-details', count: 12 } as const),
      ...{ first: day('2026-01-05'), last: day('2026-02-01'), until: undefined, grounds: [ground] },
    },
  ],
  records: [{ what: 'disclosures', count: 2, first: day('2026-01-05'), last: day('2026-01-05') }],
  holds: ['CR-7/26'],
}

it('why data are kept fits the terminal, and every clause is there', () => {
  for (const columns of [80, 60]) {
    const lines = whyText(held, columns).split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns)
    expect(lines.join(' ').match(/ACC-10/g)).toHaveLength(4)
  }
  expect(whyText(held, undefined).split('\n')).toEqual([
    'Everything stays for the case CR-7/26.',
    'email (contact), recorded 2026-01-05: kept until 2036-01-05',
    '  + contract: agreement 1099511627790, open; LP-IV.need, LP-IV.contract, GDPR-17(3), ACC-10',
    '  + vouchers (law): last transaction, until 2031-12-31; LP-IV.need, LP-IV.contract, GDPR-17(3), ACC-10',
    '  - opinions: agreement 1099511627790, ended 2026-02-01 (objection of 2026-02-01); LP-IV.need, LP-IV.contract, GDPR-17(3), ACC-10',
    'payment-details of account entries: 12, 2026-01-05 to 2026-02-01: kept, no end in sight',
    '  + contract: agreement 1099511627790, open; LP-IV.need, LP-IV.contract, GDPR-17(3), ACC-10',
    'disclosures: 2, of 2026-01-05; they know the person by number alone, and stay',
    '',
  ])
  expect(whyText({ facts: [], details: [], records: [], holds: [] }, 80)).toBe('Nothing is held about this person.\n')
})

it('a sweep says until when a backup of the keys holds what went', () => {
  const run: SweepRun = {
    ...{ sweep: 3, day: day('2026-02-01'), reached: 9, subjects: 4, facts: 2, keys: 1, others: 1 },
    ...{ backupExpires: null, ended: Temporal.Instant.from('2026-02-01T09:00:00Z') },
  }
  const told = 'lv sweep 3 of 2026-02-01: 4 persons, 2 data erased, 1 keys destroyed, 1 rows beside them'
  expect(sweepText('lv', run, undefined)).toBe(`${told}. No backup of the keys holds any of it.\n`)
  const backupExpires = Temporal.Instant.from('2026-02-15T09:00:00Z')
  expect(sweepText('lv', { ...run, backupExpires }, undefined, 2)).toBe(
    `${told} (2 s). The last backup of a key that went expires 2026-02-15T09:00:00Z: until then it is not gone for good.\n`,
  )
  expect(sweepText('lv', { ...run, keys: 0, ended: null }, undefined)).toContain('not ended.')
})
