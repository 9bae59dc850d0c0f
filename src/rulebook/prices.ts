/**
 * Prices: the rows of a price list, as data. A row prices one service for those whom its conditions fit; the first row in the list's
 * order that fits is the price. A service that no row prices costs nothing.
 */
import { type Static, Type } from 'typebox'
import { currencyCode, oneOf } from '../kernel/wire.ts'

/** What can have a price. A price list names no other. */
export const pricedServices = [
  'account.opening',
  'account.maintenance',
  'account.closing',
  /** A permitted limit that is kept ready, a year. */
  'limit.commitment',
  'payment.transfer',
  'payment.outgoing',
  'payment.incoming',
  'payment.standing-order',
  'payment.return',
  'cash.deposit',
  'cash.withdrawal',
  'cash-code.application',
  'cash-code.deposit',
  'cash-code.withdrawal',
  'statement.delivery',
  'statement.on-request',
  'seizure.execution',
  /** Interest that the institution pays on a balance. */
  'balance.interest',
  /** What an excess costs: for its use, for being late, and as a penalty. */
  'excess.usage-interest',
  'excess.late-interest',
  'excess.penalty',
] as const
export type PricedService = (typeof pricedServices)[number]

const minorText = Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$', description: 'Minor units, in quotes' })
/** Up to six decimals, so that it is a whole number of millionths of a percent. */
const percentText = Type.String({ pattern: '^(0|[1-9][0-9]{0,3})(\\.[0-9]{1,6})?$', description: 'Percent, in quotes' })
const some = <const W extends string>(list: readonly W[], description: string) =>
  Type.Optional(Type.Array(oneOf(list, description), { minItems: 1, uniqueItems: true, description }))

export const customerKinds = ['natural', 'legal'] as const
export const priceChannels = ['location', 'digital', 'atm', 'phone'] as const

export const priceRow = Type.Object(
  {
    service: oneOf(pricedServices, 'What it is the price of'),
    currency: currencyCode,
    customers: some(customerKinds, 'Whom it is for; everyone when left out'),
    channels: some(priceChannels, 'In which channels; in all when left out'),
    products: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true })),
    fixed: Type.Optional(minorText),
    /** Of the amount, or of what exceeds `above`. */
    percent: Type.Optional(percentText),
    above: Type.Optional(minorText),
    minimum: Type.Optional(minorText),
    maximum: Type.Optional(minorText),
    /** A year, by actual days over the year of the account's number (RA-8.4, RA-10.3). */
    annualPercent: Type.Optional(percentText),
    /** Interest runs on days that end with at least this balance. */
    minimumBalance: Type.Optional(minorText),
  },
  { additionalProperties: false },
)
export type PriceRow = Readonly<Static<typeof priceRow>>

/** About whom and what a price is asked. */
export type PriceQuestion = {
  readonly currency: string
  readonly customer?: (typeof customerKinds)[number] | undefined
  readonly channel?: (typeof priceChannels)[number] | undefined
  readonly product?: string | undefined
}

/** Whether the row prices the service for those asked about. A condition on what the question leaves open does not fit. */
export function fits(row: PriceRow, service: PricedService, about: PriceQuestion): boolean {
  return (
    row.service === service &&
    row.currency === about.currency &&
    within(row.customers, about.customer) &&
    within(row.channels, about.channel) &&
    within(row.products, about.product)
  )
}

const within = (list: readonly string[] | undefined, one: string | undefined): boolean =>
  list === undefined || (one !== undefined && list.includes(one))
