import { lanesAt } from '../operations/lanes.ts'
import { type Claim, isLate, stateOf } from '../statements/claims/rules.ts'
import { unansweredClaims } from '../statements/claims/store.ts'
import { isLateReport, type PaymentReport } from '../statements/payment-reports/rules.ts'
import { openReports } from '../statements/payment-reports/store.ts'
import type { Sql } from '../storage/sql.ts'
import { bankDatabase } from './bank-database.ts'

export type ClaimsArguments = { readonly json?: boolean | undefined; readonly database?: string | undefined }

export type Waiting = {
  readonly entity: string
  readonly businessDate: Temporal.PlainDate
  readonly claims: readonly Claim[]
  readonly reports: readonly PaymentReport[]
}

/** At most so many of each are shown: the rest wait longer. */
const shown = 500

/** `pacta claims`: claims to answer and payment reports to close, those due first. Ids, dates and words of closed lists alone. */
export async function claims({ json, database }: ClaimsArguments): Promise<void> {
  const waiting = await bankDatabase(database, waitingOf)
  process.stdout.write(json ? `${JSON.stringify(waiting, null, 2)}\n` : waiting.map(asText).join('\n'))
}

async function waitingOf(sql: Sql): Promise<readonly Waiting[]> {
  const lanes = await lanesAt(sql)
  return Promise.all(
    lanes.map(async ({ lane, entity, businessDate }) => ({
      entity,
      businessDate,
      claims: await unansweredClaims(sql, lane, shown),
      reports: await openReports(sql, lane, shown),
    })),
  )
}

/** One entity's list: a line each, with what is overdue marked. */
export function asText({ entity, businessDate, claims, reports }: Waiting): string {
  const overdue = (by: Temporal.PlainDate | null): string =>
    by !== null && Temporal.PlainDate.compare(businessDate, by) > 0 ? 'OVERDUE' : ''
  const claimLines = claims.map((one) =>
    line([String(one.claim), one.answerBy, stateOf(one), one.error, isLate(one) ? 'late' : '', overdue(one.answerBy)]),
  )
  const reportLines = reports.map((one) =>
    line([String(one.report), one.refundBy, 'open', one.what, isLateReport(one) ? 'late' : '', overdue(one.refundBy)]),
  )
  return [
    `${entity}, ${businessDate}: ${claims.length} claims to answer, ${reports.length} payment reports to close`,
    ...(claimLines.length === 0 ? [] : [line(['claim', 'answer by', 'state', 'error', '', '']), ...claimLines]),
    ...(reportLines.length === 0 ? [] : [line(['report', 'refund by', 'state', 'what', '', '']), ...reportLines]),
    '',
  ].join('\n')
}

const widths = [16, 11, 10, 22, 5, 8]
const line = (cells: readonly (string | Temporal.PlainDate | null)[]): string =>
  cells
    .map((cell, i) => String(cell ?? '-').padEnd(widths[i] ?? 0))
    .join(' ')
    .trimEnd()
