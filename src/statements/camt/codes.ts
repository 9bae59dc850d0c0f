/** Bank transaction codes of ISO 20022 (external code sets: domain, family, sub-family) by the nature of an entry. */
import type { EntryNature } from '../../ledger/rules.ts'

type Code = readonly [domain: string, family: string, subFamily: string]
type Codes = { readonly credit: Code; readonly debit: Code }

const both = (credit: Code, debit: Code): Codes => ({ credit, debit })
/** Account management, miscellaneous credit and debit operations. */
const account = (subFamily: string): Codes => both(['ACMT', 'MCOP', subFamily], ['ACMT', 'MDOP', subFamily])
/** Payments: received and issued credit transfers. */
const transfer = (subFamily: string): Codes => both(['PMNT', 'RCDT', subFamily], ['PMNT', 'ICDT', subFamily])

const codes: { readonly [N in EntryNature]: Codes } = {
  transfer: transfer('BOOK'),
  incoming: transfer('ESCT'),
  outgoing: transfer('ESCT'),
  cash: both(['PMNT', 'CNTR', 'CDPT'], ['PMNT', 'CNTR', 'CWDL']),
  fee: account('CHRG'),
  interest: account('INTR'),
  capture: both(['PMNT', 'MCRD', 'POSP'], ['PMNT', 'CCRD', 'POSD']),
  forced: account('OTHR'),
  reversal: account('ADJT'),
  charge: account('CHRG'),
  penalty: account('FEES'),
  tax: account('TAXE'),
  seizure: account('OTHR'),
  // A transfer that was issued and came back is credited; one that was received and is sent back is debited.
  returned: both(['PMNT', 'ICDT', 'RRTN'], ['PMNT', 'RCDT', 'RRTN']),
}

export const transactionCode = (nature: EntryNature, amountMinor: bigint): Code =>
  amountMinor < 0n ? codes[nature].debit : codes[nature].credit
