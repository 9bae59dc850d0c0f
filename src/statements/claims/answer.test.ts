import { expect, it } from 'vitest'
import { currency, minor } from '../../kernel/money.ts'
import { answerTo } from './answer.ts'
import { type Claim, claimErrors, claimGrounds, claimLanguages } from './rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

/** A claim that was rejected as late, unless told otherwise. */
const decided = (other: Partial<Claim>): Claim => ({
  claim: 1_099_511_627_790,
  account: 1 as never,
  customer: 2 as never,
  place: 3 as never,
  seq: 4,
  error: 'twice',
  form: 'paper',
  evidence: null,
  words: null,
  language: 'en',
  madeOn: day('2026-01-21'),
  knownOn: day('2026-01-05'),
  claimBy: day('2026-01-20'),
  latePolicy: 'staff',
  answerBy: day('2026-02-11'),
  holding: null,
  remindOn: null,
  remindedOn: null,
  status: 'rejected',
  ground: 'late',
  decidedOn: day('2026-01-22'),
  decidedBy: 'O-01',
  correction: null,
  answeredOn: null,
  answeredBy: null,
  ...other,
})

const entry = { bookingDate: day('2026-01-05'), amountMinor: minor(-1234), currency: currency('EUR') }
const number = 'LV80BANK0000435195001'

it('a late claim is answered with its days, in the language asked for', () => {
  expect(answerTo(decided({}), number, entry, 'none')).toEqual({
    language: 'en',
    title: 'Answer to your claim 1099511627790',
    about: [
      ['Account', number],
      ['What you reported', 'an entry booked twice'],
      ['Booked on', '5 January 2026'],
      ['Amount', '-€12.34'],
      ['Received on', '21 January 2026'],
    ],
    paragraphs: [
      'We have looked into your claim and reject it.',
      'You could know of the entry from 5 January 2026, and claim until 20 January 2026. Your claim came later, so the entry counts as uncontested.',
    ],
    clausesTitle: 'What decided',
  })
  const latvian = answerTo(decided({ language: 'lv', status: 'declined' }), number, undefined, 'none')
  expect(latvian.about.at(-1)).toEqual(['Saņemta', '21.01.2026.'])
  expect(latvian.paragraphs).toEqual([
    'Jūsu pretenziju izskatīšanai nepieņemam.',
    'Par ierakstu varējāt zināt no 05.01.2026., pretenziju varēja iesniegt līdz 20.01.2026. Tā saņemta vēlāk, tāpēc uzskatām, ka ierakstu neapstrīdat.',
  ])
})

it('a late claim that was examined all the same is told so', () => {
  const { paragraphs } = answerTo(decided({ status: 'upheld', ground: null }), number, entry, 'reversed')
  expect(paragraphs).toEqual([
    'You are right. We have upheld your claim.',
    'The entry has been reversed with its own value date.',
    'It could be made until 20 January 2026; we examined it although it came later.',
  ])
})

it('there are words for everything that a claim can be, in every language, and nothing is left out of them', () => {
  for (const language of claimLanguages)
    for (const error of claimErrors)
      for (const ground of claimGrounds)
        for (const state of ['proposed', 'reversed', 'none'] as const)
          for (const status of ['upheld', 'rejected', 'declined'] as const) {
            const claim = decided({ language, error, status, ground: status === 'upheld' ? null : ground })
            const answer = answerTo(claim, number, entry, state)
            expect(answer.paragraphs.length).toBeGreaterThan(1)
            expect(JSON.stringify(answer)).not.toMatch(/undefined|null|NaN|""/)
          }
})
