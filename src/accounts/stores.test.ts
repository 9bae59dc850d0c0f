import { expect, test } from 'vitest'
import { operator, type TestBank } from '../../tests/bank.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import type { AnyCollection } from '../kernel/state.ts'
import { idIn, registerPerson, told } from '../parties/testing/people.ts'
import { agreementOf, agreements } from '../terms/agreements/rules.ts'
import { balanceHistories } from './balances/rules.ts'
import { basicApplications } from './basic/rules.ts'
import { lateApplications } from './basic/store.ts'
import { excesses } from './excess/rules.ts'
import { accountFiles, numberOf } from './files/rules.ts'
import { overdueActivations } from './files/store.ts'
import { internalAccounts } from './internal/rules.ts'
import { overdrafts } from './limits/rules.ts'
import { accountNumbers } from './numbers/rules.ts'
import { accountByNumber } from './numbers/store.ts'
import { accountsOfCustomer, accountViews } from './readers.ts'
import { accountRefusals } from './refusal/rules.ts'
import { refusalsOf } from './refusal/store.ts'
import { accountRestrictions } from './restriction/rules.ts'
import { segregations } from './segregated/rules.ts'
import { accountStores } from './stores.ts'
import { about, askForAccount, eur, openActive, openInternal, openPending } from './testing/accounts.ts'
import { testsKeptAlike } from './testing/kept-alike.ts'

const kept: readonly AnyCollection[] = [
  agreements,
  agreementOf,
  accountFiles,
  internalAccounts,
  accountNumbers,
  accountRefusals,
  overdrafts,
  accountRestrictions,
  basicApplications,
  segregations,
  excesses,
]

/** Something of everything that accounts keep. */
async function live(bank: TestBank) {
  const liga = await registerPerson(bank, 'liga')
  const janis = await registerPerson(bank, 'janis')
  const fees = await openInternal(bank, 'fees')
  const active = await openActive(bank, [liga])
  const joint = await openActive(bank, [liga, janis])
  const waiting = await openPending(bank, [janis], { documents: ['funds-origin', 'income-proof'] })
  for (const step of ['receive', 'approve']) await about(bank, `account.${step}-document`, waiting, { document: 1 })
  const note = { details: [told('why', 'staff-note')] }
  const refused = await openPending(bank, [janis])
  await about(bank, 'account.refuse', refused, { refused: 'activation', reason: 'other' }, note)
  await about(bank, 'account.agree-limit', active, {
    maximum: eur('9007199254740993'),
    fee: eur(5),
    ratePercent: '1.5',
  })
  const debits = idIn(await about(bank, 'account.restrict', active, { stops: 'debits' }), 'restriction')
  await about(bank, 'account.restrict', active, { stops: 'amount', amount: eur(7) })
  await about(bank, 'account.lift-restriction', active, { restriction: String(debits) })
  await bank.do('basic-account.apply', { customer: String(janis), currency: 'EUR', channel: 'digital' })
  const segregated = await bank.do(
    'segregated-account.open',
    { holder: String(liga), currency: 'EUR', channel: 'location', subject: 'sworn-notary', otherwise: ['fees'] },
    { details: [told('certificate')] },
  )
  const debit = { from: String(waiting), to: String(fees), nature: 'forced', ground: 'law', reference: '1' }
  await bank.do('debit.entitled', { ...debit, amount: eur(100) }, { actor: operator })
  await about(bank, 'account.announce-number', active, {}, { actor: operator })
  await about(bank, 'account.announce-number', joint, {}, { actor: operator })
  await bank.cutOver('2026-03-05')
  await about(bank, 'account.change-number', active, {}, { actor: operator })
  await bank.do('excess.charge', { day: '2026-01-05', accounts: [`${waiting}@2`] }, { actor: operator })
  await about(bank, 'account.request-closing', joint, { channel: 'post' })
  await about(bank, 'account.close', joint, { at: 3 })
  return { liga, janis, fees, active, joint, waiting, refused, segregated: idIn<AccountId>(segregated, 'account') }
}

const lived = testsKeptAlike(live, kept)

test('every collection of accounts has a store', () => {
  const all = [...kept, balanceHistories].map(({ name }) => name)
  expect(accountStores.map(({ collection }) => collection).sort()).toEqual(all.sort())
})

