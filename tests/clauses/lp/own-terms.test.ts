import { expect } from 'vitest'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { ActorRole } from '../../../src/rulebook/register/vocabulary.ts'
import { clause } from '../../clause.ts'
import {
  agreement,
  erasureUnderTest,
  gateUnderTest,
  type Keeping,
  permitted,
  RecordingBank,
  refused,
} from '../../gate-clauses.ts'

/** A category with purposes, roles and a term of its own. */
type Row = {
  readonly clause: string
  readonly sentence: string
  readonly kinds: readonly Attribute[]
  readonly usedBy: readonly [role: ActorRole, purpose: string]
  readonly notFor: readonly [role: ActorRole, purpose: string]
  /** A role in which a person may be concerned, and one in which nobody is; any may be where the second is missing. */
  readonly of: readonly [who: string, notWho?: string]
  readonly from: readonly [source: string, purpose: string]
  /** The last day on which it is kept, for what is recorded on 2020-01-10 of an agreement that ended on 2020-02-29. */
  readonly lastDay: string
  readonly firstWithout: string
  readonly statutory?: boolean
}

const rows: readonly Row[] = [
  {
    clause: 'LP-I.2.company-roles',
    sentence: 'posts in companies, representatives and ultimate owners',
    kinds: ['company-role', 'ownership', 'representation'],
    usedBy: ['compliance-officer', 'aml'],
    notFor: ['marketing-officer', 'direct-marketing'],
    of: ['owner', 'visitor'],
    from: ['register', 'service'],
    lastDay: '2030-02-28',
    firstWithout: '2030-03-01',
  },
  {
    clause: 'LP-I.2.social-insurance',
    sentence: 'contributions, pensions and benefits',
    kinds: ['social-insurance'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['operator', 'service'],
    of: ['connected', 'owner'],
    from: ['authority', 'creditworthiness'],
    lastDay: '2023-02-28',
    firstWithout: '2023-03-01',
  },
  {
    clause: 'LP-I.2.authority-litigation',
    sentence: 'enquiries of authorities and litigation, kept from the day on which they are recorded',
    kinds: ['authority-enquiry', 'litigation'],
    usedBy: ['compliance-officer', 'aml'],
    notFor: ['credit-officer', 'creditworthiness'],
    of: ['counterpart', 'visitor'],
    from: ['authority', 'claims'],
    lastDay: '2030-01-10',
    firstWithout: '2030-01-11',
  },
  {
    clause: 'LP-I.2.correspondence',
    sentence: 'letters and e-mail, of whoever writes',
    kinds: ['correspondence'],
    usedBy: ['operator', 'service'],
    notFor: ['credit-officer', 'creditworthiness'],
    of: ['visitor'],
    from: ['subject', 'service'],
    lastDay: '2030-02-28',
    firstWithout: '2030-03-01',
  },
  {
    clause: 'LP-I.2.risk-class',
    sentence: 'the profile and class of risk',
    kinds: ['risk-class'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['operator', 'service'],
    of: ['customer', 'counterpart'],
    from: ['group', 'creditworthiness'],
    lastDay: '2025-02-28',
    firstWithout: '2025-03-01',
  },
  {
    clause: 'LP-I.2.sanctions-media',
    sentence: 'sanctions and what media say against a person',
    kinds: ['sanction', 'adverse-media'],
    usedBy: ['compliance-officer', 'aml'],
    notFor: ['credit-officer', 'creditworthiness'],
    of: ['owner', 'visitor'],
    from: ['media', 'aml'],
    lastDay: '2025-02-28',
    firstWithout: '2025-03-01',
  },
  {
    clause: 'LP-I.2.insurance',
    sentence: 'policies under which the bank is paid',
    kinds: ['insurance'],
    usedBy: ['operator', 'service'],
    notFor: ['operator', 'payment'],
    of: ['connected', 'counterpart'],
    from: ['subject', 'service'],
    lastDay: '2023-02-28',
    firstWithout: '2023-03-01',
  },
]

const kept: Keeping = { recordedOn: '2020-01-10', affairs: agreement('2020-02-29') }

for (const row of rows)
  clause(row.clause, row.sentence, async () => {
    const { clause: id, kinds, usedBy, notFor, of, from } = row
    const ask = gateUnderTest('luminor')
    const [who, notWho] = of
    for (const kind of kinds) {
      expect(ask(...usedBy, [kind], { roles: [who] }), kind).toEqual(permitted(id))
      expect(ask(...notFor, [kind]), kind).toEqual(refused('kind-not-needed', id))
    }
    const bank = await RecordingBank.open('luminor')
    const [source, purpose] = from
    expect(await bank.record(kinds, 'browser', { purpose })).toMatchObject(refused('source-not-registered', id))
    expect(await bank.record(kinds, source, { purpose, role: who })).toMatchObject(permitted(id))
    if (notWho !== undefined) {
      expect(ask(...usedBy, kinds, { roles: [notWho] })).toEqual(refused('role-not-concerned', id))
      const elsewhere = await bank.record(kinds, source, { purpose, role: notWho })
      expect(elsewhere).toMatchObject(refused('role-not-concerned', id))
    }
    const erase = erasureUnderTest('luminor')
    for (const kind of kinds) {
      expect(erase(kind, row.lastDay, kept), kind).toEqual(refused('datum-kept', id))
      expect(erase(kind, row.firstWithout, kept), kind).toEqual(permitted(id))
    }
  })

clause(
  'LP-I.2.audiovisual',
  'cameras, calls and photographs serve what they are made for, and each has a term',
  async () => {
    const id = 'LP-I.2.audiovisual'
    const ask = gateUnderTest('luminor')
    const consents = ['advertising']
    expect(ask('security-officer', 'security', ['video'])).toEqual(permitted(id))
    expect(ask('operator', 'service', ['video'])).toEqual(refused('kind-not-needed', id))
    expect(ask('operator', 'service', ['voice'])).toEqual(permitted(id))
    expect(ask('credit-officer', 'creditworthiness', ['voice'])).toEqual(refused('kind-not-needed', id))
    expect(ask('marketing-officer', 'advertising', ['event-photo'], { consents })).toEqual(permitted(id))
    expect(ask('marketing-officer', 'direct-marketing', ['event-photo'])).toEqual(refused('kind-not-needed', id))
    const erase = erasureUnderTest('luminor')
    const recorded = { recordedOn: '2024-01-30' }
    expect(erase('video', '2024-02-29', recorded)).toEqual(refused('datum-kept', id))
    expect(erase('video', '2024-03-01', recorded)).toEqual(permitted(id))
    expect(erase('voice', '2026-01-30', recorded)).toEqual(refused('datum-kept', id))
    expect(erase('voice', '2026-01-31', recorded)).toEqual(permitted(id))
    expect(erase('event-photo', '2027-01-30', recorded)).toEqual(refused('datum-kept', id))
    expect(erase('event-photo', '2027-01-31', recorded)).toEqual(permitted(id))
  },
)

clause('LP-I.2.audiovisual', 'a call is kept only when its recording was announced', async () => {
  const bank = await RecordingBank.open('luminor')
  expect(await bank.record(['voice'], 'call')).toMatchObject(refused('condition-missing', 'LP-I.3.recording-warning'))
  const numbers = { announcement: await bank.announced() }
  const announced = await bank.record(['voice'], 'call', { shown: ['announcement'], numbers })
  expect(announced).toMatchObject(permitted('LP-I.2.audiovisual', 'LP-I.3.recording-warning'))
})
