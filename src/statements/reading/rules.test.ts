import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, ligaWithAccount, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import { companyWithRepresentative, registerPerson, settledBy } from '../../parties/testing/people.ts'
import { informed } from '../availability/rules.ts'
import { asCustomer, goDigital, read, request } from '../testing/statements.ts'

/** Līga, who reads her statements in a digital channel from 2026-01-05 on. */
async function digital() {
  const bank = await TestBank.open()
  const { liga, account } = await ligaWithAccount(bank)
  const agreed = await goDigital(bank, liga)
  return { bank, liga, account, agreed }
}

const offered = ['json', 'page', 'csv', 'pdf', 'camt053-02', 'camt053-08', 'camt054-02', 'camt054-08']

clause('RA-9.1', 'transactions are shown in a statement in each form that the institution has', async () => {
  const { bank, liga, account } = await digital()
  for (const format of offered) {
    const shown = await read(bank, liga, account, '2026-01-01', '2026-01-05', format)
    expect(shown).toMatchObject({ outcome: 'accepted', facts: { format } })
    expect(settledBy(shown)).toContain('RA-9.1')
  }
})

clause('RA-9.1', 'a statement ends no earlier than it begins and no later than today', async () => {
  const { bank, liga, account } = await digital()
  expect(await read(bank, liga, account, '2026-01-05', '2026-01-05')).toMatchObject({
    outcome: 'accepted',
    facts: { format: 'json' },
  })
  expect(await read(bank, liga, account, '2026-01-04', '2026-01-03')).toMatchObject({ code: 'period-invalid' })
  expect(await read(bank, liga, account, '2026-01-05', '2026-01-06')).toMatchObject({
    outcome: 'refused',
    code: 'period-invalid',
    facts: { today: '2026-01-05' },
  })
})

clause('RA-9.2', 'a statement is there in digital channels for who agreed on them', async () => {
  const { bank, liga, account } = await digital()
  await bank.cutOver('2026-01-20')
  const shown = await read(bank, liga, account, '2026-01-01', '2026-01-20')
  expect(shown).toMatchObject({
    outcome: 'accepted',
    facts: { availableSince: '2026-01-05T09:00:00Z', availableOn: '2026-01-05', seenOn: '2026-01-20' },
  })
  expect(settledBy(shown)).toContain('RA-9.2')
  await bank.do('digital-channels.end', { customer: String(liga) })
  expect(await read(bank, liga, account, '2026-01-01', '2026-01-20')).toMatchObject({ code: 'digital-not-agreed' })
})

clause('RA-9.2', 'from that moment on, which is kept, its content counts as known', async () => {
  const { bank, liga, agreed } = await digital()
  expect(agreed).toMatchObject({
    outcome: 'accepted',
    facts: { availableSince: '2026-01-05T09:00:00Z', availableOn: '2026-01-05' },
  })
  expect(bank.record(informed, liga)?.digital).toMatchObject([{ until: null }])
  expect(bank.record(informed, liga)?.digital[0]?.from.on.toString()).toBe('2026-01-05')
  expect(await goDigital(bank, liga)).toMatchObject({ code: 'digital-agreed', facts: { availableOn: '2026-01-05' } })
})

clause('RA-9.6', 'reading a statement is kept as last seen', async () => {
  const { bank, liga, account } = await digital()
  expect(bank.record(informed, liga)?.lastSeen).toBeNull()
  expect(bank.record(informed, liga)?.checking?.remindOn.toString()).toBe('2026-01-24')
  expect(bank.record(informed, liga)?.checking?.from.toString()).toBe('2026-01-01')
  await bank.cutOver('2026-01-31')
  await bank.do('statement.remind', { customers: [String(liga)] }, { actor: { role: 'system' } })
  expect(bank.record(informed, liga)?.checking?.from.toString()).toBe('2026-02-01')
  const shown = await read(bank, liga, account, '2026-01-01', '2026-01-31')
  expect(shown).toMatchObject({ outcome: 'accepted', facts: { seenOn: '2026-01-31' } })
  expect(settledBy(shown)).toContain('RA-9.6')
  expect(bank.record(informed, liga)?.lastSeen?.on.toString()).toBe('2026-01-31')
})

clause('RA-9.9', 'once an account is closed the portal refuses its statements', async () => {
  const { bank, liga, account } = await digital()
  await about(bank, 'account.request-closing', account, { channel: 'location' })
  expect(await read(bank, liga, account, '2026-01-01', '2026-01-05')).toMatchObject({ outcome: 'accepted' })
  expect(await about(bank, 'account.close', account)).toMatchObject({ outcome: 'accepted' })
  const refused = await read(bank, liga, account, '2026-01-01', '2026-01-05')
  expect(refused).toMatchObject({ code: 'statement-at-institution', facts: { closedOn: '2026-01-05' } })
  expect(settledBy(refused)).toEqual(['RA-9.9'])
  const asked = await request(bank, account, '2026-01-01', '2026-01-05', {}, asCustomer(liga))
  expect(asked).toMatchObject({ outcome: 'refused', code: 'statement-at-institution' })
})

