import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { authorise, registerCompany, registerPerson, settledBy } from '../../parties/testing/people.ts'
import { about, accountIn, openActive } from '../testing/accounts.ts'
import { changeNumber, entriesOf, move, ownAccounts, post, saver, withRate } from './testing/banks.ts'

const natures = ['interest', 'tax'] as const

clause('RA-8.1', 'interest is paid on a balance for which a rate is set', async () => {
  const bank = await TestBank.open()
  const { own, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account])
  // 10,000.00 on 27 days at 0.05 % over 365 days: 36.99 cents; 20 % of 37 is withheld.
  expect(entriesOf(bank, account, ...natures)).toEqual(['interest 37 2026-01-31', 'tax -7 2026-01-31'])
  expect(posted.facts).toMatchObject({ credited: 1, left: [], interest: [{ minor: '37', currency: 'EUR' }] })
  expect(settledBy(posted)).toContain('RA-8.1')
  expect(posted.cited.settled).toContainEqual({ document: 'PL', version: '2018-11-01', clause: '5.1' })
  expect(entriesOf(bank, own.interest, ...natures)).toEqual(['interest -37 2026-01-31'])
  expect(entriesOf(bank, own.tax, ...natures)).toEqual(['tax 7 2026-01-31'])
})

clause('RA-8.1', 'rates come in versions, which anyone can read: each credit names the one it went by', async () => {
  const bank = await TestBank.open({ on: '2026-02-02', change: (pack) => withRate(pack, '2026-03-01', '0.5') })
  const { own, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2026-03-01')
  const february = await post(bank, '2026-02-28', [account])
  expect(settledBy(february)).toContain('RA-8.1')
  expect(february.cited.disclosed).toContainEqual({ document: 'PL', version: '2018-11-01', clause: '5.1' })
  await bank.cutOver('2026-04-01')
  const march = await post(bank, '2026-03-31', [account])
  expect(march.cited.disclosed).toContainEqual({ document: 'PL', version: '2026-03-01', clause: '5.1' })
  // 10,000.30 on 31 days at 0.5 % over 365 days.
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 37 2026-02-28', 'interest 425 2026-03-31'])
})

it('pays nothing where no rate is set', async () => {
  const bank = await TestBank.open()
  const { own, account } = await saver(bank, 'SEK')
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2026-02-01')
  expect(await post(bank, '2026-01-31', [account])).toMatchObject({ outcome: 'accepted', facts: { credited: 0 } })
  expect(entriesOf(bank, account, ...natures)).toEqual([])
})

clause('RA-8.2', 'a calendar day counts when its end-of-day balance reaches the minimum', async () => {
  const bank = await TestBank.open({ change: (pack) => withRate(pack, '2026-01-01', '36.5') })
  const { own, account } = await saver(bank)
  // 0.1 % a day: a cent short of the minimum on 10 days, the minimum itself on the 15th and 16th, then a cent short again.
  await move(bank, own, account, 999_99)
  await bank.cutOver('2026-01-15')
  await move(bank, own, account, 1)
  await bank.cutOver('2026-01-17')
  await move(bank, own, account, -1)
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account])
  expect(settledBy(posted)).toContain('RA-8.2')
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 200 2026-01-31'])
})

clause('RA-8.2', 'interest is on the balance at the end of the day, whatever it was within the day', async () => {
  const bank = await TestBank.open({ change: (pack) => withRate(pack, '2026-01-01', '36.5') })
  const { own, account } = await saver(bank)
  await move(bank, own, account, 50_000_00)
  await move(bank, own, account, -48_000_00)
  await bank.cutOver('2026-01-06')
  await move(bank, own, account, -1_500_00)
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account])
  expect(settledBy(posted)).toContain('RA-8.2')
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 200 2026-01-31'])
})

clause('RA-8.3', 'a changed rate and minimum hold from their day on, whatever version was bound', async () => {
  const bank = await TestBank.open({ change: (pack) => withRate(pack, '2026-01-11', '73', '200000') })
  const { own, liga, account } = await saver(bank)
  await move(bank, own, account, 1_000_00)
  const rich = await openActive(bank, [liga])
  await move(bank, own, rich, 2_000_00)
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account, rich])
  expect(settledBy(posted)).toContain('RA-8.3')
  // Six days at 0.05 %, then 21 days at 0.2 % a day for whoever reaches the new minimum: 1.64 cents and 8,400.
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 1 2026-01-31'])
  expect(entriesOf(bank, rich, 'interest')).toEqual(['interest 8402 2026-01-31'])
})

clause('RA-8.3', 'a customer to whom the change is not welcome can withdraw from the agreement', async () => {
  const bank = await TestBank.open({ change: (pack) => withRate(pack, '2026-01-11', '0.01', '0') })
  const { own, liga, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account])
  expect(posted.outcome).toBe('accepted')
  expect(settledBy(posted)).toContain('RA-8.3')
  const actor = { role: 'customer', party: liga } as const
  const withdrawal = await about(bank, 'account.request-closing', account, { channel: 'digital' }, { actor })
  expect(withdrawal).toMatchObject({ outcome: 'accepted', facts: { withdraws: true } })
})

