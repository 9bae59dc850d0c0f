/**
 * A debit, and everything that may cross it: what each leaves of the other, whichever comes first. The debit is ordered by a
 * representative of a company and takes part of the permitted limit, so that all that can refuse it matters.
 */
import type { Actor } from '../../src/storage/command.ts'
import type { Ask } from '../bank.ts'
import { authorise, euros, openWithAgreement, payIn, register, type Sender, system, type Told } from '../customers.ts'

/** One fresh customer of a bank, on whom a crossing is played. */
export type Affair = {
  readonly company: string
  readonly representative: string
  readonly authorisation: string
  readonly account: string
  readonly payee: string
  readonly businessDate: Temporal.PlainDate
}

export type Asked = { readonly kind: string; readonly payload: object; readonly ask: Ask }

export type Crossing = {
  readonly name: string
  /** What crosses the debit; absent where only the writer changes. */
  readonly other?: (affair: Affair, debit: Asked) => Asked
  /** Why the debit is refused after the other; null when it is not. */
  readonly debitAfter: string | null
  /** Why the other is refused after the debit; null when it is not. */
  readonly otherAfter: string | null
  /** What both orders leave on the account, in minor units, after 100 and a limit of 50. */
  readonly balance: { readonly otherFirst: number; readonly debitFirst: number }
}

const heldMinor = 10_000
/** By the price list, for a legal person: PL-1.1 for opening the account, and what the payment that comes in costs. */
const openingFeeMinor = 5_000
const incomingFeeMinor = 10
const limitMinor = 5_000
export const debitMinor = 12_000

/** Makes a company with 100 on its account and a permitted limit of 50, and a representative. */
export async function affairOf(
  bank: Sender,
  payee: string,
  nostro: string,
  name: string,
  businessDate: Temporal.PlainDate,
): Promise<Affair> {
  const representative = await register(bank, 'natural', `representative ${name}`)
  const company = await register(bank, 'legal', `company ${name}`)
  const authorisation = await authorise(bank, company, representative)
  const { account, agreement } = await openWithAgreement(bank, company, { orderedBy: representative })
  await payIn(bank, nostro, account, heldMinor + openingFeeMinor + incomingFeeMinor)
  // What a company owes for the opening comes before its orders.
  const collection = { day: businessDate.toString(), agreements: [agreement] }
  await accepted(bank.do('due.collect', collection, { actor: system }))
  const limit = { account, maximum: euros(limitMinor), fee: euros(0), ratePercent: '12', orderedBy: representative }
  await accepted(bank.do('account.agree-limit', limit))
  return { company, representative, authorisation, account, payee, businessDate }
}

async function accepted(told: Promise<Told>): Promise<void> {
  const { code } = await told
  if (code !== null) throw new Error(`refused: ${code}`)
}

const by = ({ representative }: Affair): Actor => ({ role: 'representative', party: Number(representative) as never })
const remittance = { category: 'payment-details' as const, plain: Buffer.from('invoice 17') }

/** The debit that all others cross. */
export const debitOf = (affair: Affair, key: string): Asked => ({
  kind: 'payment.transfer',
  payload: { from: affair.account, to: { account: affair.payee }, amount: euros(debitMinor) },
  ask: { actor: by(affair), key, details: [remittance, remittance] },
})

export const crossings: readonly Crossing[] = [
  {
    name: 'another debit',
    other: (affair) => debitOf(affair, `other debit ${affair.account}`),
    debitAfter: 'insufficient-funds',
    otherAfter: 'insufficient-funds',
    balance: { otherFirst: -2_000, debitFirst: -2_000 },
  },
  {
    name: 'a hold',
    other: (affair) => asked('hold.place', { from: affair.account, amount: euros(debitMinor) }, { actor: by(affair) }),
    debitAfter: 'insufficient-funds',
    otherAfter: 'insufficient-funds',
    balance: { otherFirst: 10_000, debitFirst: -2_000 },
  },
  {
    name: 'the end of the limit',
    other: ({ account, representative }) => asked('account.end-limit', { account, orderedBy: representative }),
    debitAfter: 'insufficient-funds',
    otherAfter: null,
    balance: { otherFirst: 10_000, debitFirst: -2_000 },
  },
  {
    name: 'a restriction',
    other: ({ account }) => asked('account.restrict', { account, stops: 'debits' }),
    debitAfter: 'account-restricted',
    otherAfter: null,
    balance: { otherFirst: 10_000, debitFirst: -2_000 },
  },
  {
    name: 'the revocation of the representative',
    other: ({ company, authorisation }) => asked('authorisation.revoke', { customer: company, authorisation }),
    debitAfter: 'no-authorisation',
    otherAfter: null,
    balance: { otherFirst: 10_000, debitFirst: -2_000 },
  },
  {
    name: 'the closing of the account',
    other: ({ account, representative }) =>
      asked('account.request-closing', { account, channel: 'location', orderedBy: representative }),
    debitAfter: 'account-closing',
    otherAfter: null,
    balance: { otherFirst: 10_000, debitFirst: -2_000 },
  },
  {
    name: 'the cut-over of the business date',
    other: ({ businessDate }) =>
      asked('clock.cut-over', { to: businessDate.add({ days: 1 }).toString() }, { actor: { role: 'system' } }),
    debitAfter: null,
    otherAfter: null,
    balance: { otherFirst: -2_000, debitFirst: -2_000 },
  },
  {
    name: 'the same command under the same key',
    other: (_affair, debit) => debit,
    debitAfter: null,
    otherAfter: null,
    balance: { otherFirst: -2_000, debitFirst: -2_000 },
  },
  {
    name: 'a takeover alone',
    debitAfter: null,
    otherAfter: null,
    balance: { otherFirst: -2_000, debitFirst: -2_000 },
  },
]

const asked = (kind: string, payload: object, ask: Ask = {}): Asked => ({ kind, payload, ask })
