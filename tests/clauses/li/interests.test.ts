import { expect } from 'vitest'
import { Chooser, offer, writeLetter } from '../../../src/privacy/consents/testing/choices.ts'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { ActorRole, EvidenceKind } from '../../../src/rulebook/register/vocabulary.ts'
import { TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, permitted, RecordingBank, refused } from '../../gate-clauses.ts'

/** An interest of the list: what it lets somebody do, and where it ends. */
type Row = {
  readonly clause: string
  readonly sentence: string
  readonly interest: string
  readonly use: readonly [role: ActorRole, purpose: string]
  readonly needs: readonly Attribute[]
  /** Something that its purpose lists and it does not. */
  readonly not: Attribute
  readonly of: string
  readonly notOf: string
  readonly shown?: readonly EvidenceKind[]
}

const since = Temporal.PlainDate.from('2026-01-02')

const rows: readonly Row[] = [
  {
    clause: 'LI-1',
    sentence: 'services and channels are improved by what is known of their use',
    interest: 'better-services',
    use: ['marketing-officer', 'improvement'],
    needs: ['services', 'activity-log', 'satisfaction', 'application-terms'],
    not: 'segment',
    of: 'representative',
    notOf: 'connected',
  },
  {
    clause: 'LI-2',
    sentence: 'markets are studied for better offers, without asking who somebody is',
    interest: 'market-research',
    use: ['marketing-officer', 'improvement'],
    needs: ['services', 'payment-details', 'satisfaction', 'segment'],
    not: 'name',
    of: 'customer',
    notOf: 'visitor',
  },
  {
    clause: 'LI-4',
    sentence: 'it is checked that data are right',
    interest: 'accuracy',
    use: ['operator', 'service'],
    needs: ['name', 'personal-code', 'address', 'income', 'company-role'],
    not: 'note',
    of: 'owner',
    notOf: 'visitor',
  },
  {
    clause: 'LI-5',
    sentence: 'the site runs and is analysed by traces that are no cookies',
    interest: 'site',
    use: ['system', 'improvement'],
    needs: ['activity-log', 'ip-address'],
    not: 'satisfaction',
    of: 'visitor',
    notOf: 'owner',
  },
  {
    clause: 'LI-6',
    sentence: 'networks and information are kept secure',
    interest: 'information-security',
    use: ['security-officer', 'security'],
    needs: ['name', 'device', 'activity-log', 'ip-address'],
    not: 'video',
    of: 'visitor',
    notOf: 'connected',
  },
  {
    clause: 'LI-6',
    sentence: 'a test takes real data only with a finding that coded data will not do',
    interest: 'real-data-tests',
    use: ['security-officer', 'security'],
    needs: ['name', 'services', 'payment-details'],
    not: 'video',
    of: 'customer',
    notOf: 'visitor',
    shown: ['finding'],
  },
  {
    clause: 'LI-7',
    sentence: 'fraud is prevented',
    interest: 'fraud',
    use: ['compliance-officer', 'risk'],
    needs: ['payment-details', 'activity-log', 'device', 'location'],
    not: 'income',
    of: 'representative',
    notOf: 'owner',
  },
  {
    clause: 'LI-7',
    sentence: 'crime is prevented',
    interest: 'crime-prevention',
    use: ['security-officer', 'security'],
    needs: ['video', 'payment-details', 'location'],
    not: 'email',
    of: 'other',
    notOf: 'owner',
  },
  {
    clause: 'LI-8',
    sentence: 'rights out of contracts and others are enforced',
    interest: 'enforcement',
    use: ['compliance-officer', 'claims'],
    needs: ['name', 'payment-details', 'correspondence', 'litigation', 'voice'],
    not: 'social-insurance',
    of: 'counterpart',
    notOf: 'visitor',
  },
  {
    clause: 'LI-8',
    sentence: 'representation is verified',
    interest: 'representation',
    use: ['teller', 'representation'],
    needs: ['name', 'identity-document', 'representation', 'company-role'],
    not: 'income',
    of: 'owner',
    notOf: 'visitor',
  },
  {
    clause: 'LI-9',
    sentence: 'debts are recovered',
    interest: 'debt-recovery',
    use: ['compliance-officer', 'claims'],
    needs: ['name', 'phone', 'income', 'property', 'employer'],
    not: 'identity-document',
    of: 'connected',
    notOf: 'owner',
  },
  {
    clause: 'LI-10',
    sentence: 'questions, complaints and claims of customers and others are answered',
    interest: 'communication',
    use: ['operator', 'service'],
    needs: ['name', 'email', 'correspondence', 'note', 'voice'],
    not: 'income',
    of: 'counterpart',
    notOf: 'visitor',
  },
  {
    clause: 'LI-11',
    sentence: 'offers are made together with partners',
    interest: 'joint-offers',
    use: ['marketing-officer', 'advertising'],
    needs: ['name', 'email', 'services', 'preference'],
    not: 'satisfaction',
    of: 'customer',
    notOf: 'visitor',
  },
  {
    clause: 'LI-13',
    sentence: 'companies are restructured, and a business or its assets sold',
    interest: 'business-transfer',
    use: ['compliance-officer', 'business-transfer'],
    needs: ['services', 'payment-details', 'property', 'risk-class'],
    not: 'note',
    of: 'representative',
    notOf: 'visitor',
  },
  {
    clause: 'LI-14',
    sentence: 'services go on: funding, valuation, liquidity',
    interest: 'continuity',
    use: ['compliance-officer', 'continuity'],
    needs: ['services', 'income', 'property', 'risk-class', 'insurance'],
    not: 'name',
    of: 'connected',
    notOf: 'representative',
  },
  {
    clause: 'LI-15',
    sentence: 'the mediation of insurance is evaluated and improved',
    interest: 'insurance-mediation',
    use: ['marketing-officer', 'improvement'],
    needs: ['services', 'insurance', 'satisfaction'],
    not: 'payment-details',
    of: 'connected',
    notOf: 'visitor',
  },
  {
    clause: 'LI-16',
    sentence: 'it is checked that what is pledged or leased is insured',
    interest: 'insurance-duty',
    use: ['operator', 'service'],
    needs: ['name', 'services', 'property', 'insurance'],
    not: 'email',
    of: 'connected',
    notOf: 'owner',
    shown: ['insurance-duty'],
  },
  {
    clause: 'LI-17',
    sentence: 'cash is brought to a private customer who orders it',
    interest: 'cash-delivery',
    use: ['operator', 'service'],
    needs: ['name', 'personal-code', 'address', 'phone', 'services'],
    not: 'payment-details',
    of: 'customer',
    notOf: 'representative',
    shown: ['order'],
  },
]

