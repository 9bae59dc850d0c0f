/**
 * Drafts of what the authority and the people concerned are told of a breach (GDPR, Articles 33(3) and 34(2)): made of the facts of the
 * register of breaches and of that of personal data. They name nobody whom the breach concerns.
 */
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Breach, Consequence, Exemption, Nature, Remedy } from './rules.ts'

export const draftLanguages = ['en', 'lv'] as const
export type DraftLanguage = (typeof draftLanguages)[number]

export type Draft = { readonly title: string; readonly paragraphs: readonly string[] }

type Words = {
  readonly natures: Readonly<Record<Nature, string>>
  readonly consequences: Readonly<Record<Consequence, string>>
  readonly remedies: Readonly<Record<Remedy, string>>
  readonly exemptions: Readonly<Record<Exemption, string>>
  readonly authorityTitle: string
  readonly subjectsTitle: string
  readonly happened: (from: string, until: string, natures: string) => string
  readonly aware: (at: string, by: string) => string
  readonly kinds: (categories: string) => string
  readonly affected: (count: number) => string
  readonly consequence: (list: string) => string
  readonly remedy: (list: string) => string
  readonly none: string
  readonly late: (file: string) => string
  readonly untold: (why: string) => string
  readonly told: (at: string) => string
  readonly willBeTold: string
  readonly contact: (controller: string, officer: string) => string
  readonly yours: (controller: string, natures: string, from: string, until: string) => string
  readonly yourKinds: (categories: string) => string
  readonly yourRisk: (list: string) => string
  readonly weDid: (list: string) => string
  readonly youCan: string
}

const words: Readonly<Record<DraftLanguage, Words>> = {
  en: {
    natures: {
      disclosure: 'data were disclosed',
      access: 'data were looked at',
      alteration: 'data were altered',
      loss: 'data were lost',
      destruction: 'data were destroyed',
      unavailability: 'data could not be reached',
    },
    consequences: {
      'loss-of-control': 'loss of control over the data',
      'identity-theft': 'theft of identity',
      'financial-loss': 'loss of money',
      discrimination: 'discrimination',
      reputation: 'harm to reputation',
      'loss-of-confidentiality': 'loss of secrecy of the profession',
      disadvantage: 'other disadvantage',
    },
    remedies: {
      'access-closed': 'the access was closed',
      'credentials-changed': 'means of signing in were changed',
      'keys-destroyed': 'keys were destroyed',
      'data-restored': 'the data were restored',
      'recipient-deleted': 'whoever received the data confirmed that they were deleted',
      'fault-mended': 'the fault was mended',
      'staff-instructed': 'staff were instructed',
      'police-told': 'the police were told',
    },
    exemptions: {
      unintelligible: 'whoever has the data cannot read them',
      'risk-removed': 'what was done since removes the high risk',
      'public-communication': 'they are told in public, since telling each would be out of proportion',
    },
    authorityTitle: 'Notification of a personal data breach',
    subjectsTitle: 'What happened to your data',
    happened: (from, until, natures) => `From ${from} to ${until}: ${natures}.`,
    aware: (at, by) => `We became aware of it at ${at}; the time to notify ends at ${by}.`,
    kinds: (categories) => `Categories of data: ${categories}.`,
    affected: (count) => `People affected, as far as known: ${count}.`,
    consequence: (list) => `What may come of it: ${list}.`,
    remedy: (list) => `What was or will be done: ${list}.`,
    none: 'not known yet',
    late: (file) => `This comes later than it should; the reasons are in ${file}.`,
    untold: (why) => `The people concerned are not told one by one: ${why}.`,
    told: (at) => `The people concerned were told at ${at}.`,
    willBeTold: 'The people concerned have not been told yet.',
    contact: (controller, officer) =>
      `Controller: ${controller}. The data-protection officer is reached at ${officer}.`,
    yours: (controller, natures, from, until) =>
      `Something happened to your data at ${controller} between ${from} and ${until}: ${natures}.`,
    yourKinds: (categories) => `It concerns: ${categories}.`,
    yourRisk: (list) => `For you this may mean: ${list}.`,
    weDid: (list) => `What we did: ${list}.`,
    youCan: 'What you can do: watch your accounts, change your passwords, and trust nobody who asks you for codes.',
  },
  lv: {
    natures: {
      disclosure: 'dati izpausti',
      access: 'dati aplūkoti',
      alteration: 'dati mainīti',
      loss: 'dati nozaudēti',
      destruction: 'dati iznīcināti',
      unavailability: 'dati nebija pieejami',
    },
    consequences: {
      'loss-of-control': 'zaudēta kontrole pār datiem',
      'identity-theft': 'identitātes zādzība',
      'financial-loss': 'naudas zaudējums',
      discrimination: 'diskriminācija',
      reputation: 'kaitējums reputācijai',
      'loss-of-confidentiality': 'zaudēta dienesta noslēpuma aizsardzība',
      disadvantage: 'citas nelabvēlīgas sekas',
    },
    remedies: {
      'access-closed': 'piekļuve slēgta',
      'credentials-changed': 'nomainīti pieslēgšanās līdzekļi',
      'keys-destroyed': 'iznīcinātas atslēgas',
      'data-restored': 'dati atjaunoti',
      'recipient-deleted': 'datu saņēmējs apstiprinājis, ka tos izdzēsis',
      'fault-mended': 'kļūme novērsta',
      'staff-instructed': 'darbinieki instruēti',
      'police-told': 'paziņots policijai',
    },
    exemptions: {
      unintelligible: 'kam dati ir, tas tos nevar izlasīt',
      'risk-removed': 'pēc tam darītais augsto risku novērš',
      'public-communication': 'par to paziņo publiski, jo stāstīt katram būtu nesamērīgi',
    },
    authorityTitle: 'Paziņojums par personas datu aizsardzības pārkāpumu',
    subjectsTitle: 'Kas noticis ar jūsu datiem',
    happened: (from, until, natures) => `No ${from} līdz ${until}: ${natures}.`,
    aware: (at, by) => `Par to uzzinājām ${at}; paziņošanas laiks beidzas ${by}.`,
    kinds: (categories) => `Datu kategorijas: ${categories}.`,
    affected: (count) => `Skarto cilvēku skaits, ciktāl zināms: ${count}.`,
    consequence: (list) => `Iespējamās sekas: ${list}.`,
    remedy: (list) => `Kas darīts vai tiks darīts: ${list}.`,
    none: 'vēl nav zināms',
    late: (file) => `Paziņojums ir novēlots; iemesli ir dokumentā ${file}.`,
    untold: (why) => `Skartajiem cilvēkiem atsevišķi nepaziņo: ${why}.`,
    told: (at) => `Skartajiem cilvēkiem paziņots ${at}.`,
    willBeTold: 'Skartajiem cilvēkiem vēl nav paziņots.',
    contact: (controller, officer) =>
      `Pārzinis: ${controller}. Datu aizsardzības speciālistu var sasniegt: ${officer}.`,
    yours: (controller, natures, from, until) =>
      `Ar jūsu datiem uzņēmumā ${controller} laikā no ${from} līdz ${until} kaut kas noticis: ${natures}.`,
    yourKinds: (categories) => `Tas skar: ${categories}.`,
    yourRisk: (list) => `Jums tas var nozīmēt: ${list}.`,
    weDid: (list) => `Ko mēs darījām: ${list}.`,
    youCan: 'Ko varat darīt: vērojiet savus kontus, nomainiet paroles un neuzticieties nevienam, kas prasa kodus.',
  },
}