clause('RA-8.4', 'the year has a fixed length, in leap years too', async () => {
  const bank = await TestBank.open({ on: '2028-02-01', change: (pack) => withRate(pack, '2028-01-01', '36.5') })
  const { own, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2028-03-01')
  const posted = await post(bank, '2028-02-29', [account])
  expect(settledBy(posted)).toContain('RA-8.4')
  // 29 days at exactly 0.1 %: over 366 days it would be less.
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 29000 2028-02-29'])
})

clause('RA-8.4', 'when the number is replaced, the year splits at the date of the change', async () => {
  const bank = await TestBank.open({ on: '2025-11-20', change: (pack) => withRate(pack, '2025-01-01', '36.5') })
  const { own, account } = await saver(bank)
  await changeNumber(bank, account, 'NDEA', '2026-02-11')
  await move(bank, own, account, 10_000_00, '2026-02-01')
  await bank.cutOver('2026-03-01')
  const posted = await post(bank, '2026-02-28', [account])
  expect(settledBy(posted)).toContain('RA-8.4')
  // 10 days over 365, then 18 days over 360.
  const cents = Math.round(1_000_000 * 0.365 * (10 / 365 + 18 / 360))
  expect(entriesOf(bank, account, 'interest')).toEqual([`interest ${cents} 2026-02-28`])
  expect(settledBy(posted)).toEqual(expect.arrayContaining(['RA-8.4.1', 'RA-8.4.2']))
})

/** Interest for 30 days at 36 % on 10,000.00, on an account with a number of the bank code. */
async function june(bankCode: string, currency: string) {
  const bank = await TestBank.open({ on: '2025-11-20', change: (pack) => withRate(pack, '2025-01-01', '36') })
  const { own, account } = await saver(bank, currency)
  if (bankCode !== 'RIKO') await changeNumber(bank, account, bankCode, '2026-03-02')
  await move(bank, own, account, 10_000_00, '2026-06-01')
  await bank.cutOver('2026-07-01')
  const posting = post(bank, '2026-06-30', [account])
  await expect(posting, 'the rules give the year').resolves.toMatchObject({ outcome: 'accepted' })
  const posted = await posting
  return { posted, interest: entriesOf(bank, account, 'interest') }
}

clause('RA-8.4.1', 'the year has 360 days for account numbers with the bank code NDEA', async () => {
  const { posted, interest } = await june('NDEA', 'EUR')
  expect(posted.outcome).toBe('accepted')
  expect(settledBy(posted)).toContain('RA-8.4.1')
  expect(interest).toEqual(['interest 30000 2026-06-30'])
})

clause('RA-8.4.2', 'the year has 365 days for account numbers with the bank code RIKO', async () => {
  const { posted, interest } = await june('RIKO', 'EUR')
  expect(settledBy(posted)).toContain('RA-8.4.2')
  expect(interest).toEqual(['interest 29589 2026-06-30'])
  // Beside the other rule, so that both rows are known to be there.
  expect((await june('NDEA', 'GBP')).interest).toEqual(interest)
})

clause('RA-8.4.2', 'the year has 365 days for accounts in pounds with the bank code NDEA', async () => {
  const { posted, interest } = await june('NDEA', 'GBP')
  expect(settledBy(posted)).toContain('RA-8.4.2')
  expect(interest).toEqual(['interest 29589 2026-06-30'])
  expect((await june('RIKO', 'GBP')).interest).toEqual(interest)
})

clause('RA-8.5', 'interest is credited through the last day of the month, once', async () => {
  const bank = await TestBank.open()
  const { own, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2026-01-31')
  expect(await post(bank, '2026-01-30', [account])).toMatchObject({ facts: { credited: 0 } })
  expect(await post(bank, '2026-01-31', [account])).toMatchObject({ code: 'day-not-over' })
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account])
  expect(settledBy(posted)).toContain('RA-8.5')
  expect(await post(bank, '2026-01-31', [account])).toMatchObject({ outcome: 'accepted', facts: { credited: 0 } })
  await bank.cutOver('2026-02-02')
  const within = await post(bank, '2026-02-01', [account])
  expect(within).toMatchObject({ outcome: 'accepted', facts: { credited: 0 } })
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 37 2026-01-31'])
})

clause('RA-8.5', 'what accrued is exact, and rounded once when it is credited', async () => {
  const bank = await TestBank.open({ change: (pack) => withRate(pack, '2026-01-01', '0.05') })
  const { own, account } = await saver(bank)
  // 1,338.33 on 27 days come to 4.95 cents; rounded each day, they would be nothing.
  await move(bank, own, account, 1_338_33)
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account])
  expect(settledBy(posted)).toContain('RA-8.5')
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 5 2026-01-31'])
})

