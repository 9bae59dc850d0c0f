/** What the rules about personal data decide under a pack, each answer in a line: for tests of the clauses of its register. */
import { expect } from 'vitest'
import { calendarOf } from '../src/kernel/calendar.ts'
import type { Decision, Facts } from '../src/kernel/decision.ts'
import type { PartyId } from '../src/kernel/ids.ts'
import { registerPerson, told } from '../src/parties/testing/people.ts'
import { type GateRequest, passGate, type Trained } from '../src/privacy/gate/rules.ts'
import { compiledGate } from '../src/privacy/gate/verdicts/rules.ts'
import { publish } from '../src/privacy/published/publish.ts'
import { sourceOn } from '../src/privacy/published/statement.ts'
import { watchedPublish } from '../src/privacy/published/testing/watched.ts'
import { type AffairKind, affairsElsewhere, affairsOf } from '../src/privacy/retention/elsewhere/rules.ts'
import {
  type Affairs,
  categoryOf,
  decideErase,
  noAffairs,
  type RetentionState,
} from '../src/privacy/retention/rules.ts'
import { type Consent, type Stop, untouched } from '../src/privacy/switches/rules.ts'
import { type Fact, facts } from '../src/privacy/vault/rules.ts'
import type { Pack } from '../src/rulebook/pack.ts'
import { type Attribute, classOf } from '../src/rulebook/register/attributes.ts'
import type { ActorRole, EvidenceKind } from '../src/rulebook/register/vocabulary.ts'
import { Rulebook, type Terms } from '../src/rulebook/terms.ts'
import type { Actor } from '../src/storage/command.ts'
import { type Ask, operator, TestBank } from './bank.ts'
import { packUnderTest, watchDecision } from './clause.ts'

/** `permitted`, or the code of the refusal; and the clauses that settled it, such as `LP-I.7`. */
export type Answered = { readonly code: string; readonly clauses: readonly string[] }

/** The answer that something may be, with these clauses among those that settled it. */
export const permitted = (...clauses: readonly string[]) => ({
  code: 'permitted',
  clauses: expect.arrayContaining([...clauses]),
})
/** The answer that something may not be, settled by these clauses among others. */
export const refused = (code: string, ...clauses: readonly string[]) => ({
  code,
  clauses: expect.arrayContaining([...clauses]),
})

const rulebooks = new WeakMap<Pack, Rulebook>()

/** The terms of a pack of the project as the running test is to see them. */
export function termsUnderTest(pack: string, day = '2026-01-05'): Terms {
  return rulebooks
    .getOrInsertComputed(packUnderTest(pack), (one) => new Rulebook(one))
    .terms(Temporal.PlainDate.from(day))
}

const subject = 101 as PartyId
const deputy = 102 as PartyId
const since = Temporal.PlainDate.from('2026-01-02')

const evidence = (kinds: readonly EvidenceKind[], numbers: Recorded['numbers'] = {}) =>
  kinds.map((kind) => ({ kind, reference: numbers[kind] ?? 'A-1' }))

/** Who records, the least of them first. */
const recordingRoles = [
  'teller',
  'operator',
  'credit-officer',
  'compliance-officer',
  'security-officer',
  'marketing-officer',
  'data-protection-officer',
  'system',
] as const satisfies readonly ActorRole[]

export type Passing = {
  readonly shown?: readonly EvidenceKind[]
  readonly roles?: readonly string[]
  readonly interest?: string
  readonly channel?: GateRequest['channel']
  /** Purposes to which the person consents. */
  readonly consents?: readonly (string | Consent)[]
  readonly stops?: readonly Stop[]
  /** Cases for which the person's data are held. */
  readonly cases?: readonly string[]
  readonly undertaken?: boolean
  /** When staff was last taught each subject, and the day. */
  readonly training?: Trained
}

const actorOf = (role: ActorRole): GateRequest['actor'] => {
  if (role === 'customer') return { role, party: subject }
  if (role === 'representative') return { role, party: deputy }
  return role === 'system' ? { role } : { role, staff: 'S-01' }
}

