/**
 * Statements as ISO 20022 messages: camt.053 (bank to customer statement) and camt.054 (debit and credit notification), versions
 * 001.02 and 001.08. Source: the message definitions and their schemas. What is erased or withheld is left out, with a word in
 * AddtlNtryInf.
 */
import { type Currency, type Minor, minorToMajor } from '../../kernel/money.ts'
import type { DetailsState, Drawn, DrawnLine, DrawnPayment, StatementHead } from '../drawing/drawn.ts'
import { transactionCode } from './codes.ts'
import { element } from './xml.ts'

export type CamtVersion = '02' | '08'
export type CamtMessage = '053' | '054'

const roots = {
  '053': { message: 'BkToCstmrStmt', report: 'Stmt' },
  '054': { message: 'BkToCstmrDbtCdtNtfctn', report: 'Ntfctn' },
} as const

/** The message in parts of text, in their order. Throws where the entries do not come to the closing balance: then it is not to be used. */
export async function* camt(
  { head, parts }: Drawn,
  message: CamtMessage,
  version: CamtVersion,
): AsyncGenerator<string> {
  const { message: root, report } = roots[message]
  const id = `${head.account}-${compact(head.from)}-${compact(head.to)}`
  const created = head.drawnAt.toString({ smallestUnit: 'second' })
  const namespace = `urn:iso:std:iso:20022:tech:xsd:camt.${message}.001.${version}`
  yield [
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}"><${root}>`,
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${created}</CreDtTm></GrpHdr>`,
    `<${report}><Id>${id}</Id><CreDtTm>${created}</CreDtTm>`,
    `<FrToDt><FrDtTm>${head.from}T00:00:00</FrDtTm><ToDtTm>${head.to}T23:59:59</ToDtTm></FrToDt>`,
    accountOf(head),
    message === '053' ? balances(head) : '',
    summary(head, version),
  ].join('')
  for await (const part of parts()) yield part.map((line) => entry(line, head.currency, version)).join('')
  yield `</${report}></${root}></Document>\n`
}

const compact = (day: Temporal.PlainDate): string => day.toString().replaceAll('-', '')

function accountOf({ number, currency, holders, institution }: StatementHead): string {
  const owner = element('Nm', holders.join(', '), 140)
  return [
    `<Acct><Id>${accountId(number)}</Id><Ccy>${currency}</Ccy>`,
    owner === '' ? '' : `<Ownr>${owner}</Ownr>`,
    `<Svcr><FinInstnId>${element('Nm', institution, 140)}</FinInstnId></Svcr></Acct>`,
  ].join('')
}

/** Every account of another institution has a number; not all have an IBAN. */
const accountId = (number: string): string =>
  /^[A-Z]{2}[0-9]{2}[A-Za-z0-9]{1,30}$/.test(number)
    ? `<IBAN>${number}</IBAN>`
    : `<Othr>${element('Id', number, 34)}</Othr>`

/** Opening and closing booked balance, and what was available at the end, agreed limit included. */
function balances({
  currency,
  from,
  to,
  openingMinor,
  closingMinor,
  availableMinor,
  limitMinor,
}: StatementHead): string {
  const balance = (code: string, minor: Minor, day: Temporal.PlainDate, line = ''): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${line}${amount(minor, currency)}<Dt><Dt>${day}</Dt></Dt></Bal>`
  const limit =
    limitMinor === 0n
      ? ''
      : `<CdtLine><Incl>true</Incl><Amt Ccy="${currency}">${major(limitMinor, currency)}</Amt></CdtLine>`
  return [
    balance('OPBD', openingMinor, from),
    balance('CLBD', closingMinor, to),
    balance('CLAV', availableMinor, to, limit),
  ].join('')
}

function summary(
  { credits, debits, currency, openingMinor, closingMinor }: StatementHead,
  version: CamtVersion,
): string {
  const net = (closingMinor - openingMinor) as Minor
  const sum = (credits.sumMinor + debits.sumMinor) as Minor
  return [
    `<TxsSummry><TtlNtries><NbOfNtries>${credits.count + debits.count}</NbOfNtries><Sum>${major(sum, currency)}</Sum>`,
    version === '02'
      ? `<TtlNetNtryAmt>${major(net, currency)}</TtlNetNtryAmt>${direction(net)}`
      : `<TtlNetNtry><Amt>${major(net, currency)}</Amt>${direction(net)}</TtlNetNtry>`,
    `</TtlNtries>${counted('TtlCdtNtries', credits, currency)}${counted('TtlDbtNtries', debits, currency)}</TxsSummry>`,
  ].join('')
}

const counted = (name: string, { count, sumMinor }: StatementHead['credits'], currency: Currency): string =>
  `<${name}><NbOfNtries>${count}</NbOfNtries><Sum>${major(sumMinor, currency)}</Sum></${name}>`

