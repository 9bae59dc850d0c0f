import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { companyWithRepresentative, idIn, settledBy } from '../../parties/testing/people.ts'
import { dues } from '../../pricing/dues/rules.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { agreements } from '../../terms/agreements/rules.ts'
import { move, type Own, saver } from '../interest/testing/banks.ts'
import { about, accountIn, eur, openActive, openInternal, payIn } from '../testing/accounts.ts'

const ask = (bank: TestBank, account: AccountId) =>
  about(bank, 'account.request-closing', account, { channel: 'location' })
const close = (bank: TestBank, account: AccountId, payload: object = {}) =>
  about(bank, 'account.close', account, payload)
const balance = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).balanceMinor
const ownBalances = (bank: TestBank, own: Own) => [balance(bank, own.interest), balance(bank, own.tax)]

describe('the interest of an account that is closed', () => {
  /** Līga with 100,000.00 since 5 January on an account whose closing she asks for on a day, and another account. */
  async function closingOn(day: string) {
    const bank = await TestBank.open()
    const { own, liga, account } = await saver(bank)
    const savings = await openActive(bank, [liga])
    await move(bank, own, account, 10_000_000)
    await bank.cutOver(day)
    expect(await ask(bank, account)).toMatchObject({ outcome: 'accepted' })
    return { bank, own, account, savings }
  }

  clause('GBT-4.3', 'is credited up to that day, also on the very day on which closing was asked for', async () => {
    const { bank, own, account, savings } = await closingOn('2026-01-15')
    const closed = await close(bank, account, { payTo: String(savings) })
    // 100,000.00 at 0.05 % for the 10 days from 5 to 14 January over 365: 1.37, less 20 % tax of 0.27.
    expect(closed).toMatchObject({
      outcome: 'accepted',
      facts: { interest: eur(110), rest: eur(10_000_110), restTo: String(savings), agreementEnded: false },
    })
    expect(settledBy(closed)).toEqual(expect.arrayContaining(['GBT-4.3', 'RA-8.1', 'RA-12.1', 'RA-12.2']))
    expect([accountIn(bank, account).status, balance(bank, savings)]).toEqual(['closed', 10_000_110n])
    expect(ownBalances(bank, own)).toEqual([-137n, 27n])
  })

  it.each([
    // One day more each; a month that was not credited is credited by itself: 27 days of January are 3.70, its last day no other.
    ['2026-01-16', 121],
    ['2026-01-31', 285],
    ['2026-02-01', 296],
    ['2026-02-02', 296 + 11],
  ])('through the day before %s is %i after tax', async (day, net) => {
    const { bank, account, savings } = await closingOn(day)
    expect(await close(bank, account, { payTo: String(savings) })).toMatchObject({ facts: { interest: eur(net) } })
  })

  it('that was credited before is not credited again', async () => {
    const { bank, own, account, savings } = await closingOn('2026-02-10')
    const asked = { through: '2026-02-09', from: '2026-02-01' }
    const standing = `${account}@${accountIn(bank, account).seq}`
    await bank.do('interest.post', { ...asked, accounts: [standing] }, { actor: operator })
    const posted = ownBalances(bank, own)
    const before = balance(bank, account)
    const closed = await close(bank, account, { payTo: String(savings) })
    expect(closed.outcome).toBe('accepted')
    // January was left out when February was asked for.
    expect(closed.facts).toMatchObject({ rest: eur(Number(before) + 296) })
    expect(posted[0]).toBeLessThan(0n)
    expect(await close(bank, account)).toMatchObject({ code: 'closing-not-requested' })
  })

  it('must be known by how the account stands, and go somewhere', async () => {
    const { bank, account, savings } = await closingOn('2026-01-15')
    const { seq } = accountIn(bank, account)
    expect(await close(bank, account, { at: undefined })).toMatchObject({ code: 'standing-needed' })
    expect(await close(bank, account, { at: seq - 1 })).toMatchObject({ code: 'account-moved-on', facts: { at: seq } })
    expect(await close(bank, account)).toMatchObject({
      code: 'account-not-empty',
      facts: { balance: eur(10_000_000), interest: eur(110) },
    })
    expect(await close(bank, account, { payTo: String(account) })).toMatchObject({ code: 'payee-unknown' })
    expect(await close(bank, account, { payTo: '1099511999999' })).toMatchObject({ code: 'payee-unknown' })
    await about(bank, 'account.restrict', savings, { stops: 'credits' })
    expect(await close(bank, account, { payTo: String(savings) })).toMatchObject({ code: 'account-restricted' })
    expect(balance(bank, account)).toBe(10_000_000n)
  })
})

