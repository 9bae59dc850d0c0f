import { expect } from 'vitest'
import { Chooser, marketer, offer, writeLetter } from '../../../src/privacy/consents/testing/choices.ts'
import type { Stop } from '../../../src/privacy/switches/rules.ts'
import { TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, objection, permitted, refused, showUses } from '../../gate-clauses.ts'

const since = Temporal.PlainDate.from('2026-01-02')
const forbidden = (purpose: string): { readonly stops: readonly Stop[] } => ({
  stops: [{ purpose, ground: 'prohibition', since }],
})

/** A client of the lender, and a letter that offers something. */
async function client(): Promise<Chooser> {
  const liga = await Chooser.in(await TestBank.open({ pack: 'koduliising' }))
  await writeLetter(liga.bank, 'news', 'advertising')
  await writeLetter(liga.bank, 'partners', 'partner-advertising')
  return liga
}

clause(
  'KL-4.1.11',
  'the lender advertises what it offers, to clients, with contact data and their business',
  async () => {
    const id = 'KL-4.1.11'
    const liga = await client()
    for (const channel of ['event', 'internet-bank'])
      expect(await offer(liga, channel), channel).toMatchObject({ outcome: 'refused', code: 'channel-not-offered' })
    for (const channel of ['email', 'sms', 'phone', 'post'])
      expect(await offer(liga, channel), channel).toMatchObject({ outcome: 'accepted' })
    const ask = gateUnderTest('koduliising')
    const use = ['marketing-officer', 'advertising', ['email', 'services']] as const
    showUses('koduliising', id, [['advertising', 'marketing-officer', ['email', 'services', 'consent-mark'], 'income']])
    expect(ask(...use, { roles: ['applicant'] })).toEqual(refused('role-not-concerned', id))
    for (const stopped of [forbidden('advertising'), objection('advertising')])
      expect(ask(...use, stopped).code).toBe('processing-stopped')
    expect(ask(...use, { interest: 'own-offers', roles: ['client'] })).toEqual(permitted(id))
  },
)

clause('KL-4.1.11', 'processors advertise theirs with consent alone, until it is forbidden', async () => {
  const id = 'KL-4.1.11'
  const liga = await client()
  expect(await offer(liga, 'email', 'partners')).toMatchObject({ code: 'consent-missing' })
  expect(await liga.consent('partner-advertising', 'KL')).toMatchObject({ outcome: 'accepted' })
  expect(await offer(liga, 'email', 'partners')).toMatchObject({ outcome: 'accepted' })
  const partners = ['partner-advertising'] as const
  const before = liga.gate(marketer, ...partners, ['email'])
  expect(before.code).toBe('permitted')
  expect(await liga.ask('purpose.forbid', { purpose: partners[0] })).toMatchObject({ outcome: 'accepted' })
  expect(await offer(liga, 'email', 'partners')).toMatchObject({ code: 'processing-stopped' })
  const ask = gateUnderTest('koduliising')
  const consents = partners
  expect(ask('marketing-officer', ...partners, ['services'], { consents })).toEqual(refused('kind-not-needed', id))
  expect(ask('marketing-officer', ...partners, ['email'])).toEqual(refused('consent-missing', id))
  expect(ask('marketing-officer', ...partners, ['email'], { consents })).toEqual(permitted(id))
})

clause('KL-4.1.12', 'whoever agreed plays, until they forbid it', async () => {
  const id = 'KL-4.1.12'
  const ask = gateUnderTest('koduliising')
  const use = ['marketing-officer', 'games', ['email', 'campaign']] as const
  const consents = ['games']
  expect(ask(...use)).toEqual(refused('consent-missing', id))
  expect(ask(...use, { consents, ...forbidden('games') }).code).toBe('processing-stopped')
  showUses('koduliising', id, [
    ['games', 'marketing-officer', ['email', 'campaign', 'consent-mark'], 'services', { consents }],
  ])
  const liga = await client()
  expect(await liga.consent('games', 'KL')).toMatchObject({ outcome: 'accepted' })
  expect(liga.gate(marketer, 'games', ['campaign']).code).toBe('permitted')
  expect(await liga.ask('purpose.forbid', { purpose: 'games' })).toMatchObject({ outcome: 'accepted' })
  expect(liga.gate(marketer, 'games', ['campaign']).code).toBe('processing-stopped')
  expect(ask(...use, { consents })).toEqual(permitted(id))
})

clause('KL-4.1.13', 'habits and satisfaction are studied on an interest, until the client forbids it', async () => {
  const id = 'KL-4.1.13'
  const ask = gateUnderTest('koduliising')
  const use = ['marketing-officer', 'studies', ['preference', 'satisfaction']] as const
  const needed = ['email', 'services', 'preference', 'behaviour', 'segment', 'visited-site'] as const
  showUses('koduliising', id, [['studies', 'marketing-officer', needed, 'income']])
  expect(ask(...use, { roles: ['collateral-giver'] })).toEqual(refused('role-not-concerned', id))
  for (const stopped of [forbidden('studies'), objection('studies')])
    expect(ask(...use, stopped).code).toBe('processing-stopped')
  const liga = await client()
  expect(await liga.consent('studies', 'KL')).toMatchObject({ code: 'consent-not-asked' })
  expect(await liga.ask('purpose.forbid', { purpose: 'studies' })).toMatchObject({ outcome: 'accepted' })
  expect(liga.gate(marketer, 'studies', ['preference']).code).toBe('processing-stopped')
  expect(ask(...use, { interest: 'better-services' })).toEqual(permitted(id))
})