clause('GBT-4.2', 'tax is withheld from what a natural person earns, and nothing from a company', async () => {
  const bank = await TestBank.open()
  const { own, liga, account } = await saver(bank)
  const customer = await registerCompany(bank)
  await authorise(bank, { customer, representatives: [liga] })
  const company = await openActive(bank, [customer], { orderedBy: String(liga) })
  for (const one of [account, company]) await move(bank, own, one, 100_000_00)
  await bank.cutOver('2026-02-01')
  const posted = await post(bank, '2026-01-31', [account, company])
  expect(settledBy(posted)).toContain('GBT-4.2')
  expect(entriesOf(bank, account, ...natures)).toEqual(['interest 370 2026-01-31', 'tax -74 2026-01-31'])
  expect(entriesOf(bank, company, ...natures)).toEqual(['interest 370 2026-01-31'])
})

it('leaves an account that has moved on for the next time, and does not credit one twice that is named twice', async () => {
  const bank = await TestBank.open()
  const { own, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2026-02-01')
  const { seq } = accountIn(bank, account)
  await move(bank, own, account, 1)
  const asked = { through: '2026-01-31', from: '2026-01-01' }
  const stale = await bank.do('interest.post', { ...asked, accounts: [`${account}@${seq}`] }, { actor: operator })
  expect(stale).toMatchObject({ outcome: 'accepted', facts: { credited: 0, left: [String(account)] } })
  const now = `${account}@${seq + 1}`
  const twice = await bank.do('interest.post', { ...asked, accounts: [now, now] }, { actor: operator })
  expect(twice.facts).toMatchObject({ credited: 1, left: [] })
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 37 2026-01-31'])
})

it('credits an account whose closing was asked for through any day that is over', async () => {
  const bank = await TestBank.open()
  const { own, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  await bank.cutOver('2026-01-15')
  await about(bank, 'account.request-closing', account, { channel: 'location' })
  await post(bank, '2026-01-14', [account])
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 14 2026-01-14'])
  await bank.cutOver('2026-02-01')
  await post(bank, '2026-01-31', [account])
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 14 2026-01-14', 'interest 23 2026-01-31'])
})

it('asks for the period that the schedule has', async () => {
  const bank = await TestBank.open()
  const { account } = await saver(bank)
  await bank.cutOver('2026-02-01')
  const asked = { through: '2026-01-31', from: '2026-01-02', accounts: [`${account}@${accountIn(bank, account).seq}`] }
  expect(await bank.do('interest.post', asked, { actor: operator })).toMatchObject({
    code: 'period-differs',
    facts: { from: '2026-01-01' },
  })
})

it('counts money of a manual credit of interest as money, not as interest that was due', async () => {
  const bank = await TestBank.open()
  const { own, account } = await saver(bank)
  await move(bank, own, account, 10_000_00)
  const gift = { from: String(own.interest), to: String(account), amount: { minor: '3700', currency: 'EUR' } }
  expect(await bank.do('interest.credit', gift, { actor: operator })).toMatchObject({ outcome: 'accepted' })
  await bank.cutOver('2026-02-01')
  await post(bank, '2026-01-31', [account])
  expect(entriesOf(bank, account, 'interest')).toEqual(['interest 3700 2026-01-05', 'interest 37 2026-01-31'])
})

it('makes an entry that came late good at the next credit, and in the months between', async () => {
  const bank = await TestBank.open({ change: (pack) => withRate(pack, '2026-01-01', '36.5') })
  const own = await ownAccounts(bank)
  const { liga, account: late } = await saverWith(bank)
  const prompt = await openActive(bank, [liga])
  for (const one of [late, prompt]) await move(bank, own, one, 10_000_00)
  await bank.cutOver('2026-01-20')
  await move(bank, own, prompt, 3_333_33)
  for (const end of ['2026-01-31', '2026-02-28']) {
    await bank.cutOver(Temporal.PlainDate.from(end).add({ days: 1 }).toString())
    await post(bank, end, [late, prompt])
  }
  await bank.cutOver('2026-03-10')
  await move(bank, own, late, 3_333_33, '2026-01-20')
  await bank.cutOver('2026-04-01')
  await post(bank, '2026-03-31', [late, prompt])
  expect(entriesOf(bank, late, 'interest')).toHaveLength(5)
  expect(accountIn(bank, late).balanceMinor).toBe(accountIn(bank, prompt).balanceMinor)
  expect(sumsByValueDate(entriesOf(bank, late, ...natures))).toEqual(
    sumsByValueDate(entriesOf(bank, prompt, ...natures)),
  )
  // Nothing is made good twice.
  await bank.cutOver('2026-05-01')
  await post(bank, '2026-04-30', [late, prompt])
  expect(accountIn(bank, late).balanceMinor).toBe(accountIn(bank, prompt).balanceMinor)
})

async function saverWith(bank: TestBank) {
  const liga = await registerPerson(bank, 'liga')
  return { liga, account: await openActive(bank, [liga]) }
}

function sumsByValueDate(entries: readonly string[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const entry of entries) {
    const [nature, amount, date] = entry.split(' ')
    sums[`${nature} ${date}`] = (sums[`${nature} ${date}`] ?? 0) + Number(amount)
  }
  return sums
}
