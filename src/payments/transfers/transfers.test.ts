import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import {
  about,
  accountIn,
  eur,
  ligaWithAccount,
  openActive,
  openInternal,
  payIn,
  transfer,
} from '../../accounts/testing/accounts.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { authorise, idIn, registerCompany, registerPerson, settledBy } from '../../parties/testing/people.ts'
import type { DocumentVersion, Pack } from '../../rulebook/pack.ts'
import type { Actor } from '../../storage/command.ts'

/** Līga with 100.00 and Jānis with nothing, both in euro. */
async function twoAccounts(change?: (pack: Pack) => Pack) {
  const bank = await TestBank.open(change === undefined ? {} : { change })
  const { liga, account: from } = await ligaWithAccount(bank)
  const janis = await registerPerson(bank, 'janis')
  const to = await openActive(bank, [janis])
  await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
  return { bank, liga, janis, from, to }
}

describe('what can be spent', () => {
  clause('RA-6.1', 'all of the balance can be spent, and not a cent more', async () => {
    const { bank, from, to } = await twoAccounts()
    const more = await transfer(bank, from, to, 10_001)
    expect(more).toMatchObject({ code: 'insufficient-funds', facts: { available: eur(10_000), needed: eur(10_001) } })
    expect(settledBy(more)).toEqual(['RA-6.1'])
    expect(settledBy(await transfer(bank, from, to, 10_000))).toContain('RA-6.1')
    expect(accountIn(bank, from).balanceMinor).toBe(0n)
    expect(accountIn(bank, to).balanceMinor).toBe(10_000n)
  })

  clause('RA-6.1', 'the permitted limit adds to it; holds and restricted amounts take from it', async () => {
    const { bank, from, to } = await twoAccounts()
    await about(bank, 'account.agree-limit', from, { maximum: eur(5_000), fee: eur(0), ratePercent: '12' })
    await bank.do('hold.place', { from: String(from), amount: eur(3_000) })
    await about(bank, 'account.restrict', from, { stops: 'amount', amount: eur(2_000) })
    const more = await transfer(bank, from, to, 12_001)
    // What the restriction keeps back is another reason than a lack of money.
    expect(more).toMatchObject({ code: 'insufficient-funds', facts: { available: eur(10_000) } })
    expect(settledBy(more)).toEqual(['RA-6.1'])
    expect(await transfer(bank, from, to, 10_001)).toMatchObject({ code: 'amount-restricted' })
    expect(settledBy(await transfer(bank, from, to, 10_000))).toContain('RA-6.1')
    expect(accountIn(bank, from)).toMatchObject({ balanceMinor: 0n, heldMinor: 3_000n, restrictedMinor: 2_000n })
  })
})

/** Service terms of the tests' own, which say what the rules say of spendable money. */
const serviceTerms: DocumentVersion = {
  code: 'XT',
  role: 'service-terms',
  version: '2020-01-01',
  effective: Temporal.PlainDate.from('2020-01-01'),
  title: { en: 'Terms of a service', lv: 'Pakalpojuma noteikumi' },
  languages: ['en'],
  example: true,
  hash: 'test',
  clauses: [
    {
      id: '1',
      kind: 'rule',
      text: { en: 'Only free money can be spent.' },
      mandatory: false,
      bindings: [{ provision: 'account.spendable', parameters: {} }],
    },
  ],
}
const withServiceTerms = (pack: Pack): Pack => ({ ...pack, documents: [...pack.documents, serviceTerms] })

