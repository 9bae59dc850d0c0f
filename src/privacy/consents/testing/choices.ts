/** A bank of a pack in which one person says what they allow: for tests. */
import { expect } from 'vitest'
import { type Ask, type TestBank, teller } from '../../../../tests/bank.ts'
import { watchDecision } from '../../../../tests/clause.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Person, registerPerson } from '../../../parties/testing/people.ts'
import type { Actor } from '../../../storage/command.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { type GateRequest, type GateState, passGate } from '../../gate/rules.ts'
import { type Switches, switches } from '../../switches/rules.ts'

export const officer: Actor = { role: 'data-protection-officer', staff: 'D-01' }
export const marketer: Actor = { role: 'marketing-officer', staff: 'M-01' }

const watchedGate = watchDecision(passGate)

/** The newest version of a document of the bank's pack. */
export const versionOf = (bank: TestBank, code: string): string =>
  bank.rulebook.pack.documents.findLast((one) => one.code === code)?.version ?? ''

export class Chooser {
  readonly bank: TestBank
  readonly subject: PartyId
  readonly self: Actor

  constructor(bank: TestBank, subject: PartyId) {
    this.bank = bank
    this.subject = subject
    this.self = { role: 'customer', party: subject }
  }

  static async in(bank: TestBank, person: Exclude<Person, 'baltais'> = 'liga'): Promise<Chooser> {
    return new Chooser(bank, await registerPerson(bank, person))
  }

  /** Asks for something about the person's own data, in the internet bank unless another actor is named. */
  ask(kind: string, payload: object = {}, { actor = this.self, ...rest }: Ask = {}): Promise<DecisionView> {
    return this.bank.do(kind, { subject: String(this.subject), ...payload }, { ...rest, actor })
  }

  /** The same through staff at a unit. */
  tell(kind: string, payload: object = {}): Promise<DecisionView> {
    return this.ask(kind, payload, { actor: teller })
  }

  /** Gives consent to a purpose whose clause stands in a document. */
  consent(purpose: string, document: string, more: object = {}, ask: Ask = {}): Promise<DecisionView> {
    return this.ask('consent.give', { purpose, version: versionOf(this.bank, document), language: 'en', ...more }, ask)
  }

  /** Whether the gate lets an actor read now, as the person's switches stand: `permitted`, or the code of the refusal. */
  gate(
    actor: GateRequest['actor'],
    purpose: string,
    kinds: GateRequest['kinds'],
    more: Partial<GateRequest> = {},
    known: Pick<GateState, 'cases'> = {},
  ) {
    const { bank, subject, switches: now } = this
    const request = { actor, purpose, kinds, subjects: [subject], ...more }
    const state = {
      entityOf: () => bank.rulebook.entity.id,
      undertaken: true,
      ...known,
      ...(now === undefined ? {} : { switches: new Map([[subject, now]]) }),
    }
    const terms = bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
    const passage = watchedGate(request, state, terms)
    const code = passage.outcome === 'refused' ? passage.code : 'permitted'
    return { code, cited: passage.cited, ownDataOnly: passage.facts['ownDataOnly'] }
  }

  get switches(): Switches | undefined {
    return this.bank.record(switches, this.subject)
  }
}

/** Changed by whoever has consents to carry out: only while the register names what that is. */
export const marksCanBeRead = (liga: Chooser) => {
  const passage = liga.gate({ role: 'system' }, 'consents', ['consent-mark'])
  expect([passage.code, passage.cited.settled.at(-1)?.clause]).toEqual(['permitted', 'V.manage'])
}

/** Writes a letter: an offer, when it has a purpose. */
export const writeLetter = (bank: TestBank, letter: string, purpose?: string): Promise<DecisionView> =>
  bank.do(
    'letter.set',
    {
      letter,
      ...(purpose === undefined ? {} : { purpose }),
      title: { en: 'News of the bank', lv: 'Bankas jaunumi' },
      text: { en: 'There is something new.', lv: 'Ir kas jauns.' },
    },
    { actor: marketer },
  )

/** Lets an offer out to the person. */
export const offer = (chooser: Chooser, channel: string, letter = 'news'): Promise<DecisionView> =>
  chooser.ask('marketing.send', { letter, channel }, { actor: marketer })

/** Lets a service message out to the person. */
export const notify = (chooser: Chooser, letter = 'reminder', channel = 'email'): Promise<DecisionView> =>
  chooser.ask('message.send', { letter, channel }, { actor: { role: 'system' } })