clause('RA-9.9', 'and staff can produce them', async () => {
  const { bank, account } = await digital()
  const till = await openInternal(bank, 'till')
  await openInternal(bank, 'fees')
  await about(bank, 'account.request-closing', account, { channel: 'location' })
  await about(bank, 'account.close', account)
  const produced = await request(bank, account, '2026-01-01', '2026-01-05', { feeFrom: String(till) })
  expect(produced).toMatchObject({ outcome: 'accepted', facts: { fee: { minor: '500', currency: 'EUR' } } })
  expect(settledBy(produced)).toContain('RA-9.9')
})

clause('RA-9.11', 'the customer sees the time back that the institution set, and not a day more', async () => {
  const { bank, liga, account } = await digital()
  expect(await read(bank, liga, account, '2024-01-06', '2026-01-05')).toMatchObject({ outcome: 'accepted' })
  expect(await read(bank, liga, account, '2024-01-05', '2026-01-05', 'json')).toMatchObject({ outcome: 'accepted' })
  const refused = await read(bank, liga, account, '2024-01-04', '2026-01-05')
  expect(refused).toMatchObject({ code: 'history-limited', facts: { earliest: '2024-01-05' } })
  expect(settledBy(refused)).toEqual(['RA-9.11'])
})

clause('RA-9.11', 'older history is for staff', async () => {
  const { bank, liga, account } = await digital()
  await openInternal(bank, 'fees')
  await payIn(bank, await openInternal(bank, 'till'), account, 1_000)
  expect(await request(bank, account, '2024-01-04', '2026-01-05')).toMatchObject({ outcome: 'accepted' })
  const own = await request(bank, account, '2024-01-04', '2026-01-05', {}, asCustomer(liga))
  expect(own).toMatchObject({ outcome: 'refused', code: 'history-limited', facts: { earliest: '2024-01-05' } })
  const within = await request(bank, account, '2024-01-05', '2026-01-05', {}, asCustomer(liga))
  expect(within).toMatchObject({ outcome: 'accepted', facts: { fee: { minor: '500', currency: 'EUR' } } })
})

clause('RA-9.11', 'no other form than those of the institution is owed', async () => {
  const bank = await TestBank.open({ change: withFormats(['json']) })
  const { liga, account } = await ligaWithAccount(bank)
  await goDigital(bank, liga)
  expect(await read(bank, liga, account, '2024-01-05', '2026-01-05')).toMatchObject({ outcome: 'accepted' })
  expect(await read(bank, liga, account, '2024-01-04', '2026-01-05')).toMatchObject({
    facts: { earliest: '2024-01-05' },
  })
  const refused = await read(bank, liga, account, '2026-01-01', '2026-01-05', 'pdf')
  expect(refused).toMatchObject({ outcome: 'refused', code: 'format-not-offered', facts: { offered: ['json'] } })
  expect(settledBy(refused)).toContain('RA-9.11')
})

test('an institution that makes no use of its right to limit shows all, in every form', async () => {
  const bank = await TestBank.open({
    change: (pack) => {
      const policies = { ...pack.policies, 'statement.history': 'never' } as const
      return { ...withFormats(['json'])(pack), policies }
    },
  })
  const { liga, account } = await ligaWithAccount(bank)
  await goDigital(bank, liga)
  expect(await read(bank, liga, account, '2001-01-01', '2026-01-05', 'pdf')).toMatchObject({ outcome: 'accepted' })
})

test('a representative with power over information reads for the customer; a stranger finds no account', async () => {
  const bank = await TestBank.open()
  const { customer, representative } = await companyWithRepresentative(bank)
  const janis = await registerPerson(bank, 'janis')
  const opened = await bank.do('account.open', {
    holders: [String(customer)],
    currency: 'EUR',
    channel: 'location',
    orderedBy: String(representative),
  })
  const account = String(opened.facts['account'])
  const period = { account, from: '2026-01-01', to: '2026-01-05', format: 'json' }
  const asOf = (party: number) => ({ actor: { role: 'representative' as const, party: party as never } })
  expect(await bank.do('statement.read', period, asOf(representative))).toMatchObject({ code: 'digital-not-agreed' })
  await bank.do('digital-channels.agree', { customer: String(customer), orderedBy: String(representative) })
  expect(await bank.do('statement.read', period, asOf(representative))).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(informed, customer)?.lastSeen?.on.toString()).toBe('2026-01-05')
  expect(await bank.do('statement.read', period, asOf(janis))).toMatchObject({ outcome: 'refused' })
})

const withFormats =
  (formats: readonly string[]) =>
  (pack: Parameters<NonNullable<NonNullable<Parameters<typeof TestBank.open>[0]>['change']>>[0]) => ({
    ...pack,
    documents: pack.documents.map((document) => ({
      ...document,
      clauses: document.clauses.map((one) => ({
        ...one,
        bindings: one.bindings.map((binding) =>
          binding.provision === 'statement.form' ? { ...binding, parameters: { formats } } : binding,
        ),
      })),
    })),
  })