describe('documents beside the rules', () => {
  clause(
    'RA-2.3',
    'service terms decide where the rules are silent, or where a clause of these refers to them',
    async () => {
      const { bank, from, to } = await twoAccounts(withServiceTerms)
      const nowhere = { from: String(from), to: { number: 'LV60RIKO0001000000999' }, amount: eur(1) }
      const refused = await bank.do('payment.transfer', nowhere)
      expect(refused).toMatchObject({ code: 'payee-unknown' })
      expect(settledBy(refused)).toEqual([expect.stringMatching(/^PR-/), 'RA-2.3'])
      const short = await transfer(bank, from, to, 10_001)
      expect(short).toMatchObject({ code: 'insufficient-funds' })
      expect(settledBy(short)).toEqual(['XT-1', 'RA-2.3'])
      await about(bank, 'account.restrict', from, { stops: 'debits' })
      expect(settledBy(await transfer(bank, from, to, 1))).toEqual(['RA-11.1'])
    },
  )

  clause('RA-2.4', 'what the rules leave open the general terms decide, and the citation names them', async () => {
    const bank = await TestBank.open()
    const incomplete = { kind: 'natural', consumer: true, residence: 'LV', facts: [] }
    const refused = await bank.do('party.register', incomplete)
    expect(refused).toMatchObject({ code: 'details-incomplete' })
    expect(settledBy(refused)).toEqual([expect.stringMatching(/^GBT-/), 'RA-2.4'])
  })

  it('where the rules and the general terms both speak, the rules decide', async () => {
    const { bank, from, to } = await twoAccounts()
    const wrong = await transfer(bank, from, to, 100)
    const proposed = await bank.do('correction.propose', { decision: wrong.id, ground: 'twice' }, { actor: operator })
    expect(settledBy(proposed)).toEqual(['RA-9.10'])
  })
})

describe('who may order', () => {
  const customer = (party: PartyId): Actor => ({ role: 'customer', party })

  it('a customer pays from the own account and from no other', async () => {
    const { bank, liga, janis, from, to } = await twoAccounts()
    const order = { from: String(from), to: { account: String(to) }, amount: eur(1) }
    expect(await bank.do('payment.transfer', order, { actor: customer(liga) })).toMatchObject({ outcome: 'accepted' })
    expect(await bank.do('payment.transfer', order, { actor: customer(janis) })).toMatchObject({
      code: 'no-authorisation',
    })
  })

  it('a representative pays up to the limit of the authorisation document', async () => {
    const bank = await TestBank.open()
    const company = await registerCompany(bank)
    const anna = await registerPerson(bank, 'anna')
    await authorise(bank, {
      customer: company,
      representatives: [anna],
      limits: { services: ['accounts', 'payments'], perTransaction: eur(500) },
    })
    const opened = await bank.do('account.open', {
      holders: [String(company)],
      currency: 'EUR',
      channel: 'location',
      orderedBy: String(anna),
    })
    const from = idIn<AccountId>(opened, 'account')
    await about(bank, 'account.activate', from)
    await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
    const { account: to } = await ligaWithAccount(bank)
    const order = (minor: number) => ({ from: String(from), to: { account: String(to) }, amount: eur(minor) })
    const actor: Actor = { role: 'representative', party: anna }
    expect(await bank.do('payment.transfer', order(500), { actor })).toMatchObject({ outcome: 'accepted' })
    expect(await bank.do('payment.transfer', order(501), { actor })).toMatchObject({ code: 'amount-over-limit' })
  })
})

describe('an order that does not fit', () => {
  it.each([
    ['no amount', { amount: eur(0) }, 'amount-zero'],
    ['another currency', { amount: { minor: '1', currency: 'USD' } }, 'currency-differs'],
    ['a currency that does not exist', { amount: { minor: '1', currency: 'XQX' } }, 'currency-differs'],
    ['an account nobody has', { from: '1099511999999' }, 'account-unknown'],
    ['another value date, from a teller', { valueDate: '2026-01-02' }, 'value-date-not-allowed'],
  ])('%s is refused, and nothing moves', async (_title, wrong, code) => {
    const { bank, from, to } = await twoAccounts()
    const before = bank.writer.head.nextNumber
    const order = { from: String(from), to: { account: String(to) }, amount: eur(1), ...wrong }
    expect(await bank.do('payment.transfer', order)).toMatchObject({ code })
    expect(accountIn(bank, from).balanceMinor).toBe(10_000n)
    expect(bank.writer.head.nextNumber).toBe(before)
  })

  it('an account pays nothing to itself', async () => {
    const { bank, from } = await twoAccounts()
    expect(await transfer(bank, from, from, 1)).toMatchObject({ code: 'same-account' })
  })

  it('a former account number still names its account', async () => {
    const { bank, from, to } = await twoAccounts()
    const [number] =
      [...bank.storage.records(1 as never, 'account-number')].find(
        ([, one]) => (one as { account: AccountId }).account === to,
      ) ?? []
    await about(bank, 'account.announce-number', to, { bankCode: 'NDEA' })
    await bank.cutOver('2026-06-01')
    await about(bank, 'account.change-number', to)
    const order = { from: String(from), to: { number: String(number) }, amount: eur(700) }
    expect(await bank.do('payment.transfer', order)).toMatchObject({ outcome: 'accepted' })
    expect(accountIn(bank, to).balanceMinor).toBe(700n)
  })
})