function showInterest({ clause: id, interest, use, needs, not, of, notOf, shown = [] }: Row): void {
  const ask = gateUnderTest('luminor')
  const [, purpose] = use
  const resting = { interest, shown, roles: [of] }
  expect(ask(...use, needs, { ...resting, interest: 'curiosity' })).toEqual(refused('interest-not-registered', 'LI-0'))
  expect(ask(...use, [...needs, not], resting)).toMatchObject({ code: 'kind-not-needed' })
  expect(ask(...use, needs, { ...resting, roles: [notOf] })).toMatchObject({ code: 'role-not-concerned' })
  if (shown.length > 0) expect(ask(...use, needs, { ...resting, shown: [] })).toEqual(refused('condition-missing', id))
  const objected = { stops: [{ purpose, ground: 'objection', since }] } as const
  expect(ask(...use, needs, { ...resting, ...objected }).code).toBe('processing-stopped')
  expect(ask(...use, needs, resting)).toEqual(permitted(id))
}

for (const row of rows) clause(row.clause, row.sentence, () => showInterest(row))

const promoting: readonly Row[] = [
  {
    clause: 'LI-3',
    sentence: 'services are promoted: the brand, offers, polls and events',
    interest: 'promotion',
    use: ['marketing-officer', 'advertising'],
    needs: ['name', 'email', 'satisfaction', 'preference'],
    not: 'event-photo',
    of: 'visitor',
    notOf: 'representative',
  },
  {
    clause: 'LI-3',
    sentence: 'social networks are studied only in what concerns the own services and channels',
    interest: 'social-networks',
    use: ['marketing-officer', 'advertising'],
    needs: ['social-account', 'satisfaction'],
    not: 'services',
    of: 'other',
    notOf: 'owner',
    shown: ['own-channel'],
  },
]

/** Whatever interest there is, an offer by e-mail waits for a consent that covers it. */
async function showChannel(): Promise<void> {
  const bank = await TestBank.open()
  const liga = await Chooser.in(bank)
  await writeLetter(bank, 'news', 'direct-marketing')
  await liga.ask('channel.choose', { channel: 'email' })
  expect(await offer(liga, 'email')).toMatchObject({ code: 'consent-missing' })
  await liga.consent('direct-marketing', 'LP', { channels: ['email'] })
  expect(await offer(liga, 'email')).toMatchObject({ outcome: 'accepted' })
}

/** What people do in social networks is neither recorded nor read, unless it is about the bank or on its channels; on no other basis either. */
async function showOwnChannels(): Promise<void> {
  const bank = await RecordingBank.open('luminor')
  const record = (...shown: EvidenceKind[]) =>
    bank.record(['social-account'], 'media', { purpose: 'advertising', role: 'other', shown })
  for (const shown of [[], ['interest'], ['consent']] as const)
    expect(await record(...shown)).toMatchObject(refused('condition-missing', 'LI-3'))
  const ask = gateUnderTest('luminor')
  const use = ['marketing-officer', 'advertising', ['social-account']] as const
  for (const more of [{}, { consents: ['advertising'] }, { interest: 'social-networks' }])
    expect(ask(...use, more)).toEqual(refused('condition-missing', 'LI-3'))
  expect(ask(...use, { interest: 'promotion', shown: ['own-channel'] }).code).toBe('kind-not-needed')
  for (const shown of ['own-service', 'own-channel'] as const) {
    expect(await record(shown)).toMatchObject({ code: 'permitted' })
    expect(ask(...use, { shown: [shown] })).toEqual(permitted('LI-3'))
  }
}

for (const row of promoting)
  clause(row.clause, row.sentence, async () => {
    await showChannel()
    await showOwnChannels()
    showInterest(row)
  })

clause('LI-3', 'offers rest on an interest only for what its entry lists', async () => {
  await showChannel()
  const ask = gateUnderTest('luminor')
  const named = { interest: 'direct-marketing', roles: ['customer'] }
  expect(ask('marketing-officer', 'direct-marketing', ['segment'], named)).toEqual(refused('kind-not-needed', 'LI-3'))
  expect(ask('marketing-officer', 'direct-marketing', ['email'], named)).toEqual(permitted('LI-3'))
})

clause('LI-5', 'cookies that are not necessary still wait for consent', () => {
  const ask = gateUnderTest('luminor')
  const use = ['system', 'improvement'] as const
  expect(ask(...use, ['cookie'])).toMatchObject({ code: 'condition-missing' })
  expect(ask(...use, ['cookie'], { interest: 'site' })).toEqual(refused('kind-not-needed', 'LI-5'))
  expect(ask(...use, ['ip-address'])).toEqual(permitted('LI-5'))
})
