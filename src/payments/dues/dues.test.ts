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
import { deadlineKey, deadlines } from '../../kernel/deadline.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import { dues } from '../../pricing/dues/rules.ts'
import { disclosures } from '../../privacy/disclosures/rules.ts'
import type { Pack } from '../../rulebook/pack.ts'

/** Līga, whose account is empty, and Jānis; Līga owes 1.00 for January. */
async function owing(change?: (pack: Pack) => Pack, on = '2026-01-31') {
  const bank = await TestBank.open({ on, ...(change === undefined ? {} : { change }) })
  const { liga, account } = await ligaWithAccount(bank)
  const janis = await openActive(bank, [await registerPerson(bank, 'janis')])
  const till = await openInternal(bank, 'till')
  const fees = await openInternal(bank, 'fees')
  const agreement = accountIn(bank, account).agreement as AgreementId
  const maintain = (day: string) =>
    bank.do('fee.charge-maintenance', { day, accounts: [String(account)] }, { actor: { role: 'system' } })
  const collect = (day: string) =>
    bank.do('due.collect', { day, agreements: [String(agreement)] }, { actor: { role: 'system' } })
  return { bank, liga, account, janis, till, fees, agreement, maintain, collect }
}

const open = (bank: TestBank, agreement: AgreementId) => bank.record(dues, agreement)?.open ?? []
const balance = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).balanceMinor

clause(
  'RA-10.4',
  'what is due comes before orders that are given later: they are served from what it leaves',
  async () => {
    const { bank, account, janis, till, agreement, maintain } = await owing(undefined, '2026-01-30')
    await payIn(bank, till, account, 50)
    // The day before, everything can be spent but one cent, which stays.
    expect(await transfer(bank, account, janis, 49)).toMatchObject({ outcome: 'accepted' })
    await bank.cutOver('2026-01-31')
    await bank.cutOver('2026-02-01')
    expect(await maintain('2026-01-31')).toMatchObject({ facts: { due: 1, charged: 0 } })
    expect(open(bank, agreement)).toMatchObject([{ kind: 'fee', leftMinor: 100n, dueOn: { month: 1, day: 31 } }])
    await payIn(bank, till, account, 999)
    const refused = await transfer(bank, account, janis, 901)
    expect(refused).toMatchObject({
      outcome: 'refused',
      code: 'dues-first',
      facts: { available: eur(900), needed: eur(901), due: eur(100) },
    })
    expect(settledBy(refused)).toEqual(['RA-10.4'])
    expect(await transfer(bank, account, janis, 900)).toMatchObject({ outcome: 'accepted' })
    const held = await bank.do('hold.place', { from: String(account), amount: eur(1) })
    expect(held).toMatchObject({ outcome: 'refused', code: 'dues-first' })
  },
)

clause(
  'RA-10.4',
  'money that comes in is taken for what is due at the close of the day, by its clause and row',
  async () => {
    const { bank, account, fees, till, agreement, maintain, collect } = await owing()
    await maintain('2026-01-31')
    expect(await collect('2026-01-31')).toMatchObject({ facts: { entries: 0 } })
    await bank.cutOver('2026-02-02')
    await payIn(bank, till, account, 40)
    const partly = await collect('2026-02-01')
    expect(partly).toMatchObject({
      facts: {
        entries: 1,
        debited: [{ kind: 'fee', service: 'account.maintenance', amount: eur(40), row: { clause: '2.2' } }],
      },
    })
    expect(settledBy(partly)).toEqual(expect.arrayContaining(['RA-10.4', 'PL-2.2']))
    expect(open(bank, agreement)).toMatchObject([{ leftMinor: 60n }])
    await payIn(bank, till, account, 100)
    const wholly = await collect('2026-02-02')
    expect(wholly).toMatchObject({ outcome: 'accepted', facts: { debited: [{ amount: eur(60) }] } })
    expect(settledBy(wholly)).toEqual(expect.arrayContaining(['RA-10.4', 'PL-2.2']))
    expect(open(bank, agreement)).toEqual([])
    expect([account, fees].map((id) => balance(bank, id))).toEqual([40n, 100n])
  },
)

const policy = (value: 'never' | 'staff') => (pack: Pack) => ({
  ...pack,
  policies: { ...pack.policies, 'fee.due-first': value },
})