const consentTo = (given: string | Consent): Consent =>
  typeof given === 'string' ? { purpose: given, except: [], explicit: false, given: since } : given

export const explicitly = (purpose: string): Consent => ({ purpose, except: [], explicit: true, given: since })

/** Asks the gate of a pack: customers about themselves, representatives about whom they act for, staff about that customer. */
export function gateUnderTest(pack: string, day?: string) {
  const decide = decidingGate(pack, day)
  return (...asked: Parameters<typeof decide>): Answered => answered(decide(...asked))
}

/** Asks the gate under which purpose's pseudonyms data are read; undefined where it is told who somebody is. */
export function pseudonymsUnderTest(pack: string) {
  const decide = decidingGate(pack)
  return (...asked: Parameters<typeof decide>): unknown => {
    const { outcome, facts: told } = decide(...asked)
    return outcome === 'accepted' ? told['pseudonyms'] : outcome
  }
}

function decidingGate(pack: string, day?: string) {
  const terms = termsUnderTest(pack, day)
  const pass = watchDecision(passGate)
  return (role: ActorRole, purpose: string, kinds: readonly Attribute[], more: Passing = {}) => {
    const { shown = [], consents = [], stops = [], cases = [], undertaken = true, training, ...request } = more
    const switches = { ...untouched(subject), consents: consents.map(consentTo), stops }
    const asked = { ...request, actor: actorOf(role), purpose, kinds, subjects: [subject], shown: evidence(shown) }
    const known = { cases: new Map([[subject, cases]]), switches: new Map([[subject, switches]]) }
    const state = { entityOf: () => '', undertaken, training, ...known }
    return pass({ ...asked, represented: role === 'representative' ? [subject] : [] }, state, terms)
  }
}

export type Keeping = {
  readonly recordedOn?: string
  readonly affairs?: Partial<Affairs>
  readonly consents?: readonly string[]
  readonly stops?: readonly Stop[]
}

/** Asks whether a datum is erased on a day: `permitted` where nothing keeps it. */
export function erasureUnderTest(pack: string, day?: string) {
  const terms = termsUnderTest(pack, day)
  const erase = watchDecision(
    (attribute: Attribute, recordedOn: Temporal.PlainDate, state: RetentionState, on: string) => {
      const category = categoryOf(attribute, terms)
      if (category === undefined) expect.fail(`the register does not know ${attribute}`)
      return decideErase({ category, recordedOn }, state, Temporal.PlainDate.from(on), terms)
    },
  )
  return (
    attribute: Attribute,
    on: string,
    { recordedOn = '2020-01-10', affairs, consents = [], stops = [] }: Keeping,
  ): Answered => {
    const state = {
      affairs: { ...noAffairs, ...affairs },
      switches: { consents: consents.map(consentTo), stops },
      calendar: calendarOf('LV'),
    }
    return answered(erase(attribute, Temporal.PlainDate.from(recordedOn), state, on))
  }
}

/** One agreement, performed when it ended, where it has ended: for `affairs`. */
export function agreement(ended?: string, more: Partial<Affairs['agreements'][number]> = {}): Partial<Affairs> {
  const end = ended === undefined ? undefined : Temporal.PlainDate.from(ended)
  return { agreements: [{ reference: 'A-1', ended: end, performed: end, ...more }] }
}

/** One application that ended without an agreement. */
export const application = (ended: string): Partial<Affairs> => ({
  applications: [{ reference: 'B-1', ended: Temporal.PlainDate.from(ended) }],
})

export type ToldAffair = {
  readonly affair: string
  readonly kind: AffairKind
  readonly amountMinor?: string
  readonly ended?: string
  readonly performed?: string
}

/** What retention knows of a person once commands told of affairs that another system of the institution keeps. */
export async function affairsTold(pack: string, on: string, told: readonly ToldAffair[]): Promise<Partial<Affairs>> {
  const bank = await TestBank.open({ pack, on })
  const party = await registerPerson(bank, 'liga')
  const ask = async (kind: string, payload: object) =>
    expect(await bank.do(kind, { subject: String(party), ...payload }, { actor: operator })).toMatchObject({
      outcome: 'accepted',
    })
  for (const { ended, performed, ...noted } of told) {
    await ask('affair.note', noted)
    const days = { ...(ended === undefined ? {} : { ended }), ...(performed === undefined ? {} : { performed }) }
    if (Object.keys(days).length > 0) await ask('affair.end', { affair: noted.affair, ...days })
  }
  return affairsOf(bank.record(affairsElsewhere, party) ?? expect.fail('nothing was noted'))
}