/** What the authority is told, as far as it is known. */
export function authorityDraft(breach: Breach, entity: Entity, terms: Terms, language: DraftLanguage): Draft {
  const say = words[language]
  const { title, listed } = parts(breach, entity, terms, language)
  const told = breach.subjectsToldAt
  const toPeople =
    breach.exemption !== null
      ? [say.untold(say.exemptions[breach.exemption])]
      : breach.risk === 'high'
        ? [told === null ? say.willBeTold : say.told(minuteOf(told, entity))]
        : []
  return {
    title: say.authorityTitle,
    paragraphs: [
      title,
      say.happened(listed.from, listed.until, listed.natures),
      say.aware(minuteOf(breach.awareAt, entity), minuteOf(breach.notifyBy, entity)),
      say.kinds(listed.categories),
      say.affected(breach.affected),
      say.consequence(listed.consequences),
      say.remedy(listed.remedies),
      ...(breach.delayReasons === null ? [] : [say.late(breach.delayReasons)]),
      ...toPeople,
    ],
  }
}

/** What each of the people concerned is told, in plain words: the same for all of them. */
export function subjectsDraft(breach: Breach, entity: Entity, terms: Terms, language: DraftLanguage): Draft {
  const say = words[language]
  const { title, listed, controller } = parts(breach, entity, terms, language)
  return {
    title: say.subjectsTitle,
    paragraphs: [
      say.yours(controller, listed.natures, listed.from, listed.until),
      say.yourKinds(listed.categories),
      say.yourRisk(listed.consequences),
      say.weDid(listed.remedies),
      say.youCan,
      title,
    ],
  }
}

function parts(breach: Breach, entity: Entity, { register }: Terms, language: DraftLanguage) {
  const say = words[language]
  const list = (some: readonly string[]) => (some.length === 0 ? say.none : some.join(', '))
  const of = register.controllers.find((one) => one.entity === entity.id)
  const controller = of?.controller ?? entity.name
  const officer = of?.officer ?? of?.email ?? of?.phone ?? of?.address ?? entity.name
  const categories = [...register.categories.values()].filter(({ attributes }) =>
    breach.kinds.some((kind) => attributes.includes(kind)),
  )
  return {
    controller,
    title: say.contact(controller, officer),
    listed: {
      from: minuteOf(breach.from, entity),
      until: minuteOf(breach.until, entity),
      natures: list(breach.natures.map((one) => say.natures[one])),
      categories: list(
        categories.length === 0 ? breach.kinds : categories.map(({ name }) => name[language] ?? name.en ?? ''),
      ),
      consequences: list(breach.consequences.map((one) => say.consequences[one])),
      remedies: list(breach.remedies.map((one) => say.remedies[one])),
    },
  }
}

/** In the entity's own time, with its offset, so that the hour which comes twice is told apart. */
const minuteOf = (at: Temporal.Instant, { timeZone }: Entity): string => {
  const local = at.toZonedDateTimeISO(timeZone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return `${local.toPlainDate()} ${time} (${local.offset})`
}