clause('RA-10.4', 'an institution that lets orders go first says so', async () => {
  const { bank, account, janis, till, agreement, maintain, collect } = await owing(policy('never'))
  await maintain('2026-01-31')
  await payIn(bank, till, account, 150)
  const passed = await transfer(bank, account, janis, 100)
  expect(passed).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(passed)).toContain('RA-10.4')
  await bank.cutOver('2026-02-01')
  const left = await collect('2026-01-31')
  expect(left).toMatchObject({ outcome: 'accepted', facts: { entries: 0 } })
  expect(settledBy(left)).toContain('RA-10.4')
  expect(open(bank, agreement)).toHaveLength(1)
  const byStaff = await owing(policy('staff'))
  await byStaff.maintain('2026-01-31')
  await payIn(byStaff.bank, byStaff.till, byStaff.account, 150)
  await byStaff.collect('2026-01-31')
  expect(open(byStaff.bank, byStaff.agreement)).toHaveLength(1)
  const asked = { day: '2026-01-31', agreements: [String(byStaff.agreement)] }
  expect(await byStaff.bank.do('due.collect', asked, { actor: operator })).toMatchObject({ facts: { entries: 1 } })
  expect(open(byStaff.bank, byStaff.agreement)).toEqual([])
})

/** A loss of 30.00 that Līga has to compensate from a day on. */
const recordLoss = (bank: TestBank, account: AccountId, dueOn: string) =>
  about(bank, 'loss.record', account, { amount: eur(3_000), dueOn }, { actor: operator })

clause(
  'GBT-10.1',
  'a loss to be compensated comes before orders from its due day on, and is debited like other dues',
  async () => {
    const { bank, account, janis, till, collect, agreement } = await owing()
    const compensation = await openInternal(bank, 'compensation')
    await payIn(bank, till, account, 3_500)
    const recorded = await recordLoss(bank, account, '2026-03-01')
    expect(recorded).toMatchObject({ outcome: 'accepted', facts: { dueOn: '2026-03-01', amount: eur(3_000) } })
    expect(settledBy(recorded)).toContain('GBT-10.1')
    // 28 February is the day before, and a month's end.
    await bank.cutOver('2026-02-28')
    expect(await transfer(bank, account, janis, 100)).toMatchObject({ outcome: 'accepted' })
    expect(await transfer(bank, account, janis, 200)).toMatchObject({ outcome: 'accepted' })
    expect(await collect('2026-02-28')).toMatchObject({ facts: { entries: 0 } })
    await bank.cutOver('2026-03-01')
    expect(await transfer(bank, account, janis, 201)).toMatchObject({ code: 'dues-first' })
    await bank.cutOver('2026-03-02')
    expect(await transfer(bank, account, janis, 201)).toMatchObject({ code: 'dues-first' })
    const collected = await collect('2026-03-01')
    expect(collected).toMatchObject({
      outcome: 'accepted',
      facts: { debited: [{ kind: 'compensation', amount: eur(3_000) }] },
    })
    expect(settledBy(collected)).toContain('GBT-10.1')
    expect([account, compensation].map((id) => balance(bank, id))).toEqual([200n, 3_000n])
    expect(open(bank, agreement)).toEqual([])
  },
)

/** Līga owes 1.00 for January and a loss of 30.00; then a penalty of 5.00 is charged on the first. */
async function penalised(cash = 500) {
  const setting = await owing()
  const { bank, account, till, agreement, maintain } = setting
  const penalties = await openInternal(bank, 'penalties')
  const compensation = await openInternal(bank, 'compensation')
  await maintain('2026-01-31')
  await recordLoss(bank, account, '2026-01-31')
  const [fee] = open(bank, agreement)
  if (cash > 0) await payIn(bank, till, account, cash)
  const asked = { due: String(fee?.due), amount: eur(500), reference: '7.2' }
  const charged = await about(bank, 'penalty.charge', account, asked, { actor: operator })
  return { ...setting, penalties, compensation, asked, charged }
}

clause('RA-10.5', 'a paid penalty leaves the obligation open', async () => {
  const { bank, account, agreement, charged } = await penalised()
  expect(charged).toMatchObject({
    outcome: 'accepted',
    facts: { penalty: eur(500), stays: { amount: eur(100) }, account: String(account) },
  })
  expect(settledBy(charged)).toEqual(['RA-10.5'])
  expect(balance(bank, account)).toBe(0n)
  expect(open(bank, agreement)).toMatchObject([
    { kind: 'fee', leftMinor: 100n },
    { kind: 'compensation', leftMinor: 3_000n },
  ])
})

clause('RA-10.5', 'it changes no recorded loss and is not credited against it: it is booked apart', async () => {
  const { bank, account, till, fees, agreement, penalties, compensation, collect, charged } = await penalised()
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { loss: eur(3_000) } })
  expect([penalties, fees, compensation].map((id) => balance(bank, id))).toEqual([500n, 0n, 0n])
  await payIn(bank, till, account, 3_100)
  await collect('2026-01-31')
  expect([penalties, fees, compensation].map((id) => balance(bank, id))).toEqual([500n, 100n, 3_000n])
  expect(open(bank, agreement)).toEqual([])
})