const answered = ({ cited, ...decision }: Pick<Decision<unknown, string>, 'outcome' | 'cited'>): Answered => ({
  code: decision.outcome === 'refused' && 'code' in decision ? String(decision.code) : 'permitted',
  clauses: cited.settled.map(({ document, clause }) => `${document}-${clause}`),
})

export type Recorded = {
  readonly purpose?: string
  readonly role?: string
  readonly shown?: readonly EvidenceKind[]
  /** Numbers of evidence that is on record. */
  readonly numbers?: { readonly [K in EvidenceKind]?: string }
  readonly minor?: 'minor' | 'parent' | 'other'
  readonly combines?: readonly string[]
  readonly validFrom?: string
  readonly validUntil?: string
} & Pick<Ask, 'actor'>

/** A bank of a pack with one person about whom facts are recorded, by the command. */
export class RecordingBank {
  readonly bank: TestBank
  readonly subject: PartyId

  private constructor(bank: TestBank, subject: PartyId) {
    this.bank = bank
    this.subject = subject
  }

  static async open(pack: string, on?: string): Promise<RecordingBank> {
    const bank = await TestBank.open(on === undefined ? { pack } : { pack, on })
    return new RecordingBank(bank, await registerPerson(bank, 'liga'))
  }

  /**
   * Records facts from a source, for the purpose of serving unless told: by staff whom the table of access lets do so, unless told. Evidence
   * has a made-up number, but for kinds whose number is told.
   */
  async record(kinds: readonly Attribute[], source: string, more: Recorded = {}) {
    const { purpose = 'service', shown, numbers = {}, actor = this.#recorder(kinds, purpose), ...rest } = more
    const decision = await this.bank.do(
      'fact.record',
      {
        party: String(this.subject),
        facts: [...kinds],
        purpose,
        source,
        ...(shown === undefined ? {} : { shown: evidence(shown, numbers) }),
        ...rest,
      },
      { details: kinds.map((kind) => told('something', classOf(kind))), actor },
    )
    return { ...answered(decision), facts: decision.facts }
  }

  /** Staff whose work has to do with it; a teller where nobody's has. */
  #recorder(kinds: readonly Attribute[], purpose: string): Actor {
    const gate = compiledGate(this.bank.rulebook.terms(this.bank.writer.head.businessDate))
    const role = recordingRoles.find((one) => {
      const { code } = gate.verdict(one, purpose, kinds)
      return code !== 'purpose-not-granted' && code !== 'kind-not-granted'
    })
    return role === 'system' ? { role } : { role: role ?? 'teller', staff: 'T-01' }
  }

  /** The person themselves, who tells of themselves. */
  get self(): Actor {
    return { role: 'customer', party: this.subject }
  }

  /** Gives the consent of the person to a purpose of the register, as the wording in force asks. */
  async consent(purpose: string, more: object = {}): Promise<void> {
    const item = this.bank.rulebook.terms(this.bank.writer.head.businessDate).register.purposes.get(purpose)
    const shown = { version: item?.cited.version ?? '', language: 'en' }
    const asked = { subject: String(this.subject), purpose, ...shown, ...more }
    expect(await this.bank.do('consent.give', asked, { actor: this.self })).toMatchObject({ outcome: 'accepted' })
  }

  /** The number of an announcement that the person agreed to. */
  async announced(): Promise<string> {
    const asked = { subject: String(this.subject), agreed: true }
    return String((await this.bank.do('recording.announce', asked)).facts['announcement'])
  }

