import { expect, it } from 'vitest'
import { operator } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import {
  about,
  accountIn,
  eur,
  openActive,
  openInternal,
  payIn,
  payOut,
  transfer,
} from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { bankWithTill } from '../testing/till.ts'
import { accountCards } from './rules.ts'

/** Līga's account with 100.00, somebody to pay to, and what every way to spend needs. */
async function shop(change?: (pack: Pack) => Pack) {
  const of = await bankWithTill(change)
  const nostro = await openInternal(of.bank, 'nostro')
  const payee = await openActive(of.bank, [await registerPerson(of.bank, 'janis')])
  await payIn(of.bank, of.till, of.account, 10_000)
  return { ...of, nostro, payee }
}
type Shop = Awaited<ReturnType<typeof shop>>

let tokens = 0
const link = ({ bank }: Pick<Shop, 'bank'>, account: AccountId, limits: readonly string[] = [], token?: string) => {
  tokens += 1
  return about(bank, 'card.link', account, { token: token ?? `token-${1000 + tokens}`, lastFour: '4242', limits })
}

async function linked(of: Shop, limits: readonly string[] = []): Promise<string> {
  return String(idIn(await link(of, of.account, limits), 'card'))
}

const act = ({ bank, account }: Shop, kind: string, card: string) => about(bank, `card.${kind}`, account, { card })

const byCard = ({ bank, account }: Shop, card: string, minor = 100) =>
  bank.do('hold.place', { from: String(account), amount: eur(minor), card }, { actor: { role: 'system' } })

/** One of each order that comes without a card. */
async function uncarded({ bank, account, till, nostro, payee }: Shop) {
  return [
    await transfer(bank, account, payee, 100),
    await bank.do('payment.outgoing', { from: String(account), nostro: String(nostro), amount: eur(100) }),
    await payOut(bank, till, account, 100),
    await bank.do('hold.place', { from: String(account), amount: eur(100) }),
  ]
}

const policy = (value: 'always' | 'never') => (pack: Pack) => ({
  ...pack,
  policies: { ...pack.policies, 'card.limits': value },
})

clause('RA-6.6', 'an account with a linked card can be limited to that card: no other order goes through', async () => {
  const of = await shop()
  const card = await linked(of, ['uncarded'])
  await act(of, 'activate', card)
  for (const refused of await uncarded(of)) {
    expect(refused).toMatchObject({ outcome: 'refused', code: 'card-only' })
    expect(settledBy(refused)).toEqual(expect.arrayContaining(['RA-6.6', 'CT-1.1']))
  }
  const held = await byCard(of, card, 700)
  expect(held).toMatchObject({ outcome: 'accepted', facts: { card } })
  const capture = { hold: String(held.facts['hold']), to: String(of.nostro), amount: eur(700), final: true }
  expect(await of.bank.do('hold.capture', capture, { actor: operator })).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(of.bank, of.account).balanceMinor).toBe(9_300n)
  // Money still comes in.
  expect(await payIn(of.bank, of.till, of.account, 1)).toMatchObject({ outcome: 'accepted' })
})

clause('RA-6.6', 'and to after the card is activated', async () => {
  const of = await shop()
  const card = await linked(of, ['unactivated'])
  for (const refused of await uncarded(of)) {
    expect(refused).toMatchObject({ outcome: 'refused', code: 'card-not-active' })
    expect(settledBy(refused)).toEqual(expect.arrayContaining(['RA-6.6', 'CT-1.2']))
  }
  const activated = await act(of, 'activate', card)
  expect(activated).toMatchObject({ outcome: 'accepted', facts: { limitLifted: true } })
  expect(settledBy(activated)).toContain('RA-6.6')
  for (const accepted of await uncarded(of)) expect(accepted).toMatchObject({ outcome: 'accepted' })
})

clause(
  'RA-6.6',
  'the limits are used by a decision of named staff, by policy on every account, or not at all',
  async () => {
    const byStaff = await shop()
    await linked(byStaff)
    expect(accountIn(byStaff.bank, byStaff.account).blocked).toBe(0)
    const limited = await about(byStaff.bank, 'card.limit', byStaff.account, { limits: ['uncarded'] })
    expect(limited).toMatchObject({ outcome: 'accepted', facts: { limits: ['uncarded'] } })
    expect(settledBy(limited)).toEqual(['RA-6.6'])
    expect(await transfer(byStaff.bank, byStaff.account, byStaff.payee, 1)).toMatchObject({ code: 'card-only' })
    const always = await shop(policy('always'))
    expect(await link(always, always.account)).toMatchObject({ facts: { limits: ['uncarded', 'unactivated'] } })
    const never = await shop(policy('never'))
    const waived = await link(never, never.account, ['uncarded'])
    expect(waived).toMatchObject({ outcome: 'refused', code: 'entitlement-waived' })
    expect(settledBy(waived)).toEqual(['RA-6.6'])
  },
)

