/** Account files: what the institution keeps about a customer's account beside its books. No personal data. */
import type { Iban } from '../../kernel/iban.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { records } from '../../kernel/state.ts'

/** In which form a customer's request came in. */
export const channels = ['location', 'digital', 'phone', 'post'] as const
export type Channel = (typeof channels)[number]

/** Documents that may be requested before an account is activated. */
export const documentKinds = [
  'identity-document',
  'address-proof',
  'income-proof',
  'funds-origin',
  'registration-extract',
  'articles-of-association',
  'beneficial-owners',
  'authorisation-document',
  'other',
] as const
export type DocumentKind = (typeof documentKinds)[number]

export type RequestedDocument = {
  /** Its number in the file, from 1. */
  readonly document: number
  readonly kind: DocumentKind
  readonly requestedOn: Temporal.PlainDate
  readonly status: 'requested' | 'received' | 'approved' | 'rejected'
  readonly receivedOn: Temporal.PlainDate | null
  /** The named person who approved or rejected it. */
  readonly reviewedBy: string | null
  readonly reviewedOn: Temporal.PlainDate | null
}

/** A number that the account has or had; it holds from its day until the next one's. */
export type NumberSpell = { readonly iban: Iban; readonly from: Temporal.PlainDate }

/** A change of number that the customer was told of. */
export type NumberChange = {
  readonly iban: Iban
  readonly announcedOn: Temporal.PlainDate
  /** The first day on which it may be carried out. */
  readonly from: Temporal.PlainDate
}

export type AccountFile = {
  readonly account: AccountId
  /** The agreement's holders; several are joint holders. */
  readonly holders: readonly PartyId[]
  readonly channel: Channel
  readonly openedOn: Temporal.PlainDate
  /** All numbers in order; the last is the present one. */
  readonly numbers: readonly NumberSpell[]
  readonly numberChange: NumberChange | null
  readonly documents: readonly RequestedDocument[]
  /** The last day of the time within which an opened account is activated. */
  readonly activateBy: Temporal.PlainDate
  readonly activatedOn: Temporal.PlainDate | null
  readonly activationRefusedOn: Temporal.PlainDate | null
  readonly closingRequestedOn: Temporal.PlainDate | null
  readonly closedOn: Temporal.PlainDate | null
}

export const accountFiles = records<AccountId, AccountFile>('account-file')

/** The account's present number. */
export function numberOf(file: AccountFile): Iban {
  const last = file.numbers.at(-1)
  if (last === undefined) throw new Error(`account ${file.account} has no number`)
  return last.iban
}

/** The number that the account had on a day; its first one before that. */
export function numberOn(file: AccountFile, day: Temporal.PlainDate): Iban {
  const spell = file.numbers.findLast(({ from }) => Temporal.PlainDate.compare(from, day) <= 0) ?? file.numbers[0]
  if (spell === undefined) throw new Error(`account ${file.account} has no number`)
  return spell.iban
}

/** The file with further documents requested. */
export function withRequested(
  file: AccountFile,
  kinds: readonly DocumentKind[],
  requestedOn: Temporal.PlainDate,
): AccountFile {
  const added = kinds.map(
    (kind, i): RequestedDocument => ({
      document: file.documents.length + i + 1,
      kind,
      requestedOn,
      status: 'requested',
      receivedOn: null,
      reviewedBy: null,
      reviewedOn: null,
    }),
  )
  return { ...file, documents: [...file.documents, ...added] }
}