/** A company's two accounts, the first with 200.00, both opened and paid for. */
async function company(change?: (pack: Pack) => Pack) {
  const bank = await TestBank.open(change === undefined ? {} : { change })
  const till = await openInternal(bank, 'till')
  const { customer, representative } = await companyWithRepresentative(bank)
  const by = { orderedBy: String(representative) }
  const account = await openActive(bank, [customer], by)
  const other = await openActive(bank, [customer], by)
  const agreement = accountIn(bank, account).agreement as AgreementId
  await payIn(bank, till, account, 30_000)
  const collect = () =>
    bank.do('due.collect', { day: '2026-01-05', agreements: [String(agreement)] }, { actor: operator })
  await collect()
  const request = (of: AccountId) => about(bank, 'account.request-closing', of, { channel: 'location', ...by })
  return { bank, account, other, agreement, collect, request }
}

const obligations = (value: 'always' | 'never') => (pack: Pack) => ({
  ...pack,
  policies: { ...pack.policies, 'account.closing.obligations': value },
})

clause('PL-2.5', 'closing costs a legal person its fee, which is due on the day of the request', async () => {
  const { bank, account, agreement, request } = await company()
  const asked = await request(account)
  expect(asked).toMatchObject({
    outcome: 'accepted',
    facts: { fee: { service: 'account.closing', amount: eur(1_000), row: { clause: '2.5' }, dueOn: '2026-01-05' } },
  })
  expect(settledBy(asked)).toEqual(expect.arrayContaining(['RA-12.1', 'RA-10.1', 'PL-2.5']))
  expect(bank.record(dues, agreement)?.open).toMatchObject([{ service: 'account.closing', leftMinor: 1_000n }])
})

it('closing costs a natural person nothing', async () => {
  const bank = await TestBank.open()
  const { account } = await saver(bank)
  expect((await ask(bank, account)).facts).not.toHaveProperty('fee')
})

clause('RA-12.2', 'what is owed for the account is debited before it is closed, and the rest paid out', async () => {
  const { bank, account, other, collect, request } = await company()
  await request(account)
  const early = await close(bank, account, { payTo: String(other) })
  expect(early).toMatchObject({ code: 'dues-open' })
  await collect()
  expect(balance(bank, account)).toBe(19_000n)
  const closed = await close(bank, account, { payTo: String(other) })
  expect(closed).toMatchObject({ outcome: 'accepted', facts: { rest: eur(19_000), restTo: String(other) } })
  expect(settledBy(closed)).toEqual(['RA-12.1', 'RA-12.2'])
  expect([accountIn(bank, account).status, balance(bank, other)]).toEqual(['closed', 19_000n])
})

