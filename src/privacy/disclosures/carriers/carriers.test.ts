/** Who carries what goes out by itself: a processor of the register, while what was agreed with it stands. */
import { expect, it } from 'vitest'
import { clause, packUnderTest, watchDecision } from '../../../../tests/clause.ts'
import { accept, type Decision } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import type { Review } from '../../measures/providers/rules.ts'
import { writtenRecord } from '../telling.ts'
import { heldBecause } from './carriage.ts'
import { carriageOf, messageTold, paymentTold } from './rules.ts'

const passed = (provider: string): Review => ({
  ...{ provider, review: 1, kind: 'vetting', result: 'passed', evidence: 'R-1', role: 'system', staff: null },
  on: Temporal.PlainDate.from('2018-05-25'),
})
const rulebookOf = (id: string) => new Rulebook(packUnderTest(id))

type Asked = { readonly day: string; readonly channel?: string; readonly purpose?: string; readonly vetted?: boolean }

const carry = (id: string, { day, channel = 'email', purpose = 'service-messages', vetted = true }: Asked) => {
  const on = Temporal.PlainDate.from(day)
  const rulebook = rulebookOf(id)
  const [entity] = rulebook.pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  const evidence = { kind: 'service', reference: 'M-1' } as const
  const kinds = channel === 'email' ? (['email'] as const) : (['phone'] as const)
  return carriageOf(
    { channel, purpose, kinds, evidence },
    { on, entity, reviewOf: (provider) => (vetted ? passed(provider) : undefined) },
    rulebook.terms(on),
  )
}

/** The same as a decision that a clause test sees. */
const carriage = watchDecision((id: string, asked: Asked): Decision<never, string> => {
  const found = carry(id, asked)
  if (found.outcome === 'refused') return found
  const on = Temporal.PlainDate.from(asked.day)
  return accept([], rulebookOf(id).terms(on).cite('disclosure.undertakings'), { processor: found.processor })
})

const on = (id: string, day: string, more: Partial<Asked> = {}) => {
  const found = carriage(id, { day, ...more })
  return found.outcome === 'refused'
    ? [found.code, ...found.cited.settled.map(({ document, clause: id }) => `${document}-${id}`)]
    : found.facts['processor']
}

clause('LP-III.processors', 'e-mail and text messages go by their processors, while guarantees and terms stand', () => {
  expect(on('luminor', '2028-01-18')).toBe('e-mail')
  expect(on('luminor', '2028-01-19')).toBe('e-mail')
  expect(on('luminor', '2028-01-20')).toEqual(['processor-not-bound', 'LP-III.processors'])
  expect(on('luminor', '2027-09-14', { channel: 'sms' })).toBe('sms')
  const sms = carry('luminor', { day: '2027-09-15', channel: 'sms' })
  expect(sms.outcome === 'refused' && heldBecause(sms)).toBe('processor-not-bound sms guarantees')
  // Cash codes, too.
  expect(on('luminor', '2027-09-14', { channel: 'sms', purpose: 'payment' })).toBe('sms')
  expect(on('luminor', '2027-09-15', { channel: 'sms', purpose: 'payment' })).toEqual([
    'processor-not-bound',
    'LP-III.processors',
  ])
})

it('who sends messages for the lender gets addresses while the contract and the assessment stand', () => {
  const message = { purpose: 'client-messages' }
  expect(on('koduliising', '2028-08-03', message)).toBe('mailing-house')
  expect(on('koduliising', '2028-08-04', message)).toEqual(['processor-not-bound', 'KL-2.6', 'KL-1.processors'])
  expect(on('koduliising', '2018-09-02', message)).toEqual(['processor-not-bound', 'KL-2.6', 'KL-1.processors'])
})

it('asks whether the processor was vetted, and for what the register lets it have', () => {
  const unvetted = carry('luminor', { day: '2026-10-01', vetted: false })
  expect(unvetted.outcome === 'refused' && heldBecause(unvetted)).toBe('processor-not-vetted e-mail never')
  expect(carry('luminor', { day: '2026-10-01', purpose: 'claims' })).toMatchObject({ code: 'purpose-not-disclosed' })
})

it('an institution that names nobody for a channel sends by itself', () => {
  expect(carry('ozcredit', { day: '2026-01-05', purpose: 'contract-messages' })).toEqual({
    outcome: 'carried',
    processor: null,
  })
})

it('tells what went by a message or a payment as a disclosure, in words', () => {
  const day = Temporal.PlainDate.from('2026-10-01')
  const terms = rulebookOf('luminor').terms(day)
  const went = { id: 7, subject: 1 as PartyId, at: Temporal.Instant.from('2026-10-01T09:00:00Z'), on: day }
  const message = { ...went, processor: 'e-mail', purpose: 'service-messages', kinds: ['email'] } as const
  const [mail, payment] = [messageTold(message, terms), paymentTold(went, terms)]
  if (mail === undefined || payment === undefined) throw new Error('nothing is told')
  expect(writtenRecord(mail, terms, 'en')).toMatchObject({
    ...{ recipient: 'Skärvind Post AB', processor: 'Skärvind Post AB', country: 'SE', kinds: ['email'] },
    allowedBy: { document: 'LP', clause: 'III.processors' },
  })
  expect(writtenRecord(payment, terms, 'en')).toMatchObject({
    ...{ recipient: 'Credit and financial institutions', country: null, kinds: ['name', 'payment-details'] },
    ...{ shown: [{ kind: 'order', reference: '7' }], allowedBy: { document: 'LP', clause: 'III.institutions' } },
  })
  expect(messageTold({ ...message, processor: 'gone' }, terms)).toBeUndefined()
})