describe('what an order must not do', () => {
  const customer = (party: PartyId): Actor => ({ role: 'customer', party })

  it('no order debits an account of the institution, whoever sends it', async () => {
    const { bank, liga, from } = await twoAccounts()
    for (const product of ['nostro', 'fees', 'till'] as const) {
      const own = await openInternal(bank, product)
      const order = { from: String(own), amount: eur(1_000) }
      for (const actor of [customer(liga), { role: 'teller', staff: 'T-01' } as const, operator]) {
        const sent = [
          await bank.do('payment.transfer', { ...order, to: { account: String(from) } }, { actor }),
          await bank.do('hold.place', order, { actor }),
        ]
        expect(sent.map(({ code }) => code)).toEqual(['account-unknown', 'account-unknown'])
      }
      expect(accountIn(bank, own).balanceMinor).toBe(0n)
    }
  })

  it('nor does money reach one: cash and fees have their own commands', async () => {
    const { bank, liga, from } = await twoAccounts()
    for (const product of ['fees', 'till'] as const) {
      const order = { from: String(from), to: { account: String(await openInternal(bank, product)) }, amount: eur(1) }
      expect(await bank.do('payment.transfer', order, { actor: customer(liga) })).toMatchObject({
        code: 'payee-unknown',
      })
    }
  })

  it('nobody says of themselves that another signed, too', async () => {
    const bank = await TestBank.open()
    const company = await registerCompany(bank)
    const [anna, janis] = [await registerPerson(bank, 'anna'), await registerPerson(bank, 'janis')]
    await authorise(bank, { customer: company, representatives: [anna], limits: { services: ['accounts'] } })
    const both = { services: ['payments'], signatures: 2 }
    await authorise(bank, { customer: company, representatives: [anna, janis], limits: both })
    const holders = { holders: [String(company)], currency: 'EUR', channel: 'location', orderedBy: String(anna) }
    const from = idIn<AccountId>(await bank.do('account.open', holders), 'account')
    await about(bank, 'account.activate', from)
    await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
    const { account: to } = await ligaWithAccount(bank)
    const order = { from: String(from), to: { account: String(to) }, amount: eur(1), coSigners: [String(janis)] }
    const actor: Actor = { role: 'representative', party: anna }
    expect(await bank.do('payment.transfer', order, { actor })).toMatchObject({ code: 'signatures-missing' })
    const seen = { ...order, orderedBy: String(anna) }
    expect(await bank.do('payment.transfer', seen)).toMatchObject({ outcome: 'accepted' })
  })

  it('a payer does not learn why the payee’s account takes nothing; staff do', async () => {
    const { bank, liga, from, to } = await twoAccounts()
    await about(bank, 'account.restrict', to, { stops: 'credits' })
    const order = { from: String(from), to: { account: String(to) }, amount: eur(1) }
    const told = await bank.do('payment.transfer', order, { actor: customer(liga) })
    expect(told).toMatchObject({ code: 'payee-unavailable', facts: {}, internal: { code: 'account-restricted' } })
    expect(told.cited.disclosed.map(({ clause: id }) => id)).not.toContain('11.1')
    expect(settledBy(told)).toEqual(['RA-11.1'])
    expect(await bank.do('payment.transfer', order)).toMatchObject({ code: 'account-restricted' })
  })
})
