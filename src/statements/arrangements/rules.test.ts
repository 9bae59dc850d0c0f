import { expect, test } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, ligaWithAccount, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { companyWithRepresentative, idIn, settledBy } from '../../parties/testing/people.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { statementKey, statements } from '../availability/rules.ts'
import { goDigital, makeMonthly } from '../testing/statements.ts'
import { arrangements } from './rules.ts'

clause('RA-9.5', 'another delivery can be chosen among those offered', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  for (const way of ['post', 'e-mail']) {
    const chosen = await about(bank, 'statement.choose-delivery', account, { way })
    expect(chosen).toMatchObject({ outcome: 'accepted', facts: { way, since: '2026-01-05' } })
    expect(settledBy(chosen)).toEqual(['RA-9.5'])
  }
  const ended = await about(bank, 'statement.end-delivery', account, {}, { actor: operator })
  expect(ended).toMatchObject({ outcome: 'accepted', facts: { endsOn: '2026-02-05' } })
})

clause('RA-9.5', 'it ends after notice, and statements are available as before', async () => {
  const bank = await TestBank.open({ on: '2026-01-31' })
  const { account } = await ligaWithAccount(bank)
  await payIn(bank, await openInternal(bank, 'till'), account, 1_000)
  await about(bank, 'statement.arrange-monthly', account, { place: 'Riga-1' })
  expect(await about(bank, 'statement.choose-delivery', account, { way: 'post' })).toMatchObject({
    outcome: 'accepted',
  })
  const ended = await about(bank, 'statement.end-delivery', account, {}, { actor: operator })
  expect(ended).toMatchObject({
    outcome: 'accepted',
    facts: { endsOn: '2026-02-28', afterwards: 'location' },
  })
  // The day before its end it is still sent; from its end on it waits at the location again.
  await bank.cutOver('2026-02-27')
  const sent = await makeMonthly(bank, '2026-01', account)
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { made: 1, post: 1 } })
  await bank.cutOver('2026-02-28')
  expect(await makeMonthly(bank, '2025-12', account)).toMatchObject({ facts: { made: 1, location: 1 } })
  await bank.cutOver('2026-03-01')
  await makeMonthly(bank, '2026-02', account)
  expect(bank.record(statements, statementKey(account, '2026-02'))?.issues).toMatchObject([{ how: 'location' }])
})

test('the end is told once, and not where nothing was chosen', async () => {
  const bank = await TestBank.open()
  const { liga, account } = await ligaWithAccount(bank)
  const end = () => about(bank, 'statement.end-delivery', account, {}, { actor: operator })
  expect(await end()).toMatchObject({ code: 'delivery-not-chosen' })
  await about(bank, 'statement.choose-delivery', account, { way: 'e-mail' })
  await goDigital(bank, liga)
  expect(await end()).toMatchObject({ outcome: 'accepted', facts: { afterwards: 'digital' } })
  expect(await end()).toMatchObject({ code: 'delivery-ending', facts: { endsOn: '2026-02-05' } })
  await bank.cutOver('2026-02-04')
  expect(await end()).toMatchObject({ code: 'delivery-ending' })
  await bank.cutOver('2026-02-05')
  expect(await end()).toMatchObject({ code: 'delivery-not-chosen' })
  expect(bank.record(arrangements, account)?.other?.endsOn?.toString()).toBe('2026-02-05')
})

test('a company, and a closed account, have no monthly statement at a location', async () => {
  const change = (pack: Pack): Pack => ({
    ...pack,
    // What the company owes for the opening does not keep the account open.
    policies: { ...pack.policies, 'account.closing.obligations': 'never' },
  })
  const bank = await TestBank.open({ change })
  const { customer, representative } = await companyWithRepresentative(bank)
  const orderedBy = String(representative)
  const asked = { holders: [String(customer)], currency: 'EUR', channel: 'location', orderedBy }
  const account = idIn<AccountId>(await bank.do('account.open', asked), 'account')
  const place = 'Riga-1'
  const arrange = () => about(bank, 'statement.arrange-monthly', account, { place, orderedBy })
  expect(await arrange()).toMatchObject({ code: 'consumer-service' })
  await about(bank, 'account.request-closing', account, { channel: 'location', orderedBy })
  await about(bank, 'account.close', account)
  expect(await arrange()).toMatchObject({ code: 'statement-at-institution' })
})
