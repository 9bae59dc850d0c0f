/** The answer to a claim, in words of the institution's own and in the language in which it was asked for. Nothing personal stands in it. */
import type { Currency, Minor } from '../../kernel/money.ts'
import { formatMoney } from '../../kernel/money.ts'
import {
  type Claim,
  type ClaimError,
  type ClaimGround,
  type ClaimLanguage,
  type HoldingReason,
  isLate,
} from './rules.ts'

export type AnsweredEntry = {
  readonly bookingDate: Temporal.PlainDate
  readonly amountMinor: Minor
  readonly currency: Currency
}

export type Answer = {
  readonly language: ClaimLanguage
  readonly title: string
  /** What the claim was about: a name and a value each. */
  readonly about: readonly (readonly [string, string])[]
  readonly paragraphs: readonly string[]
  /** What stands above the clauses that decided. */
  readonly clausesTitle: string
}

/** How far the correction of an upheld claim is. */
export type CorrectionState = 'proposed' | 'reversed' | 'none'

/**
 * The answer to a claim that was decided.
 *
 * @param number of the account
 * @param entry undefined when the claim names none
 */
export function answerTo(
  claim: Claim,
  number: string,
  entry: AnsweredEntry | undefined,
  correction: CorrectionState,
): Answer {
  const say = wordings[claim.language]
  const day = (date: Temporal.PlainDate | null): string => (date === null ? '' : say.day(date))
  return {
    language: claim.language,
    title: say.title(String(claim.claim)),
    about: aboutOf(say, claim, number, entry),
    paragraphs: [
      ...(claim.status === 'upheld' ? [say.upheld, say.corrections[correction]] : []),
      ...(claim.status === 'rejected' ? [say.rejected] : []),
      ...(claim.status === 'declined' ? [say.declined] : []),
      ...(claim.ground === null ? [] : [say.grounds[claim.ground](day(claim.knownOn), day(claim.claimBy))]),
      ...(isLate(claim) && claim.ground !== 'late' ? [say.lateYetExamined(day(claim.claimBy))] : []),
    ],
    clausesTitle: say.clauses,
  }
}

/** The holding reply to a claim that is still looked into. */
export function holdingReplyTo(
  claim: Claim & { readonly holding: NonNullable<Claim['holding']> },
  number: string,
  entry: AnsweredEntry | undefined,
): Answer {
  const say = wordings[claim.language]
  return {
    language: claim.language,
    title: say.holdingTitle(String(claim.claim)),
    about: aboutOf(say, claim, number, entry),
    paragraphs: [say.reasons[claim.holding.reason], say.holdingUntil(say.day(claim.answerBy))],
    clausesTitle: say.clauses,
  }
}

const aboutOf = (say: Words, claim: Claim, number: string, entry: AnsweredEntry | undefined): Answer['about'] => [
  [say.account, number],
  [say.error, say.errors[claim.error]],
  ...(entry === undefined
    ? []
    : ([
        [say.bookedOn, say.day(entry.bookingDate)],
        [say.amount, formatMoney({ minor: entry.amountMinor, currency: entry.currency }, claim.language)],
      ] as const)),
  [say.madeOn, say.day(claim.madeOn)],
]

type Words = {
  readonly title: (claim: string) => string
  readonly holdingTitle: (claim: string) => string
  readonly reasons: Readonly<Record<HoldingReason, string>>
  readonly holdingUntil: (answerBy: string) => string
  readonly account: string
  readonly error: string
  readonly bookedOn: string
  readonly amount: string
  readonly madeOn: string
  readonly clauses: string
  readonly upheld: string
  readonly rejected: string
  readonly declined: string
  readonly lateYetExamined: (claimBy: string) => string
  readonly corrections: Readonly<Record<CorrectionState, string>>
  readonly grounds: Readonly<Record<ClaimGround, (knownOn: string, claimBy: string) => string>>
  readonly errors: Readonly<Record<ClaimError, string>>
  readonly day: (date: Temporal.PlainDate) => string
}

const two = (number: number): string => String(number).padStart(2, '0')

