/** How payments look from outside: names, numbers and remittance texts part from the payload into details of each side. */
import { type TSchema, Type } from 'typebox'
import { isOwnNumber } from '../accounts/numbers/rules.ts'
import { parseIban } from '../kernel/iban.ts'
import { type Edge, Malformed, type Wire } from '../privacy/edge.ts'
import type { AnyCommandKind } from '../storage/command.ts'
import { type PaymentDetails, paymentDetail } from './details.ts'

/** Text as people write it, without control characters. Lengths: ISO 20022, Max140Text. */
const words = (description: string) =>
  Type.String({ minLength: 1, maxLength: 140, pattern: '^[^\\u0000-\\u001f\\u007f]+$', description })

const endToEnd = Type.Optional(
  Type.String({ pattern: '^[A-Za-z0-9/?:().,+ -]{1,35}$', description: 'End-to-end reference of the payment' }),
)
const remittance = Type.Optional(words('What the payment is for'))
const payeeName = Type.Optional(words('Name of the payee, as the payer writes it'))
const counterparty = Type.Object(
  { name: words('Name at the other institution'), number: Type.String({ minLength: 5, maxLength: 34 }) },
  { additionalProperties: false, description: 'The other side: name and IBAN' },
)

type Personal = {
  readonly remittance?: string
  readonly endToEnd?: string
  readonly payeeName?: string
  readonly counterparty?: { readonly name: string; readonly number: string }
  readonly to?: { readonly number?: string }
}

/** `sides`: for each of the command's details, what that side is told. */
function wireOf(
  { payload }: AnyCommandKind,
  fields: Readonly<Record<string, TSchema>>,
  sides: readonly ((told: Personal) => PaymentDetails)[],
): Wire {
  return {
    schema: Type.Object(
      { ...(payload as unknown as { properties: Record<string, TSchema> }).properties, ...fields },
      { additionalProperties: false },
    ),
    part: (body: Personal, edge) => {
      const { remittance, endToEnd, payeeName, counterparty, ...payload } = body
      if (payload.to?.number !== undefined) checkOwn(payload.to.number, '/to/number', edge)
      if ([remittance, endToEnd, payeeName, counterparty].every((one) => one === undefined)) return { payload }
      const told: Personal = counterparty
        ? { ...body, counterparty: { ...counterparty, number: iban(counterparty.number, '/counterparty/number') } }
        : body
      return { payload, details: sides.map((side) => paymentDetail(side(told), edge)) }
    },
  }
}

/** The number in its electronic form. Throws Malformed. */
function iban(text: string, at: string): string {
  const found = parseIban(text, { lenient: true })
  if (found === undefined) throw new Malformed(at, 'is no IBAN: country, length or check digits are wrong')
  return found
}

/**
 * A number in `to` stays in the payload, since it names an account here; that of an account elsewhere is a stranger's datum, which belongs
 * into `counterparty` and is kept sealed. Throws Malformed.
 */
function checkOwn(text: string, at: string, { entity }: Edge): void {
  if (!isOwnNumber(iban(text, at), entity))
    throw new Malformed(at, 'is of another institution: send a payment with a counterparty')
}

const payerOfTransfer = ({ to, payeeName, remittance, endToEnd }: Personal): PaymentDetails => ({
  name: payeeName,
  number: to?.number,
  remittance,
  endToEnd,
})
const payeeOfTransfer = ({ remittance, endToEnd }: Personal): PaymentDetails => ({ remittance, endToEnd })
const remittanceAlone = ({ remittance }: Personal): PaymentDetails => ({ remittance })
const otherSide = ({ counterparty, remittance, endToEnd }: Personal): PaymentDetails => ({
  ...counterparty,
  remittance,
  endToEnd,
})

/** Between accounts of the institution: both sides see the remittance, the payer also whom they named. */
export const transferWire = (command: AnyCommandKind): Wire =>
  wireOf(command, { payeeName, remittance, endToEnd }, [payerOfTransfer, payeeOfTransfer])

/** To or from another institution. */
export const networkWire = (command: AnyCommandKind): Wire =>
  wireOf(
    command,
    {
      counterparty: command.kind === 'payment.incoming' ? Type.Optional(counterparty) : counterparty,
      remittance,
      endToEnd,
    },
    [otherSide],
  )

/** To an account of the customer's elsewhere, or to one here. */
export const payOutWire = (command: AnyCommandKind): Wire =>
  wireOf(command, { counterparty: Type.Optional(counterparty), remittance }, [otherSide])

/** For a later day: to an account of the institution (`to`), or to another institution (`counterparty`). */
export function laterWire(command: AnyCommandKind): Wire {
  const fields = { payeeName, counterparty: Type.Optional(counterparty), remittance, endToEnd }
  const here = wireOf(command, fields, [payerOfTransfer, payeeOfTransfer])
  const elsewhere = wireOf(command, fields, [otherSide])
  return {
    schema: here.schema,
    part: (body: Personal, edge) => {
      if ((body.to === undefined) === (body.counterparty === undefined))
        throw new Malformed('/to', 'or counterparty must be there, and not both')
      return (body.to === undefined ? elsewhere : here).part(body, edge)
    },
  }
}

/** Several payments at once: each has its own side of both. */
export function batchWire({ payload }: AnyCommandKind): Wire {
  const { properties } = payload as unknown as { properties: Record<string, TSchema> }
  const { items } = properties['payments'] as unknown as { items: { properties: Record<string, TSchema> } }
  const told = { payeeName, counterparty: Type.Optional(counterparty), remittance, endToEnd }
  const part = Type.Object({ ...items.properties, ...told }, { additionalProperties: false })
  return {
    schema: Type.Object(
      { ...properties, payments: Type.Array(part, { minItems: 1, maxItems: 10_000 }) },
      { additionalProperties: false },
    ),
    part: ({ payments, ...rest }: { readonly payments: readonly BatchPart[] }, edge) => ({
      payload: {
        ...rest,
        payments: payments.map(({ to, amount }) => (to === undefined ? { amount } : { to, amount })),
      },
      details: payments.flatMap((one, n) => {
        if ((one.to === undefined) === (one.counterparty === undefined))
          throw new Malformed(`/payments/${n}/to`, 'or counterparty must be there, and not both')
        if (one.to?.number !== undefined) checkOwn(one.to.number, `/payments/${n}/to/number`, edge)
        if (one.counterparty === undefined)
          return [paymentDetail(payerOfTransfer(one), edge), paymentDetail(payeeOfTransfer(one), edge)]
        const number = iban(one.counterparty.number, `/payments/${n}/counterparty/number`)
        const side = otherSide({ ...one, counterparty: { ...one.counterparty, number } })
        return [paymentDetail(side, edge), paymentDetail({})]
      }),
    }),
  }
}

type BatchPart = Personal & { readonly amount: object }

/** One customer's side alone. */
export const oneSideWire = (command: AnyCommandKind): Wire => wireOf(command, { remittance }, [remittanceAlone])

/** A capture: the payer's side and the payee's. */
export const captureWire = (command: AnyCommandKind): Wire =>
  wireOf(command, { remittance }, [remittanceAlone, remittanceAlone])
