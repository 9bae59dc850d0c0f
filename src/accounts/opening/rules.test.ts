import { expect, test } from 'vitest'
import { TestBank, testLane } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { isIban } from '../../kernel/iban.ts'
import type { AccountId, AgreementId, PartyId } from '../../kernel/ids.ts'
import {
  authorise,
  companyWithRepresentative,
  idIn,
  registerCompany,
  registerPerson,
  settledBy,
} from '../../parties/testing/people.ts'
import { agreementOf, agreements } from '../../terms/agreements/rules.ts'
import { accountNumbers } from '../numbers/rules.ts'
import { about, accountIn, askForAccount, ligaWithAccount, openPending } from '../testing/accounts.ts'

/** What RA-2.1 names: general business terms, rules and price list, at the versions of January 2026. */
const bound = { GBT: '2018-11-01', RA: '2018-11-01', PL: '2018-11-01' }

clause('RA-2.1', "opening the customer's first account concludes the agreement", async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  expect(bank.record(agreementOf, liga)).toBeUndefined()
  const opened = await askForAccount(bank, [liga])
  expect(opened).toMatchObject({ outcome: 'accepted', facts: { agreementConcluded: true } })
  expect(settledBy(opened)).toContain('RA-2.1')
  const agreement = idIn<AgreementId>(opened, 'agreement')
  expect(bank.record(agreementOf, liga)).toBe(agreement)
  expect(bank.record(agreements, agreement)).toMatchObject({ holders: [liga], status: 'in-force' })
  expect(bank.record(agreements, agreement)?.concludedOn.toString()).toBe('2026-01-05')
  expect(opened.facts['binds']).toEqual(bound)
})

clause('RA-2.1', 'it binds general business terms, rules and price list, each at a recorded version', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const agreement = idIn<AgreementId>(await askForAccount(bank, [liga]), 'agreement')
  expect(bank.record(agreements, agreement)?.binding).toEqual(bound)
})

clause('RA-2.1', 'later accounts join the same agreement', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const first = await askForAccount(bank, [liga])
  await bank.cutOver('2026-02-02')
  const second = await askForAccount(bank, [liga], { currency: 'USD' })
  expect(second).toMatchObject({ facts: { agreement: first.facts['agreement'], agreementConcluded: false } })
  const record = bank.record(agreements, idIn<AgreementId>(second, 'agreement'))
  expect(record?.accounts).toEqual([first, second].map((one) => ({ account: idIn(one, 'account'), state: 'open' })))
  expect(record?.binding).toEqual(bound)
})

clause('RA-4.1', 'an account holds exactly one currency, one of the offered list', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const yen = await askForAccount(bank, [liga], { currency: 'JPY' })
  expect(yen).toMatchObject({ outcome: 'refused', code: 'currency-not-offered' })
  expect(settledBy(yen)).toEqual(['RA-4.1'])
  const euro = await askForAccount(bank, [liga])
  expect(settledBy(euro)).toContain('RA-4.1')
  expect(accountIn(bank, idIn<AccountId>(euro, 'account')).currency).toBe('EUR')
})

clause(
  'RA-4.1',
  'another currency needs another account, and several accounts in one currency are allowed',
  async () => {
    const bank = await TestBank.open()
    const liga = await registerPerson(bank, 'liga')
    const opened = [
      await askForAccount(bank, [liga]),
      await askForAccount(bank, [liga]),
      await askForAccount(bank, [liga], { currency: 'USD' }),
    ].map((one) => idIn<AccountId>(one, 'account'))
    expect(new Set(opened).size).toBe(3)
    expect(opened.map((id) => accountIn(bank, id).currency)).toEqual(['EUR', 'EUR', 'USD'])
  },
)

clause('RA-4.2', "an account is opened at the customer's request in an accepted channel", async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const customer = { role: 'customer', party: liga } as const
  const byPhone = await askForAccount(bank, [liga], { channel: 'phone' }, { actor: customer })
  expect(byPhone).toMatchObject({ code: 'channel-not-accepted', facts: { accepted: ['location', 'digital'] } })
  expect(settledBy(byPhone)).toEqual(['RA-4.2'])
  const digital = await askForAccount(bank, [liga], { channel: 'digital' }, { actor: customer })
  expect(settledBy(digital)).toContain('RA-4.2')
  expect(await askForAccount(bank, [liga])).toMatchObject({ outcome: 'accepted' })
})

clause(
  'RA-4.2',
  'an account is opened under an agreement in force: not under one that ends, but under a new one after it',
  async () => {
    const bank = await TestBank.open()
    const liga = await registerPerson(bank, 'liga')
    const account = await openPending(bank, [liga])
    const withdrawn = await about(bank, 'account.request-closing', account, { channel: 'location' })
    expect(withdrawn).toMatchObject({ facts: { withdraws: true } })
    const another = await askForAccount(bank, [liga])
    expect(another).toMatchObject({ outcome: 'refused', code: 'agreement-ending' })
    expect(settledBy(another)).toEqual(['RA-4.2'])
    expect(await about(bank, 'account.close', account)).toMatchObject({ facts: { agreementEnded: true } })
    const anew = await askForAccount(bank, [liga], { channel: 'location' })
    expect(anew).toMatchObject({ outcome: 'accepted', facts: { agreementConcluded: true } })
  },
)

