/** Statements as JSON: amounts are strings of minor units beside their currency. */
import type { Currency, Minor } from '../kernel/money.ts'
import type { Drawn, DrawnLine, DrawnPayment, StatementHead } from './drawing/drawn.ts'

/** The head of a statement as JSON tells it. */
export function headJson(head: StatementHead): object {
  const { account, number, currency, holders, institution, from, to, drawnAt, credits, debits } = head
  const money = (minor: Minor) => ({ minor: minor.toString(), currency })
  return {
    account: String(account),
    number,
    currency,
    holders,
    institution,
    from: from.toString(),
    to: to.toString(),
    drawnAt: drawnAt.toString(),
    opening: money(head.openingMinor),
    closing: money(head.closingMinor),
    available: money(head.availableMinor),
    limit: money(head.limitMinor),
    credits: { count: credits.count, sum: money(credits.sumMinor) },
    debits: { count: debits.count, sum: money(debits.sumMinor) },
  }
}

/** An entry as JSON tells it; `detailsState` says why details are missing. */
export function lineJson(line: DrawnLine, { currency }: Pick<StatementHead, 'currency'>): object {
  const { seq, reference, nature, amountMinor, balanceMinor, bookingDate, valueDate, reverses } = line
  return {
    seq,
    reference,
    nature,
    amount: { minor: amountMinor.toString(), currency },
    balance: { minor: balanceMinor.toString(), currency },
    bookingDate: bookingDate.toString(),
    valueDate: valueDate.toString(),
    reverses,
    details: line.details ?? null,
    detailsState: line.detailsState,
    ...(line.payments === undefined ? {} : { payments: line.payments.map((one) => paymentJson(one, currency)) }),
  }
}

/** One of several payments that are one entry. */
const paymentJson = ({ amountMinor, details, detailsState }: DrawnPayment, currency: Currency): object => ({
  amount: { minor: amountMinor.toString(), currency },
  details: details ?? null,
  detailsState,
})

/** The whole statement in parts of text. */
export async function* json({ head, parts }: Drawn): AsyncGenerator<string> {
  yield `${JSON.stringify(headJson(head)).slice(0, -1)},"entries":[`
  let first = true
  for await (const part of parts()) {
    const text = part.map((line) => JSON.stringify(lineJson(line, head))).join(',\n')
    yield first ? `\n${text}` : `,\n${text}`
    first = false
  }
  yield ']}\n'
}