test('a number finds its lane and account, a former one too; an unknown one finds nothing', async () => {
  const { sql } = lived.bank.institution
  const file = await lived.bank.stored(accountFiles, lived.made.active)
  if (file === undefined) throw new Error('the account has no file')
  const found = { lane: lived.bank.lane, account: lived.made.active }
  expect(await accountByNumber(sql, numberOf(file))).toEqual({ ...found, former: false })
  expect(await accountByNumber(sql, file.numbers[0]?.iban ?? '')).toEqual({ ...found, former: true })
  expect(await accountByNumber(sql, 'LV80BANK0000435195001')).toBeUndefined()
})

test('a number that is taken cannot be given again', async () => {
  const { sql } = lived.bank.institution
  const file = await lived.bank.stored(accountFiles, lived.made.active)
  const insert = sql`
    insert into account_number (lane, iban, account, former)
    values (${lived.bank.lane}, ${file?.numbers[0]?.iban ?? ''}, ${lived.made.joint}, false)`
  await expect(insert).rejects.toThrow('account_number_pkey')
})

test("a customer's accounts are read with their numbers and states, joint and closed ones included", async () => {
  const { sql } = lived.bank.institution
  const read = (party: PartyId) => accountsOfCustomer(sql, lived.bank.lane, party)
  const ofLiga = await read(lived.made.liga)
  expect(ofLiga.map(({ account }) => [account.account, account.status])).toEqual([
    [lived.made.active, 'active'],
    [lived.made.segregated, 'opened'],
    [lived.made.joint, 'closed'],
  ])
  expect(ofLiga[0]?.account).toMatchObject({ limitMinor: 9_007_199_254_740_993n, restrictedMinor: 7n })
  expect((await read(lived.made.janis)).map(({ account }) => account.account)).toEqual([
    lived.made.joint,
    lived.made.waiting,
    lived.made.refused,
  ])
  expect(await accountViews(sql, lived.bank.lane, [lived.made.fees, lived.made.waiting])).toHaveLength(1)
})

test('accounts that wait past their time for activation are listed from the next day on', async () => {
  const { sql } = lived.bank.institution
  const listed = async (day: string) =>
    (await overdueActivations(sql, lived.bank.lane, Temporal.PlainDate.from(day), 10)).map(({ account }) => account)
  expect(await listed('2026-01-12')).toEqual([])
  expect(await listed('2026-01-13')).toEqual([lived.made.waiting, lived.made.segregated])
})

test('applications for a basic account that wait past their time are listed from the next day on', async () => {
  const { sql } = lived.bank.institution
  const listed = async (day: string) =>
    (await lateApplications(sql, lived.bank.lane, Temporal.PlainDate.from(day), 10)).map(({ customer }) => customer)
  expect(await listed('2026-01-19')).toEqual([])
  expect(await listed('2026-01-20')).toEqual([lived.made.janis])
})

test('what was refused to a customer is read with its note, still sealed', async () => {
  const [refusal, ...others] = await refusalsOf(lived.bank.institution.sql, lived.bank.lane, lived.made.janis)
  expect(others).toEqual([])
  expect(refusal).toMatchObject({ refused: 'activation', account: lived.made.refused, refusedBy: 'T-01' })
  expect(refusal?.sealedNote?.length).toBeGreaterThan(0)
  expect(refusal?.sealedNote?.includes('why')).toBe(false)
})

test('decided from what the database keeps or from memory, a decision tells the same, byte for byte', async () => {
  await lived.bank.restart()
  const asked = await askForAccount(lived.bank.asTestBank, [lived.made.janis], { currency: 'USD' })
  expect(asked).toMatchObject({ outcome: 'accepted', facts: { agreementConcluded: false } })
  const inMemory = await askForAccount(lived.twin, [lived.made.janis], { currency: 'USD' })
  expect(JSON.stringify(asked.facts)).toBe(JSON.stringify(inMemory.facts))
  expect(JSON.stringify(asked.facts['binds'])).toBe('{"GBT":"2018-11-01","RA":"2018-11-01","PL":"2018-11-01"}')
})