  /** The number of an enquiry about the person that an authority made. */
  async enquired(recipient: string): Promise<string> {
    const asked = {
      subjects: [String(this.subject)],
      recipient,
      receiver: '90000000001',
      act: 'LTD-15(1)',
      case: 'K-1',
    }
    const received = await this.bank.do('authority-enquiry.receive', { ...asked, extent: ['name'] })
    return String(received.facts['enquiry'])
  }

  /** The first fact that an answer tells of, as committed. */
  fact({ facts: told }: { readonly facts: Facts }): Fact | undefined {
    const [first] = told['facts'] as readonly string[]
    return this.bank.record(facts, Number(first))
  }
}

type Use = readonly [role: ActorRole, purpose: string]

/** A category as its clause describes it: what it holds, who may use it for what, whose it is, and where it comes from. */
export type CategoryRow = {
  readonly clause: string
  readonly sentence: string
  readonly kinds: readonly Attribute[]
  readonly usedBy: Use
  /** A purpose that does not list it, and some datum of it. */
  readonly notFor: readonly [...Use, Attribute]
  /** A role in which a person may be concerned, and one in which nobody is. */
  readonly of?: readonly [who: string, notWho: string]
  readonly from: readonly [source: string, purpose: string, ...shown: EvidenceKind[]]
  readonly notFrom: string
}

/** Shows a category through the gate and through recording: each datum passes, and everything that does not fit is refused. */
export async function showCategory(
  pack: string,
  { clause: id, kinds, usedBy, notFor, of, from, notFrom }: CategoryRow,
): Promise<void> {
  const ask = gateUnderTest(pack)
  const [role, purpose, kind] = notFor
  expect(ask(role, purpose, [kind])).toEqual(refused('kind-not-needed', id))
  for (const one of kinds) expect(ask(...usedBy, [one]), one).toEqual(permitted(id))
  const bank = await RecordingBank.open(pack)
  const [source, purposeOf, ...shown] = from
  const record = (by: string, more: Recorded = {}) => bank.record(kinds, by, { purpose: purposeOf, shown, ...more })
  expect(await record(notFrom)).toMatchObject(refused('source-not-registered', id))
  if (of !== undefined) {
    const [who, notWho] = of
    expect(ask(...usedBy, kinds, { roles: [notWho] })).toEqual(refused('role-not-concerned', id))
    expect(await record(source, { role: notWho })).toMatchObject(refused('role-not-concerned', id))
    expect(ask(...usedBy, kinds, { roles: [who] })).toEqual(permitted(id))
    expect(await record(source, { role: who })).toMatchObject(permitted(id))
  }
  const recorded = await record(source)
  expect(recorded).toMatchObject(permitted(id))
  expect(recorded.facts['facts']).toHaveLength(kinds.length)
}

/** What a purpose takes, by whom, and something that it has no use for. */
export type PurposeUse = readonly [
  purpose: string,
  role: ActorRole,
  kinds: readonly Attribute[],
  not: Attribute,
  more?: Passing,
]

/** Each use passes for what the purpose lists and is refused for what it does not list, by the clause. */
export function showUses(pack: string, id: string, uses: readonly PurposeUse[]): void {
  const ask = gateUnderTest(pack)
  for (const [purpose, role, kinds, not, more] of uses) {
    expect(ask(role, purpose, [not], more), purpose).toEqual(refused('kind-not-needed', id))
    for (const kind of kinds) expect(ask(role, purpose, [kind], more), `${purpose} ${kind}`).toEqual(permitted(id))
  }
}

/** An objection to a purpose that was upheld. */
export const objection = (purpose: string): Passing => ({ stops: [{ purpose, ground: 'objection', since }] })

/** The measures of protection that a pack publishes, each with the clause it follows from, such as `LP-I.7 measure-premises`. */
export function publishedMeasures(pack: string, day = '2026-01-05'): readonly string[] {
  const source = sourceOn(new Rulebook(packUnderTest(pack)), Temporal.PlainDate.from(day))
  return watchedPublish(publish)('notice', source, 'en')
    .sections.flatMap(({ entries }) => entries)
    .flatMap(({ id, cited }) => cited.map(({ document, clause }) => `${document}-${clause} ${id}`))
    .filter((one) => one.includes(' measure-'))
}