clause('RA-10.5', 'a penalty without cover is due by itself, beside what it is on', async () => {
  const { bank, agreement, penalties, account, till, collect, charged } = await penalised(0)
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { penalty: eur(500) } })
  expect(open(bank, agreement).map(({ kind, leftMinor }) => [kind, leftMinor])).toEqual([
    ['fee', 100n],
    ['compensation', 3_000n],
    ['penalty', 500n],
  ])
  await payIn(bank, till, account, 3_600)
  const collected = await collect('2026-01-31')
  expect(collected).toMatchObject({ outcome: 'accepted', facts: { entries: 3 } })
  expect(settledBy(collected)).toContain('RA-10.5')
  expect(balance(bank, penalties)).toBe(500n)
})

describe('dues', () => {
  it('are taken from any account of the customer, and from several when none has enough', async () => {
    const { bank, liga, account, till, agreement, maintain, collect } = await owing()
    const other = await openActive(bank, [liga])
    await maintain('2026-01-31')
    await payIn(bank, till, account, 30)
    await payIn(bank, till, other, 90)
    expect(await transfer(bank, other, account, 1)).toMatchObject({ code: 'dues-first' })
    const collected = await collect('2026-01-31')
    expect(settledBy(collected)).toContain('RA-10.6')
    expect([account, other].map((id) => balance(bank, id))).toEqual([0n, 20n])
    expect(open(bank, agreement)).toEqual([])
  })

  it('leave alone what is held, and accounts in another currency', async () => {
    const { bank, liga, account, janis, till, agreement, maintain, collect } = await owing()
    await openActive(bank, [liga], { currency: 'USD' })
    await payIn(bank, till, account, 80)
    await bank.do('hold.place', { from: String(account), amount: eur(50) })
    await maintain('2026-01-31')
    await collect('2026-01-31')
    expect(open(bank, agreement)).toMatchObject([{ leftMinor: 70n }])
    expect(balance(bank, account)).toBe(50n)
    expect(balance(bank, janis)).toBe(0n)
  })

  it('have a deadline while they stand, and none after', async () => {
    const { bank, account, till, agreement, maintain, collect } = await owing()
    await maintain('2026-01-31')
    const key = deadlineKey({ due: Temporal.PlainDate.from('2026-01-31'), kind: 'due', subject: agreement })
    expect(bank.record(deadlines, key)).toBe('set')
    await payIn(bank, till, account, 100)
    await collect('2026-01-31')
    expect(bank.record(deadlines, key)).toBe('cleared')
    expect(await collect('2026-01-31')).toMatchObject({ facts: { entries: 0 } })
  })

  it('a penalty needs something that is due, and its currency', async () => {
    const { bank, account, asked } = await penalised()
    const charge = (other: object) =>
      about(bank, 'penalty.charge', account, { ...asked, ...other }, { actor: operator })
    expect(await charge({ due: '1099511999999' })).toMatchObject({ code: 'due-unknown' })
    expect(await charge({ amount: { minor: '1', currency: 'USD' } })).toMatchObject({ code: 'currency-differs' })
    expect(await charge({ amount: eur(0) })).toMatchObject({ code: 'amount-zero' })
    expect(idIn(await charge({}), 'due')).toBeGreaterThan(0)
  })
})

clause(
  'LP-III.collection',
  'what an agreement owes is overdue by its own dues, whatever day somebody says',
  async () => {
    const { bank, liga, till, account, agreement, maintain, collect } = await owing()
    const tell = (more: object) =>
      bank.do(
        'disclosure.make',
        {
          ...{ subjects: [String(liga)], recipient: 'collectors', receiver: '40000000001', country: 'LV' },
          ...{ purpose: 'claims', basis: 'legitimate-interest', kinds: ['name', 'settlement'] },
          shown: [{ kind: 'overdue', reference: 'L-1', agreement: String(agreement), ...more }],
        },
        { actor: { role: 'compliance-officer', staff: 'C-01' } },
      )
    await maintain('2026-01-31')
    const early = await tell({ dueOn: '2020-01-01' })
    expect([early.code, settledBy(early)]).toEqual(['condition-missing', ['LP-I.2.special', 'LP-III.collection']])
    await bank.cutOver('2026-02-01')
    const told = await tell({})
    expect([told.code, settledBy(told)]).toEqual([null, expect.arrayContaining(['LP-III.collection'])])
    expect(bank.record(disclosures, Number(told.facts['disclosure']))?.shown).toEqual([
      { kind: 'overdue', reference: 'L-1', agreement: String(agreement), dueOn: '2026-01-31' },
    ])
    await payIn(bank, till, account, 100)
    await collect('2026-02-01')
    expect((await tell({ dueOn: '2026-01-31' })).code).toBe('condition-missing')
  },
)
