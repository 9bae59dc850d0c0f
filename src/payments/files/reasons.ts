/** Refusals as ISO 20022 tells them: ExternalStatusReason1Code. What has no code of its own there is told as MS03, with words beside it. */

const reasons: Readonly<Record<string, string>> = {
  'account-unknown': 'AC02',
  'account-closed': 'AC04',
  'account-closing': 'AC04',
  'account-not-active': 'AC14',
  'account-restricted': 'AC06',
  'amount-restricted': 'AM04',
  'insufficient-funds': 'AM04',
  'dues-first': 'AM04',
  'amount-zero': 'AM01',
  'amount-over-limit': 'AM02',
  'currency-differs': 'AM11',
  'currency-not-sent': 'AM11',
  'payee-unknown': 'AC03',
  'date-passed': 'DT01',
  'date-too-far': 'DT01',
  'schedule-empty': 'DT01',
  'no-authorisation': 'AG01',
  'authorisation-not-accepted': 'AG01',
  'authorisation-replacement-overdue': 'AG01',
  'authorisation-outside-dates': 'AG01',
  'service-not-covered': 'AG01',
  'role-not-permitted': 'AG01',
  /** Of files as a whole. */
  'format-not-accepted': 'FF01',
  'file-too-long': 'FF01',
  'file-count-differs': 'AM18',
  'file-sum-differs': 'AM10',
  'key-reused': 'DU01',
  /** Of the content of a payment that cannot be carried out. */
  'content-not-taken': 'CH16',
  'file-malformed': 'FF01',
}

/** The code by which a refusal is told. */
export const reasonOf = (code: string): string => reasons[code] ?? 'MS03'