clause('RA-4.5', 'each account gets a unique valid number', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const opened = [await askForAccount(bank, [liga]), await askForAccount(bank, [liga])]
  for (const one of opened) {
    const number = String(one.facts['number'])
    expect(isIban(number)).toBe(true)
    expect(number).toMatch(/^LV[0-9]{2}RIKO/)
    expect(bank.record(accountNumbers, number)).toEqual({ account: idIn(one, 'account'), former: false })
    expect(settledBy(one)).toContain('RA-4.5')
  }
  expect(new Set(opened.map(({ facts }) => facts['number'])).size).toBe(2)
  // The clause asks for notice of a change as well: without its period nothing of it holds.
  const announced = await about(
    bank,
    'account.announce-number',
    idIn<AccountId>(opened[0] as never, 'account'),
    {},
    {
      actor: { role: 'operator', staff: 'O-01' },
    },
  )
  expect(announced).toMatchObject({ outcome: 'accepted', facts: { from: '2026-03-05' } })
})

test('an account of joint holders has an agreement of its own, whoever is named first', async () => {
  const bank = await TestBank.open()
  const { liga } = await ligaWithAccount(bank)
  const janis = await registerPerson(bank, 'janis')
  const joint = await askForAccount(bank, [liga, janis])
  const agreement = idIn<AgreementId>(joint, 'agreement')
  expect(bank.record(agreementOf, liga)).not.toBe(agreement)
  expect(bank.record(agreements, agreement)?.holders).toEqual([liga, janis])
  const asked = await askForAccount(bank, [janis, liga])
  expect(asked).toMatchObject({ outcome: 'accepted', facts: { agreement: String(agreement) } })
  expect(accountIn(bank, idIn<AccountId>(asked, 'account')).holder).toBe(liga)
})

test('nobody makes another a joint holder without power to act for them', async () => {
  const bank = await TestBank.open()
  const [liga, janis] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
  const byLiga = { actor: { role: 'customer', party: liga } } as const
  const holders = [liga, janis]
  const refused = await askForAccount(bank, holders, {}, byLiga)
  expect(refused).toMatchObject({ code: 'no-authorisation', facts: { customer: String(janis) } })
  // Staff pass on everybody's own order, but not one holder's for the others.
  expect(await askForAccount(bank, holders, { orderedBy: String(liga) })).toMatchObject({ code: 'no-authorisation' })
  expect(bank.storage.records(testLane, 'account').size).toBe(0)
  await authorise(bank, { customer: janis, representatives: [liga] })
  const account = idIn<AccountId>(await askForAccount(bank, holders, {}, byLiga), 'account')
  // To dispose of the account, one of them is enough.
  const byJanis = { actor: { role: 'customer', party: janis } } as const
  const closing = await about(bank, 'account.request-closing', account, { channel: 'digital' }, byJanis)
  expect(closing).toMatchObject({ outcome: 'accepted' })
})

test('power for one joint holder that the document limits is no power to bind them', async () => {
  const bank = await TestBank.open()
  const [liga, janis] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
  await authorise(bank, { customer: janis, representatives: [liga], limits: { services: ['payments'] } })
  const byLiga = { actor: { role: 'customer', party: liga } } as const
  expect(await askForAccount(bank, [liga, janis], {}, byLiga)).toMatchObject({
    code: 'service-not-covered',
    facts: { customer: String(janis) },
  })
})

test('whoever is no registered party gets no account, and nobody opens one for somebody else', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const janis = await registerPerson(bank, 'janis')
  const stranger = (Number(liga) + 1000) as PartyId
  expect(await askForAccount(bank, [stranger])).toMatchObject({ outcome: 'refused', code: 'party-unknown' })
  const asking = { actor: { role: 'customer', party: janis } } as const
  expect(await askForAccount(bank, [liga], {}, asking)).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
  expect(bank.storage.records(testLane, 'account').size).toBe(0)
})

test('a company gets an account through its representative only', async () => {
  const bank = await TestBank.open()
  const { customer, representative } = await companyWithRepresentative(bank)
  expect(await askForAccount(bank, [customer])).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
  const passedOn = await askForAccount(bank, [customer], { orderedBy: String(representative) })
  expect(passedOn).toMatchObject({ outcome: 'accepted' })
  const asking = { actor: { role: 'representative', party: representative } } as const
  expect(await askForAccount(bank, [customer], {}, asking)).toMatchObject({ outcome: 'accepted' })
})

test('a company without any document gets none', async () => {
  const bank = await TestBank.open()
  const company = await registerCompany(bank)
  expect(await askForAccount(bank, [company])).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
})
