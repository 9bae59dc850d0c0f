/**
 * The files of the Berka data (PKDD 1999 Discovery Challenge): a Czech bank of 1993 to 1998. `.asc` files are those of the challenge;
 * trans.csv is the history of the accounts in the order in which the bank's own running balance holds.
 */
import { currency, type Minor, majorToMinor } from '../../kernel/money.ts'
import { type ParsedPersonalCode, parsePersonalCode } from '../../kernel/personal-code.ts'
import { type Field, FieldFault, type Row, type Table } from './rows.ts'

export const koruna = currency('CZK')

/** A positive whole number that the bank gave. */
const number: Field<number> = (text) => {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new FieldFault(`${shown(text)} is no whole number from 1 to 999999999`)
  return Number(text)
}

const oneOf =
  <const W extends string>(...words: readonly W[]): Field<W> =>
  (text) => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw new FieldFault(`${shown(text)} is none of ${words.map(shown).join(', ')}`)
    return found
  }

const dateOf = (text: string, year: number, month: number, day: number): Temporal.PlainDate => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    throw new FieldFault(`${shown(text)} is no day of the calendar`)
  }
}

/** YYMMDD, of the 1900s. */
const shortDate: Field<Temporal.PlainDate> = (text) => {
  if (!/^[0-9]{6}$/.test(text)) throw new FieldFault(`${shown(text)} is no date such as 930131`)
  return dateOf(text, 1900 + Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4)))
}

const date: Field<Temporal.PlainDate> = (text) => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) throw new FieldFault(`${shown(text)} is no date such as 1993-01-31`)
  return dateOf(text, Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))
}

/** YYMMDD, with 50 added to a woman's month. */
const birthNumber: Field<ParsedPersonalCode> = (text) => {
  const parsed = /^[0-9]{6}$/.test(text) ? parsePersonalCode('CZ', text) : undefined
  // Not shown: it tells a birth date, and errors end up in logs.
  if (parsed === undefined) throw new FieldFault('is no birth number such as 706213')
  return parsed
}

const money: Field<Minor> = (text) => {
  try {
    if (text.length > 16) throw new RangeError(`${shown(text)} is out of range`)
    return majorToMinor(text, koruna)
  } catch (error) {
    if (error instanceof RangeError) throw new FieldFault(`is wrong: ${error.message}`)
    throw error
  }
}

const amount: Field<Minor> = (text) => {
  const minor = money(text)
  if (minor <= 0n) throw new FieldFault(`${shown(text)} is not above zero`)
  return minor
}

const matching =
  (form: RegExp, what: string): Field<string> =>
  (text) => {
    if (!form.test(text)) throw new FieldFault(`${shown(text)} is no ${what}`)
    return text
  }

const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)

export const clientFile = {
  file: 'client.asc',
  separator: ';',
  columns: { client_id: number, birth_number: birthNumber, district_id: number },
} as const satisfies Table<Record<string, Field<unknown>>>

export const accountFile = {
  file: 'account.asc',
  separator: ';',
  columns: {
    account_id: number,
    district_id: number,
    /** When a statement is due: monthly, weekly, after each transaction. */
    frequency: oneOf('POPLATEK MESICNE', 'POPLATEK TYDNE', 'POPLATEK PO OBRATU'),
    date: shortDate,
  },
} as const satisfies Table<Record<string, Field<unknown>>>

export const dispositionFile = {
  file: 'disp.asc',
  separator: ';',
  columns: { disp_id: number, client_id: number, account_id: number, type: oneOf('OWNER', 'DISPONENT') },
} as const satisfies Table<Record<string, Field<unknown>>>

export const transactionFile = {
  file: 'trans.csv',
  separator: ',',
  columns: {
    trans_id: number,
    account_id: number,
    date,
    seq: number,
    type: oneOf('PRIJEM', 'VYDAJ', 'VYBER'),
    operation: oneOf('', 'VKLAD', 'VYBER', 'VYBER KARTOU', 'PREVOD Z UCTU', 'PREVOD NA UCET'),
    amount,
    balance: money,
    k_symbol: oneOf('', 'UROK', 'SANKC. UROK', 'SLUZBY', 'SIPO', 'POJISTNE', 'DUCHOD', 'UVER'),
    bank: matching(/^([A-Z]{2})?$/, 'code of two letters'),
    account: matching(/^[0-9]{0,16}$/, 'account number of up to 16 digits'),
  },
} as const satisfies Table<Record<string, Field<unknown>>>

export const files = [clientFile, accountFile, dispositionFile, transactionFile] as const

export type TransactionRow = Row<typeof transactionFile.columns>

/** What the bank did with a row. */
export const movements = [
  'deposit',
  'withdrawal',
  'card-withdrawal',
  'incoming',
  'outgoing',
  'interest',
  'fee',
  'penalty-interest',
] as const
export type Movement = (typeof movements)[number]

const credits: ReadonlySet<Movement> = new Set(['deposit', 'incoming', 'interest'])
/** Those that the customer ordered, and that need cover. */
const orders: ReadonlySet<Movement> = new Set(['withdrawal', 'card-withdrawal', 'outgoing'])

export const isCredit = (movement: Movement): boolean => credits.has(movement)
export const isOrder = (movement: Movement): boolean => orders.has(movement)

const byWords: Readonly<Record<string, Movement>> = {
  'PRIJEM/VKLAD': 'deposit',
  'PRIJEM/PREVOD Z UCTU': 'incoming',
  'VYDAJ/VYBER': 'withdrawal',
  'VYBER/VYBER': 'withdrawal',
  'VYDAJ/VYBER KARTOU': 'card-withdrawal',
  'VYDAJ/PREVOD NA UCET': 'outgoing',
}

/** Undefined when type, operation and symbol do not go together. */
export function movementOf({ type, operation, k_symbol }: TransactionRow): Movement | undefined {
  if (k_symbol === 'UROK') return type === 'PRIJEM' && operation === '' ? 'interest' : undefined
  const movement = byWords[`${type}/${operation}`]
  if (k_symbol !== 'SLUZBY' && k_symbol !== 'SANKC. UROK') return movement
  if (movement !== 'withdrawal') return undefined
  return k_symbol === 'SLUZBY' ? 'fee' : 'penalty-interest'
}

/** What the row tells of the other side and of the purpose: for the vault only. 0 is the file's word for no account. */
export type Told = { readonly bank?: string; readonly account?: string; readonly purpose?: string }

/** Undefined when the row tells nothing beyond what its movement says. */
export function toldOf({ bank, account, k_symbol }: TransactionRow): Told | undefined {
  const purpose = k_symbol === 'UROK' || k_symbol === 'SLUZBY' || k_symbol === 'SANKC. UROK' ? '' : k_symbol
  const told: Told = {
    ...(bank === '' ? {} : { bank }),
    ...(account === '' || account === '0' ? {} : { account }),
    ...(purpose === '' ? {} : { purpose }),
  }
  return Object.keys(told).length === 0 ? undefined : told
}
