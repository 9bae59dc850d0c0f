import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import { agreements } from '../../terms/agreements/rules.ts'
import { accountFiles } from '../files/rules.ts'
import {
  about,
  accountIn,
  askForAccount,
  debitFee,
  openActive,
  openInternal,
  openPending,
  payIn,
  transfer,
} from '../testing/accounts.ts'
import { decideActivation, isOverdue } from './rules.ts'

const day = Temporal.PlainDate.from('2026-01-05')
const documents = ['identity-document', 'funds-origin']

function recordOf<V>(record: V | undefined): V {
  if (record === undefined) throw new Error('the record was not kept')
  return record
}

/** Līga with an account for which two documents were requested. */
async function pending() {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const opened = await askForAccount(bank, [liga], { documents })
  // Monday the 5th of January and five business days; what comes in until then.
  expect(opened).toMatchObject({ facts: { activateBy: '2026-01-12', incomingUntilActive: 'accept' } })
  return { bank, liga, account: idIn<AccountId>(opened, 'account') }
}

const document = (bank: TestBank, what: 'receive' | 'approve' | 'reject', account: AccountId, number: number) =>
  about(bank, `account.${what}-document`, account, { document: number })

async function approve(bank: TestBank, account: AccountId, number: number) {
  await document(bank, 'receive', account, number)
  return document(bank, 'approve', account, number)
}

clause('RA-4.3', 'an opened account is not active', async () => {
  const { bank, account } = await pending()
  expect(accountIn(bank, account).status).toBe('opened')
  expect(bank.record(accountFiles, account)?.activatedOn).toBeNull()
})

clause('RA-4.3', 'activation follows within the set time, and overdue ones are listed', async () => {
  const { bank, account } = await pending()
  const file = recordOf(bank.record(accountFiles, account))
  expect(isOverdue(file, Temporal.PlainDate.from('2026-01-12'))).toBe(false)
  expect(isOverdue(file, Temporal.PlainDate.from('2026-01-13'))).toBe(true)
})

clause(
  'RA-4.3',
  'it waits until each requested document was received, reviewed and approved by a named person',
  async () => {
    const { bank, account } = await pending()
    expect(await document(bank, 'approve', account, 1)).toMatchObject({ code: 'document-not-received' })
    expect(await approve(bank, account, 1)).toMatchObject({ outcome: 'accepted' })
    const early = await about(bank, 'account.activate', account)
    expect(early).toMatchObject({
      outcome: 'refused',
      code: 'documents-outstanding',
      facts: { documents: [{ document: 2, kind: 'funds-origin', status: 'requested' }] },
    })
    expect(settledBy(early)).toEqual(['RA-4.3'])
    await document(bank, 'receive', account, 2)
    expect(await about(bank, 'account.activate', account)).toMatchObject({ code: 'documents-outstanding' })
    await document(bank, 'reject', account, 2)
    expect(await about(bank, 'account.activate', account)).toMatchObject({ code: 'documents-outstanding' })
    await approve(bank, account, 2)
    const activated = await about(bank, 'account.activate', account)
    expect(settledBy(activated)).toEqual(['RA-4.3'])
    expect(accountIn(bank, account).status).toBe('active')
    expect(bank.record(accountFiles, account)?.documents).toMatchObject([
      { status: 'approved', reviewedBy: 'T-01' },
      { status: 'approved', reviewedBy: 'T-01' },
    ])
  },
)

clause('RA-4.3', "until then the customer's orders are not accepted", async () => {
  const { bank, liga, account } = await pending()
  const other = await openActive(bank, [liga])
  const till = await openInternal(bank, 'till')
  await payIn(bank, till, account, 100)
  const refused = await transfer(bank, account, other, 100)
  expect(refused).toMatchObject({ outcome: 'refused', code: 'account-not-active' })
  expect(settledBy(refused)).toEqual(['RA-4.3'])
})

clause('RA-4.3', 'what is done with incoming money is a setting', async () => {
  const { bank, account } = await pending()
  const till = await openInternal(bank, 'till')
  expect(await payIn(bank, till, account, 100)).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(bank, account).balanceMinor).toBe(100n)
})

clause('RA-4.3', 'debits that need no consent stay possible', async () => {
  const { bank, account } = await pending()
  const fees = await openInternal(bank, 'fees')
  expect(await debitFee(bank, account, fees, 100)).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(bank, account).balanceMinor).toBe(-100n)
})

test('a document that was rejected may be handed in again, one that was approved stays so', async () => {
  const { bank, account } = await pending()
  await document(bank, 'receive', account, 1)
  await document(bank, 'reject', account, 1)
  expect(await approve(bank, account, 1)).toMatchObject({ outcome: 'accepted' })
  expect(await document(bank, 'receive', account, 1)).toMatchObject({ code: 'document-approved' })
  expect(await document(bank, 'reject', account, 1)).toMatchObject({ code: 'document-approved' })
  expect(await document(bank, 'receive', account, 3)).toMatchObject({ code: 'document-unknown' })
})

test('documents are requested until the activation, not after', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const account = await openPending(bank, [liga])
  const request = () => about(bank, 'account.request-documents', account, { documents: ['income-proof'] })
  expect(await request()).toMatchObject({ outcome: 'accepted' })
  expect(await about(bank, 'account.activate', account)).toMatchObject({ code: 'documents-outstanding' })
  await approve(bank, account, 1)
  await about(bank, 'account.activate', account)
  expect(await request()).toMatchObject({ outcome: 'refused', code: 'account-not-opened' })
  expect(await about(bank, 'account.activate', account)).toMatchObject({ code: 'account-not-opened' })
})

test('the customer hands documents in; a stranger does not', async () => {
  const { bank, liga, account } = await pending()
  const janis = await registerPerson(bank, 'janis')
  const handIn = (party: typeof liga) =>
    about(bank, 'account.receive-document', account, { document: 1 }, { actor: { role: 'customer', party } })
  expect(await handIn(janis)).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
  expect(await handIn(liga)).toMatchObject({ outcome: 'accepted' })
})

clause('RA-4.2', 'an account is activated at request, while the agreement is in force', async () => {
  const bank = await TestBank.open()
  const account = await openPending(bank, [await registerPerson(bank, 'liga')])
  const terms = bank.rulebook.terms(day)
  const affairs = {
    account: accountIn(bank, account),
    file: recordOf(bank.record(accountFiles, account)),
    agreement: recordOf(bank.record(agreements, accountIn(bank, account).agreement as AgreementId)),
  }
  const ended = { ...affairs, agreement: { ...affairs.agreement, status: 'ended' } as const }
  const refused = decideActivation(ended, day, terms)
  expect(refused).toMatchObject({ outcome: 'refused', code: 'agreement-ended' })
  expect(refused.cited).toEqual(terms.cite('account.opening'))
  expect(await about(bank, 'account.activate', account)).toMatchObject({ outcome: 'accepted' })
})

test('an unknown account is no account, and neither is one of the institution', async () => {
  const bank = await TestBank.open()
  const fees = await openInternal(bank, 'fees')
  for (const account of [fees, (fees + 1000) as AccountId])
    expect(await about(bank, 'account.activate', account)).toMatchObject({ code: 'account-unknown' })
})
