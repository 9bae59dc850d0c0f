/** Commands about the people whom a breach concerns: naming them, and telling them. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { letters } from '../../marketing/messages/rules.ts'
import { switches, untouched } from '../../switches/rules.ts'
import { draftLanguages, languageFor } from '../drafts/language.ts'
import { letterToSubjects } from '../drafts/subjects.ts'
import { breachIn, breachNeeds, ofBreach, officers, reference } from '../payload.ts'
import { exemptions } from '../rules.ts'
import {
  affectedKey,
  affectedPersons,
  decideExempt,
  decideName,
  decideNoteDeliveries,
  decideNoteLetters,
  decideNotify,
  type Known,
  letterOf,
} from './rules.ts'

const people = (description: string, minItems = 1) =>
  Type.Array(idText, { minItems, maxItems: 1000, uniqueItems: true, description })

type AboutPeople = { readonly breach: string; readonly subjects: readonly string[] }

const affectedNeeds = ({ breach, subjects }: AboutPeople): readonly Need[] =>
  subjects.map((one) => need(affectedPersons, affectedKey(idOf<number>(breach), idOf<PartyId>(one))))

const knownIn = (state: StateReader, { breach, subjects }: AboutPeople): readonly Known[] =>
  subjects.map((one) => {
    const subject = idOf<PartyId>(one)
    return { subject, affected: state.get(affectedPersons, affectedKey(idOf<number>(breach), subject)) }
  })

const naming = payload({ ...ofBreach, subjects: people('Who is affected') })

/** Refuses as `decideName`. Facts: `affected`, how many are named now; `subjects`, whether somebody is still to be told. */
export const nameAffected: CommandKind<Static<typeof naming>> = {
  kind: 'breach.name-affected',
  summary: 'Names people as affected by a breach',
  payload: naming,
  purpose: 'operations',
  roles: officers,
  needs: (command) => [...breachNeeds(command), ...affectedNeeds(command.payload)],
  decide: (state, { payload: asked }, { terms }) =>
    decideName(breachIn(state, asked.breach), knownIn(state, asked), terms()),
}

const notifying = payload({
  ...ofBreach,
  subjects: people('Whom to tell, of those who are named; whoever was told before is left out'),
  language: Type.Optional(oneOf(draftLanguages, "Of the message; the language of the entity's country unless told")),
})

/**
 * Refuses as `decideNotify`. Facts: `messages`, how many go out by machine; `letters`, how many people are to get a letter; `before`, how
 * many were told, or are being told, already.
 */
export const notifySubjects: CommandKind<Static<typeof notifying>> = {
  kind: 'breach.notify-subjects',
  summary: 'Tells people of a breach, each over the channel that they prefer; who cannot be reached so gets a letter',
  payload: notifying,
  purpose: 'operations',
  roles: officers,
  needs: (command) => [
    ...breachNeeds(command),
    ...affectedNeeds(command.payload),
    ...command.payload.subjects.map((one) => need(switches, idOf<PartyId>(one))),
    need(letters, letterOf({ breach: idOf<number>(command.payload.breach) })),
  ],
  decide: (state, { payload: asked }, { entity, businessDate: on, nextId, terms }) => {
    const breach = breachIn(state, asked.breach)
    const now = { on, entity: entity.id, nextId }
    const subjects = knownIn(state, asked).map((one) => ({
      ...one,
      switches: state.get(switches, one.subject) ?? untouched(one.subject),
    }))
    const letter = breach === undefined ? { title: {}, text: {} } : letterToSubjects(breach, entity, terms())
    const language = asked.language ?? languageFor(entity)
    return decideNotify(breach, { subjects, letter, language }, now, terms())
  },
}

const notingLetters = payload({
  ...ofBreach,
  subjects: people('To whom letters went'),
  evidence: reference,
})

/** Refuses as `decideNoteLetters`. Facts: `told` of `affected`. */
export const noteLetters: CommandKind<Static<typeof notingLetters>> = {
  kind: 'breach.note-letters',
  summary: 'Notes that letters about a breach went out',
  payload: notingLetters,
  purpose: 'operations',
  roles: officers,
  needs: (command) => [...breachNeeds(command), ...affectedNeeds(command.payload)],
  decide: (state, { payload: asked }, { at, terms }) =>
    decideNoteLetters(
      breachIn(state, asked.breach),
      { subjects: knownIn(state, asked), evidence: asked.evidence },
      at,
      terms(),
    ),
}

const notingDeliveries = payload({
  ...ofBreach,
  sent: people('Whose messages were handed over', 0),
  withheld: people('Whose will not be', 0),
})

/** Sent by the server that holds the lanes, as messages go out. Refuses as `decideNoteDeliveries`. */
export const noteDeliveries: CommandKind<Static<typeof notingDeliveries>> = {
  kind: 'breach.note-deliveries',
  summary: 'Notes what became of messages about a breach',
  payload: notingDeliveries,
  purpose: 'operations',
  roles: ['system'],
  needs: (command) => {
    const { breach, sent, withheld } = command.payload
    return [...breachNeeds(command), ...affectedNeeds({ breach, subjects: [...sent, ...withheld] })]
  },
  decide: (state, { payload: { breach, sent, withheld } }, { at, terms }) =>
    decideNoteDeliveries(
      breachIn(state, breach),
      { sent: knownIn(state, { breach, subjects: sent }), withheld: knownIn(state, { breach, subjects: withheld }) },
      at,
      terms(),
    ),
}

const exempting = payload({
  ...ofBreach,
  exemption: oneOf(exemptions, 'GDPR, Article 34(3): why they are not told one by one'),
  reasons: reference,
})

/** Refuses as `decideExempt`. */
export const exemptSubjects: CommandKind<Static<typeof exempting>> = {
  kind: 'breach.exempt-subjects',
  summary: 'Notes why people need not be told of a breach one by one, and where the reasons are kept',
  payload: exempting,
  purpose: 'operations',
  roles: officers,
  needs: breachNeeds,
  decide: (state, { payload: { breach, exemption, reasons } }, { terms }) =>
    decideExempt(breachIn(state, breach), { exemption, reasons }, terms()),
}