clause('CT-1.1', 'a card is linked to one account and draws on its free money', async () => {
  const of = await shop()
  const first = await link(of, of.account, [], 'token-of-the-card')
  const card = String(idIn(first, 'card'))
  expect(settledBy(first)).toContain('CT-1.1')
  await act(of, 'activate', card)
  expect(await byCard(of, card, 10_001)).toMatchObject({ code: 'insufficient-funds' })
  expect(await byCard(of, card, 10_000)).toMatchObject({ outcome: 'accepted' })
  const stranger = await of.bank.do(
    'hold.place',
    { from: String(of.payee), amount: eur(1), card },
    { actor: { role: 'system' } },
  )
  expect(stranger).toMatchObject({ code: 'card-unknown' })
  const again = await link(of, of.payee, [], 'token-of-the-card')
  expect(again).toMatchObject({ outcome: 'refused', code: 'card-linked' })
  expect(settledBy(again)).toContain('CT-1.1')
})

clause('CT-1.2', 'a new card works once its holder has activated it', async () => {
  const of = await shop()
  const card = await linked(of)
  const early = await byCard(of, card)
  expect(early).toMatchObject({ outcome: 'refused', code: 'card-not-active' })
  expect(settledBy(early)).toContain('CT-1.2')
  const own = { actor: { role: 'customer', party: of.liga } } as const
  const activated = await of.bank.do('card.activate', { account: String(of.account), card }, own)
  expect(activated).toMatchObject({ outcome: 'accepted' })
  expect(await byCard(of, card)).toMatchObject({ outcome: 'accepted' })
  const twice = await act(of, 'activate', card)
  expect(twice).toMatchObject({ outcome: 'refused', code: 'card-activated' })
  expect(settledBy(twice)).toContain('CT-1.2')
})

clause('CT-1.3', 'a card that is blocked, or whose link was ended, pays nothing any more', async () => {
  const of = await shop()
  const [blocked, unlinked] = [await linked(of), await linked(of)]
  for (const card of [blocked, unlinked]) await act(of, 'activate', card)
  expect(await act(of, 'block', blocked)).toMatchObject({ outcome: 'accepted' })
  expect(await act(of, 'unlink', unlinked)).toMatchObject({ outcome: 'accepted' })
  for (const card of [blocked, unlinked]) {
    const refused = await byCard(of, card)
    expect(refused).toMatchObject({ outcome: 'refused', code: 'card-blocked' })
    expect(settledBy(refused)).toContain('CT-1.3')
  }
})

it('the limits end with the last linked card, and not before; other restrictions stand', async () => {
  const of = await shop()
  const { bank, account, payee } = of
  const first = await linked(of, ['uncarded', 'unactivated'])
  const second = await linked(of)
  await about(bank, 'account.restrict', account, { stops: 'amount', amount: eur(1_000) })
  expect(await act(of, 'unlink', first)).toMatchObject({ facts: { limitsLifted: false } })
  expect(await transfer(bank, account, payee, 1)).toMatchObject({ code: 'card-not-active' })
  expect(await act(of, 'unlink', second)).toMatchObject({ facts: { limitsLifted: true } })
  expect(await act(of, 'unlink', second)).toMatchObject({ code: 'card-unlinked' })
  expect(accountIn(bank, account)).toMatchObject({ blocked: 0, restrictedMinor: 1_000n })
  expect(await transfer(bank, account, payee, 9_000)).toMatchObject({ outcome: 'accepted' })
})

it('without a linked card there is nothing to limit to, and a limit is placed once', async () => {
  const of = await shop()
  const limit = () => about(of.bank, 'card.limit', of.account, { limits: ['uncarded'] })
  expect(await limit()).toMatchObject({ code: 'card-unknown' })
  await linked(of)
  expect(await limit()).toMatchObject({ outcome: 'accepted' })
  expect(await limit()).toMatchObject({ code: 'card-limited' })
  expect(await act(of, 'block', '1099511999999')).toMatchObject({ code: 'card-unknown' })
})

it('a card whose link was ended can be linked to another account', async () => {
  const of = await shop()
  const card = String(idIn(await link(of, of.account, [], 'token-that-moves'), 'card'))
  await act(of, 'unlink', card)
  expect(await link(of, of.payee, [], 'token-that-moves')).toMatchObject({ outcome: 'accepted' })
  expect(of.bank.record(accountCards, of.account)?.cards).toMatchObject([{ unlinkedOn: expect.anything() }])
})
