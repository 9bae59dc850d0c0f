/** Items of a register in words of one language: names instead of ids, lists, terms, conditions. */
import type { Citation } from '../../kernel/decision.ts'
import { parsePeriod } from '../../kernel/duration.ts'
import { currency, formatMoney, minor } from '../../kernel/money.ts'
import type { Pack, Wording } from '../../rulebook/pack.ts'
import type { Register, Registered } from '../../rulebook/register/register.ts'
import type { Condition, Controller, Interest, Purpose, Retention } from '../../rulebook/register/schema.ts'
import { wordingIn } from '../../rulebook/wording.ts'
import type { Entry, Line, PublishedLanguage, Said, StatementSource } from './statement.ts'
import type { Words } from './words/shape.ts'
import { words } from './words.ts'

type Named = 'roles' | 'sources' | 'categories' | 'purposes' | 'interests' | 'recipients' | 'measures'

export class Telling {
  readonly register: Register
  readonly language: PublishedLanguage
  readonly say: Words
  readonly #pack: Pack

  constructor({ pack, terms }: StatementSource, language: PublishedLanguage) {
    this.#pack = pack
    this.register = terms.register
    this.language = language
    this.say = words[language]
  }

  said(wording: Wording): Said {
    const { text, language } = wordingIn(wording, this.language)
    return language === this.language ? { text } : { text, language }
  }

  /** A line with this label, or none where there is nothing to say. */
  line(label: keyof Words['labels'], value: string | Said | undefined): readonly Line[] {
    const said = typeof value === 'string' ? { text: value } : value
    return said === undefined || said.text === '' ? [] : [{ label: this.say.labels[label], ...said }]
  }

  /** The names of these items, in their order. One that the register does not hold is told by its id. */
  names(kind: Named, ids: readonly string[] | undefined): string {
    return (ids ?? []).map((id) => this.name(kind, id)).join('; ')
  }

  name(kind: Named, id: string): string {
    const item = this.register[kind].get(id)
    return item === undefined ? id : this.said(item.name).text
  }

  /** An item of a list under its name. */
  entry(
    kind: string,
    item: Registered<{ readonly id: string; readonly name: Wording }>,
    lines: readonly Line[],
  ): Entry {
    return { id: `${kind}-${item.id}`, title: this.said(item.name), lines, cited: [item.cited] }
  }

  bases(purpose: Purpose): string {
    const { bases } = this.say
    const told = purpose.bases.map(({ basis, law, interest, for: only }) => {
      const named = interest === undefined ? this.law(law) : this.#interestOf(interest)
      const what = only === undefined ? '' : ` [${this.names('categories', only)}]`
      return `${bases[basis]}${named === undefined ? '' : ` (${named})`}${what}`
    })
    return [...new Set(told)].join('; ')
  }

  /** An interest by its name; where its list does not stand in this language, by its clause, rather than in words of another one. */
  #interestOf(id: string): string {
    const found = this.register.interests.get(id)
    if (found === undefined || found.name[this.language] !== undefined) return this.name('interests', id)
    return `${found.cited.document} ${found.cited.clause}`
  }

  /** A law by its title where the pack has it, such as AMLD-40(1); as it is written otherwise. */
  law(reference: string | undefined): string | undefined {
    const [, code, clause] = /^([A-Z0-9]+)-(.+)$/.exec(reference ?? '') ?? []
    const document = this.#pack.documents.find((one) => one.code === code)
    if (document === undefined) return reference
    const title = this.said(document.title).text
    // A clause that the pack named itself, such as `documents`, is no number of the law.
    return clause !== undefined && /^[0-9]/.test(clause) ? `${title}, ${clause}` : title
  }

  condition(condition: Condition | undefined): string | undefined {
    const { and, or } = this.say.notes
    return condition?.map((all) => all.map((kind) => this.say.evidence[kind]).join(` ${and} `)).join(`; ${or} `)
  }

  /** A period such as P10Y, in words. */
  term(text: string): string {
    const { count, unit } = parsePeriod(text)
    if (unit !== 'business-day')
      return new Intl.NumberFormat(this.language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
    const forms = this.say.businessDays
    return `${count} ${forms[new Intl.PluralRules(this.language).select(count)] ?? forms.other}`
  }

  /** A list is in cents of euro wherever a register gives an amount. */
  amount(fromMinor: string | undefined): string | undefined {
    return fromMinor === undefined
      ? undefined
      : formatMoney({ minor: minor(fromMinor), currency: currency('EUR') }, this.language)
  }

  /** How long, in one line: the term and what it runs from. */
  kept({ from, term }: Pick<Retention, 'from' | 'term'>): string {
    const { events } = this.say
    if (from === 'consent' || from === 'claim') return events[from].as
    return term === undefined ? events[from].until : `${this.term(term)} ${events[from].from}`
  }

  /** A day as people write it. */
  day(day: Temporal.PlainDate | string): string {
    const locale = this.language === 'en' ? 'en-GB' : this.language
    return Temporal.PlainDate.from(day).toLocaleString(locale, { dateStyle: 'long' })
  }

  controller(controller: Registered<Controller>): Entry {
    const { entity, controller: name, registration, address, email, phone, web, officer, authority, cited } = controller
    return {
      id: `controller-${entity}`,
      title: { text: name },
      lines: [
        ...this.line('registration', registration),
        ...this.line('address', address),
        ...this.line('email', email),
        ...this.line('phone', phone),
        ...this.line('web', web),
        ...this.line('officer', officer),
        ...this.line('authority', this.said(authority)),
      ],
      cited: [cited],
    }
  }

  /** Purpose, persons and data of an interest, its balancing test, and what an objection does. */
  interest(interest: Registered<Interest>): Entry {
    const { purpose, roles, categories, test, objection, requires } = interest
    return this.entry('interest', interest, [
      ...this.line('purposes', this.name('purposes', purpose)),
      ...this.line('subjects', this.names('roles', roles)),
      ...this.line('data', this.names('categories', categories)),
      ...this.line('interest', this.said(test.interest)),
      ...this.line('necessity', this.said(test.necessity)),
      ...this.line('balance', this.said(test.balance)),
      ...this.line('condition', this.condition(requires)),
      ...this.line('objection', this.say.objections[objection]),
    ])
  }
}

/** Clauses, each once, as they are written under a statement. */
export const written = (cited: readonly Citation[]): string =>
  [...new Set(cited.map(({ document, version, clause }) => `${document} ${clause} (${version})`))].join(', ')
