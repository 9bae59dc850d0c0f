/** The words of statements that people read, in each language. */
import type { EntryNature } from '../ledger/rules.ts'
import type { DetailsState } from './drawing/drawn.ts'

export const statementLanguages = ['en', 'lv'] as const
export type StatementLanguage = (typeof statementLanguages)[number]

type Words = {
  readonly title: string
  readonly account: string
  readonly holder: string
  readonly period: string
  readonly drawn: string
  readonly opening: string
  readonly closing: string
  readonly available: string
  readonly credits: string
  readonly debits: string
  readonly booked: string
  readonly value: string
  readonly what: string
  readonly amount: string
  readonly balance: string
  readonly reverses: string
  readonly page: string
  readonly none: string
  readonly next: string
  readonly natures: { readonly [N in EntryNature]: string }
  readonly left: { readonly [S in DetailsState]: string }
}

export const words: { readonly [L in StatementLanguage]: Words } = {
  en: {
    title: 'Account statement',
    account: 'Account',
    holder: 'Holder',
    period: 'Period',
    drawn: 'Drawn',
    opening: 'Opening balance',
    closing: 'Closing balance',
    available: 'Available',
    credits: 'Credits',
    debits: 'Debits',
    booked: 'Booked',
    value: 'Value date',
    what: 'Transaction',
    amount: 'Amount',
    balance: 'Balance',
    reverses: 'reverses',
    page: 'Page',
    none: 'No transactions in this period.',
    next: 'Further transactions',
    natures: {
      transfer: 'Transfer',
      incoming: 'Incoming payment',
      outgoing: 'Outgoing payment',
      cash: 'Cash',
      fee: 'Fee',
      interest: 'Interest',
      capture: 'Card payment',
      forced: 'Debit by entitlement',
      reversal: 'Correction',
      charge: 'Charge on an excess',
      penalty: 'Penalty',
      tax: 'Tax',
      seizure: 'Seizure or recovery order',
      returned: 'Returned payment',
    },
    left: {
      shown: '',
      fenced: 'a part is not shown',
      none: '',
      erased: 'details erased',
      withheld: 'details not shown',
    },
  },
  lv: {
    title: 'Konta izraksts',
    account: 'Konts',
    holder: 'Turētājs',
    period: 'Laikposms',
    drawn: 'Sagatavots',
    opening: 'Sākuma atlikums',
    closing: 'Beigu atlikums',
    available: 'Pieejams',
    credits: 'Ieskaitīts',
    debits: 'Norakstīts',
    booked: 'Grāmatots',
    value: 'Valutēšana',
    what: 'Darījums',
    amount: 'Summa',
    balance: 'Atlikums',
    reverses: 'reversē',
    page: 'Lapa',
    none: 'Šajā laikposmā darījumu nav.',
    next: 'Nākamie darījumi',
    natures: {
      transfer: 'Pārskaitījums',
      incoming: 'Ienākošs maksājums',
      outgoing: 'Izejošs maksājums',
      cash: 'Skaidra nauda',
      fee: 'Maksa',
      interest: 'Procenti',
      capture: 'Kartes maksājums',
      forced: 'Bezakcepta ieturējums',
      reversal: 'Labojums',
      charge: 'Maksa par pārsniegumu',
      penalty: 'Līgumsods',
      tax: 'Nodoklis',
      seizure: 'Apķīlāšanas vai piedziņas rīkojums',
      returned: 'Atgriezts maksājums',
    },
    left: { shown: '', fenced: 'daļu nerāda', none: '', erased: 'ziņas dzēstas', withheld: 'ziņas netiek rādītas' },
  },
}