const wordings: Readonly<Record<ClaimLanguage, Words>> = {
  en: {
    title: (claim) => `Answer to your claim ${claim}`,
    holdingTitle: (claim) => `Your claim ${claim}: our answer takes longer`,
    reasons: {
      'other-institution-asked': 'We have asked another institution, and its answer has not come yet.',
      'authority-asked': 'We have asked an authority, and its answer has not come yet.',
      'evidence-awaited': 'We wait for documents of others that show what happened.',
      'network-disturbed': 'A disturbance of the payment network keeps us from looking into it.',
    },
    holdingUntil: (answerBy) => `You will have our answer by ${answerBy}.`,
    account: 'Account',
    error: 'What you reported',
    bookedOn: 'Booked on',
    amount: 'Amount',
    madeOn: 'Received on',
    clauses: 'What decided',
    upheld: 'You are right. We have upheld your claim.',
    rejected: 'We have looked into your claim and reject it.',
    declined: 'We do not receive your claim for examination.',
    lateYetExamined: (claimBy) => `It could be made until ${claimBy}; we examined it although it came later.`,
    corrections: {
      proposed: 'The entry will be reversed with its own value date, as soon as a second employee has approved it.',
      reversed: 'The entry has been reversed with its own value date.',
      none: 'No entry has to be reversed: we put it right otherwise, or have done so already.',
    },
    grounds: {
      late: (knownOn, claimBy) =>
        `You could know of the entry from ${knownOn}, and claim until ${claimBy}. Your claim came later, so the entry counts as uncontested.`,
      'entry-correct': () => 'The entry is right: it was booked as ordered or as agreed.',
      'not-shown': () => 'What you handed in does not show that something is wrong.',
    },
    errors: {
      'wrong-amount': 'a wrong amount',
      'wrong-account': 'a wrong account',
      'wrong-date': 'a wrong date',
      'wrong-fee': 'a wrong fee',
      'wrong-interest': 'wrong interest',
      'wrong-description': 'a wrong description',
      twice: 'an entry booked twice',
      'missing-entry': 'an entry that is missing',
      other: 'another error',
    },
    day: (date) => date.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }),
  },
  lv: {
    title: (claim) => `Atbilde uz pretenziju ${claim}`,
    holdingTitle: (claim) => `Pretenzija ${claim}: atbildei vajadzīgs ilgāks laiks`,
    reasons: {
      'other-institution-asked': 'Esam vērsušies citā iestādē, un tās atbilde vēl nav saņemta.',
      'authority-asked': 'Esam vērsušies pie valsts iestādes, un tās atbilde vēl nav saņemta.',
      'evidence-awaited': 'Gaidām citu personu dokumentus, kas rāda notikušo.',
      'network-disturbed': 'Izskatīšanu kavē maksājumu tīkla traucējumi.',
    },
    holdingUntil: (answerBy) => `Atbildi saņemsiet ne vēlāk kā ${answerBy}`,
    account: 'Konts',
    error: 'Jūsu ziņotais',
    bookedOn: 'Iegrāmatots',
    amount: 'Summa',
    madeOn: 'Saņemta',
    clauses: 'Lēmuma pamats',
    upheld: 'Jums ir taisnība. Jūsu pretenzija ir apmierināta.',
    rejected: 'Jūsu pretenziju izskatījām un noraidām.',
    declined: 'Jūsu pretenziju izskatīšanai nepieņemam.',
    lateYetExamined: (claimBy) => `To varēja iesniegt līdz ${claimBy}; izskatījām to, lai gan tā saņemta vēlāk.`,
    corrections: {
      proposed: 'Ieraksts tiks reversēts ar tā paša valutēšanas datumu, tiklīdz to apstiprinās otrs darbinieks.',
      reversed: 'Ieraksts ir reversēts ar tā paša valutēšanas datumu.',
      none: 'Neviens ieraksts nav jāreversē: labojam to citādi vai esam to jau labojuši.',
    },
    grounds: {
      late: (knownOn, claimBy) =>
        `Par ierakstu varējāt zināt no ${knownOn}, pretenziju varēja iesniegt līdz ${claimBy} Tā saņemta vēlāk, tāpēc uzskatām, ka ierakstu neapstrīdat.`,
      'entry-correct': () => 'Ieraksts ir pareizs: tas iegrāmatots tā, kā rīkots vai norunāts.',
      'not-shown': () => 'Iesniegtais nerāda, ka kaut kas būtu nepareizi.',
    },
    errors: {
      'wrong-amount': 'nepareiza summa',
      'wrong-account': 'nepareizs konts',
      'wrong-date': 'nepareizs datums',
      'wrong-fee': 'nepareiza maksa',
      'wrong-interest': 'nepareizi procenti',
      'wrong-description': 'nepareizs apraksts',
      twice: 'divreiz iegrāmatots ieraksts',
      'missing-entry': 'trūkstošs ieraksts',
      other: 'cita kļūda',
    },
    // An ordinal's full stop ends the date: no other follows it.
    day: (date) => `${two(date.day)}.${two(date.month)}.${date.year}.`,
  },
}