describe('while something is owed', () => {
  clause('RA-12.6', 'for the account it stays open, and each obstacle is told', async () => {
    const { bank, account, other, agreement, request } = await company()
    await request(account)
    const [due] = bank.record(dues, agreement)?.open ?? []
    const refused = await close(bank, account, { payTo: String(other) })
    expect(refused).toMatchObject({
      code: 'dues-open',
      facts: {
        obstacles: [
          { due: String(due?.due), kind: 'fee', service: 'account.closing', amount: eur(1_000), dueOn: '2026-01-05' },
        ],
      },
    })
    expect(settledBy(refused)).toEqual(['RA-12.6'])
    expect(accountIn(bank, account).status).toBe('closing')
  })

  it('for another account, only the last one stays open', async () => {
    const { bank, account, other, collect, request } = await company()
    await request(other)
    expect(await collect()).toMatchObject({ facts: { entries: 1 } })
    const loss = { account: String(account), amount: eur(5_000), dueOn: '2026-01-05' }
    await bank.do('loss.record', loss, { actor: operator })
    expect(await close(bank, other)).toMatchObject({ outcome: 'accepted' })
    await request(account)
    const refused = await close(bank, account, { at: accountIn(bank, account).seq })
    expect(refused).toMatchObject({ code: 'dues-open' })
    expect(refused.facts['obstacles']).toHaveLength(2)
  })

  clause('RA-12.6', 'the customer does not withdraw from the agreement, which ends once all is paid', async () => {
    const { bank, account, other, agreement, collect, request } = await company()
    await request(other)
    // What closing the other account costs is owed already.
    const [due] = bank.record(dues, agreement)?.open ?? []
    const asked = await request(account)
    expect(asked).toMatchObject({
      outcome: 'accepted',
      facts: { withdraws: false, obstacles: [{ due: String(due?.due), amount: eur(1_000) }] },
    })
    expect(settledBy(asked)).toContain('RA-12.6')
    expect(bank.record(agreements, agreement)?.withdrawnOn).toBeNull()
    await collect()
    // What is left is debited for somebody who has a right to it: the last account of an agreement has nowhere to pay out to.
    const fees = await openInternal(bank, 'fees')
    const left = { from: String(account), to: String(fees), amount: eur(18_000), nature: 'forced', ground: 'law' }
    await bank.do('debit.entitled', { ...left, reference: 'Art. 1' }, { actor: operator })
    expect(await close(bank, other)).toMatchObject({ facts: { agreementEnded: false } })
    expect(await close(bank, account)).toMatchObject({ facts: { agreementEnded: true } })
    expect(bank.record(agreements, agreement)).toMatchObject({ status: 'ended' })
  })

  clause('RA-12.6', 'where the institution does not insist, the request is notice all the same', async () => {
    const { bank, account, other, agreement, request } = await company(obligations('never'))
    await request(other)
    const asked = await request(account)
    expect(asked).toMatchObject({ outcome: 'accepted', facts: { withdraws: true } })
    expect(settledBy(asked)).toContain('RA-12.6')
    expect(bank.record(agreements, agreement)?.withdrawnOn?.toString()).toBe('2026-01-05')
  })

  clause('RA-12.6', 'it is closed all the same where the institution does not use that right', async () => {
    const { bank, account, other, agreement, request } = await company(obligations('never'))
    await request(account)
    const closed = await close(bank, account, { payTo: String(other) })
    expect(closed).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(closed)).toContain('RA-12.6')
    expect(bank.record(dues, agreement)?.open).toHaveLength(1)
  })
})

it('what orders of authorities keep on the account is not paid out', async () => {
  const bank = await TestBank.open()
  const { own, liga, account } = await saver(bank)
  const savings = await openActive(bank, [liga])
  await move(bank, own, account, 90_000)
  await about(bank, 'account.restrict', account, { stops: 'amount', amount: eur(100) })
  await ask(bank, account)
  expect(await close(bank, account, { payTo: String(savings) })).toMatchObject({ code: 'amount-restricted' })
  const placed = accountIn(bank, account)
  expect([placed.status, placed.balanceMinor]).toEqual(['closing', 90_000n])
  const again = await about(bank, 'account.restrict', account, { stops: 'debits' })
  expect(idIn(again, 'restriction')).toBeGreaterThan(0)
  expect(await close(bank, account, { payTo: String(savings) })).toMatchObject({ code: 'account-restricted' })
})