function entry(line: DrawnLine, currency: Currency, version: CamtVersion): string {
  const { reference, decision, nature, amountMinor, bookingDate, valueDate } = line
  const [domain, family, subFamily] = transactionCode(nature, amountMinor)
  const note = noteOf(line)
  return [
    `<Ntry><NtryRef>${reference}</NtryRef>${amount(amountMinor, currency)}`,
    nature === 'reversal' ? '<RvslInd>true</RvslInd>' : '',
    version === '02' ? '<Sts>BOOK</Sts>' : '<Sts><Cd>BOOK</Cd></Sts>',
    `<BookgDt><Dt>${bookingDate}</Dt></BookgDt><ValDt><Dt>${valueDate}</Dt></ValDt><AcctSvcrRef>${decision}</AcctSvcrRef>`,
    `<BkTxCd><Domn><Cd>${domain}</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${subFamily}</SubFmlyCd></Fmly></Domn>`,
    `<Prtry><Cd>${nature}</Cd></Prtry></BkTxCd>`,
    entryDetails(line, currency, version),
    element('AddtlNtryInf', note, 500),
    '</Ntry>',
  ].join('')
}

/** What is known of the payment; of several that are one entry, how many, and each. */
function entryDetails(line: DrawnLine, currency: Currency, version: CamtVersion): string {
  const { payments, amountMinor, decision } = line
  if (payments === undefined)
    return line.details === undefined ? '' : `<NtryDtls>${transaction(line, decision, currency, version)}</NtryDtls>`
  const total = `<TtlAmt Ccy="${currency}">${major(amountMinor, currency)}</TtlAmt>${direction(amountMinor)}`
  return [
    `<NtryDtls><Btch><NbOfTxs>${payments.length}</NbOfTxs>${total}</Btch>`,
    ...payments.map((one) => transaction(one, decision, currency, version, true)),
    '</NtryDtls>',
  ].join('')
}

/** @param isPart one of several, whose amount is not the entry's */
function transaction(
  { amountMinor, details, detailsState }: DrawnPayment,
  decision: string,
  currency: Currency,
  version: CamtVersion,
  isPart = false,
): string {
  const { name, number, remittance, endToEnd } = details ?? {}
  const remitted = element('Ustrd', remittance, 140)
  return [
    `<TxDtls><Refs><AcctSvcrRef>${decision}</AcctSvcrRef>${element('EndToEndId', endToEnd, 35)}</Refs>`,
    version === '08' ? amount(amountMinor, currency) : isPart ? instructed(amountMinor, currency) : '',
    otherSide(name, number, amountMinor < 0n ? 'Cdtr' : 'Dbtr', version),
    remitted === '' ? '' : `<RmtInf>${remitted}</RmtInf>`,
    isPart ? element('AddtlTxInf', whyMissing[detailsState], 500) : '',
    '</TxDtls>',
  ].join('')
}

/** How version 02 tells the amount of a transaction. */
const instructed = (minor: Minor, currency: Currency): string =>
  `<AmtDtls><TxAmt><Amt Ccy="${currency}">${major(minor, currency)}</Amt></TxAmt></AmtDtls>`

/** The side that is not the account's: who is paid by a debit, or who paid a credit. */
function otherSide(
  name: string | undefined,
  number: string | undefined,
  as: 'Cdtr' | 'Dbtr',
  version: CamtVersion,
): string {
  const named = element('Nm', name, 140)
  const party = named === '' ? '' : `<${as}>${version === '02' ? named : `<Pty>${named}</Pty>`}</${as}>`
  const account = number === undefined || number === '' ? '' : `<${as}Acct><Id>${accountId(number)}</Id></${as}Acct>`
  return party === '' && account === '' ? '' : `<RltdPties>${party}${account}</RltdPties>`
}

function noteOf({ reverses, detailsState }: DrawnLine): string | undefined {
  const parts = [reverses === null ? [] : `Reverses ${reverses}`, whyMissing[detailsState] ?? []].flat()
  return parts.length === 0 ? undefined : parts.join('. ')
}

/** Why details are not there, or not whole. */
const whyMissing = {
  shown: undefined,
  none: undefined,
  fenced: 'A part of the details is not shown',
  erased: 'Details were erased',
  withheld: 'Details are not shown',
} as const satisfies Record<DetailsState, string | undefined>

const amount = (minor: Minor, currency: Currency): string =>
  `<Amt Ccy="${currency}">${major(minor, currency)}</Amt>${direction(minor)}`

const direction = (minor: Minor): string => `<CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`

/** Without its sign, which stands in CdtDbtInd. */
const major = (minor: Minor, currency: Currency): string =>
  minorToMajor((minor < 0n ? -minor : minor) as Minor, currency)
