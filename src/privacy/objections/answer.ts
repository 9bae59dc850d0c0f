/**
 * The answer to an objection as it is written to the person, in the language in which they want it. What staff wrote stands in it as they
 * wrote it; all else are words of the institution.
 */
import type { Language } from '../../rulebook/languages.ts'
import type { Objection } from './rules.ts'

export type ObjectionLetter = {
  readonly language: Language
  readonly title: string
  readonly date: Temporal.PlainDate
  /** What the objection was about: a name and a value each. */
  readonly about: readonly (readonly [string, string])[]
  readonly paragraphs: readonly string[]
  /** What stands above the clauses that decided. */
  readonly clausesTitle: string
}

/** The languages in which such a letter can be written. */
export const letterLanguages = ['en', 'lv', 'et', 'lt', 'ru'] as const satisfies readonly Language[]
type LetterLanguage = (typeof letterLanguages)[number]

/** What of the letter stands elsewhere than in the record. */
export type LetterParts = {
  /** The purpose in words of the register. */
  readonly purpose: string
  /** What staff wrote; null where nothing was, or it was erased. */
  readonly reasons: string | null
  /** The authority to which one can complain. */
  readonly authority: string
}

/**
 * In the language asked for, or in English.
 *
 * @param answeredOn when it was answered
 */
export function answerToObjection(
  objection: Objection,
  answeredOn: Temporal.PlainDate,
  { purpose, reasons, authority }: LetterParts,
): ObjectionLetter {
  const language: LetterLanguage = letterLanguages.find((one) => one === objection.language) ?? 'en'
  const say = wordings[language]
  return {
    language,
    title: say.title(String(objection.objection)),
    date: answeredOn,
    about: [
      [say.purpose, purpose],
      [say.raisedOn, dayIn(language, objection.raisedOn)],
    ],
    paragraphs: [
      objection.state === 'upheld' ? say.upheld : say.overridden,
      ...(reasons === null ? [] : [reasons]),
      ...(objection.state === 'overridden' ? [say.goesOn] : []),
      say.complaint(authority),
    ],
    clausesTitle: say.clauses,
  }
}

const dayIn = (language: LetterLanguage, day: Temporal.PlainDate): string =>
  day.toLocaleString(language === 'en' ? 'en-GB' : language, { day: 'numeric', month: 'long', year: 'numeric' })

type Words = {
  readonly title: (objection: string) => string
  readonly purpose: string
  readonly raisedOn: string
  readonly upheld: string
  readonly overridden: string
  readonly goesOn: string
  readonly complaint: (authority: string) => string
  readonly clauses: string
}

const wordings: { readonly [L in LetterLanguage]: Words } = {
  en: {
    title: (objection) => `Answer to your objection ${objection}`,
    purpose: 'You objected to',
    raisedOn: 'Received on',
    upheld: 'We follow your objection: your data are used for this no longer.',
    overridden: 'We weighed your objection and do not follow it. Our reasons:',
    goesOn: 'Until this letter went out to you, the use stood still; it goes on from now.',
    complaint: (authority) => `If you disagree, you can complain to ${authority}, or go to court.`,
    clauses: 'What decided',
  },
  lv: {
    title: (objection) => `Atbilde uz iebildumiem ${objection}`,
    purpose: 'Jūs iebildāt pret',
    raisedOn: 'Saņemts',
    upheld: 'Jūsu iebildumus ņemam vērā: šim nolūkam jūsu datus vairs neizmantojam.',
    overridden: 'Jūsu iebildumus izvērtējām un tiem nepiekrītam. Mūsu iemesli:',
    goesOn: 'Līdz šīs vēstules nosūtīšanai izmantošana bija apturēta; tagad tā turpinās.',
    complaint: (authority) => `Ja nepiekrītat, varat sūdzēties iestādē: ${authority}, vai vērsties tiesā.`,
    clauses: 'Lēmuma pamats',
  },
  et: {
    title: (objection) => `Vastus teie vastuväitele ${objection}`,
    purpose: 'Mille vastu te olite',
    raisedOn: 'Saadud',
    upheld: 'Arvestame teie vastuväitega: selleks me teie andmeid enam ei kasuta.',
    overridden: 'Kaalusime teie vastuväidet ega nõustu sellega. Meie põhjused:',
    goesOn: 'Kuni selle kirja saatmiseni oli kasutus peatatud; nüüd see jätkub.',
    complaint: (authority) => `Kui te pole nõus, võite esitada kaebuse: ${authority}, või pöörduda kohtusse.`,
    clauses: 'Otsuse alus',
  },
  lt: {
    title: (objection) => `Atsakymas į jūsų prieštaravimą ${objection}`,
    purpose: 'Prieštaravote dėl',
    raisedOn: 'Gauta',
    upheld: 'Atsižvelgiame į jūsų prieštaravimą: šiam tikslui jūsų duomenų nebenaudojame.',
    overridden: 'Jūsų prieštaravimą įvertinome ir su juo nesutinkame. Mūsų priežastys:',
    goesOn: 'Kol šis laiškas nebuvo išsiųstas, naudojimas buvo sustabdytas; dabar jis tęsiamas.',
    complaint: (authority) => `Jei nesutinkate, galite skųstis: ${authority}, arba kreiptis į teismą.`,
    clauses: 'Sprendimo pagrindas',
  },
  ru: {
    title: (objection) => `Ответ на ваше возражение ${objection}`,
    purpose: 'Вы возражали против',
    raisedOn: 'Получено',
    upheld: 'Мы принимаем ваше возражение: для этой цели ваши данные больше не используются.',
    overridden: 'Мы взвесили ваше возражение и не согласны с ним. Наши причины:',
    goesOn: 'До отправки этого письма использование было остановлено; теперь оно продолжается.',
    complaint: (authority) => `Если вы не согласны, можете пожаловаться: ${authority}, или обратиться в суд.`,
    clauses: 'Основание решения',
  },
}
