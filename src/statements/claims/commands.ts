/** Commands of claims: made by customers, decided and answered by staff. What is a payment report is routed to where those are kept. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import { assertInvariant } from '../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { need, type StateReader } from '../../kernel/state.ts'
import { dateText, idOf, idText, oneOf, optionalIdOf, payload } from '../../kernel/wire.ts'
import { postings } from '../../ledger/postings/rules.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import { bookedAt, bookedNeeds } from '../../payments/corrections/rules.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import type { Command, CommandKind, Context } from '../../storage/command.ts'
import type { Holder } from '../asked/rules.ts'
import { statementCommand } from '../asking.ts'
import { availabilityNeeds, availabilityOf } from '../availability/rules.ts'
import { decideReport, isReport, reportKinds } from '../payment-reports/rules.ts'
import { entryKey, sentDocuments } from '../sent-documents/rules.ts'
import { aboutClaim } from './affairs.ts'
import { bookedEntry, entryNeeds, entryText, placeOf, reference } from './entry.ts'
import {
  claimErrors,
  claimForms,
  claimGrounds,
  claimLanguages,
  claims,
  decideAnswer,
  decideClaim,
  decideVerdict,
  remedies,
  type Verdict,
} from './rules.ts'

const makePayload = payload({
  account: idText,
  error: oneOf([...claimErrors, ...reportKinds], 'What is wrong'),
  entry: Type.Optional(entryText),
  on: Type.Optional(Type.String({ ...dateText, description: 'Without an entry: the day that it is about' })),
  form: oneOf(claimForms, 'How it came in'),
  language: oneOf(claimLanguages, 'In which the answer is wanted'),
  evidence: Type.Optional(
    Type.String({ ...reference, description: 'Under which the archive keeps what came with it' }),
  ),
  orderedBy: Type.Optional(Type.String({ ...idText, description: 'Whose order staff pass on' })),
})
type Make = Static<typeof makePayload>

/**
 * Details: the first, of category `payment-details`, is what the customer writes. Facts: `claim`, or `report` for what the payment rules
 * rule; and the days of each. Refuses an unknown account, and who may not act for its holders; then as `decideClaim` or `decideReport`.
 */
export const makeClaim: CommandKind<Make> = statementCommand({
  kind: 'claim.make',
  summary: 'Reports an error of an entry or of the account, or what the payment rules want reported',
  payload: makePayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  service: 'accounts',
  provision: 'claim.time-limit',
  needs: (account, state, payload) => {
    const { entry } = payload
    const on = dayAsked(state, payload)
    return [
      ...(entry === undefined ? [] : [...entryNeeds(entry), need(sentDocuments, entryKey(account, entry.seq))]),
      ...(on === undefined ? [] : availabilityNeeds(state, account, on)),
    ]
  },
  decide: ({ affairs, terms, holders, through }, command, context, state) => {
    const { entry, error, form, evidence = null, language } = command.payload
    const { account, holder } = affairs.account
    const named = entry && bookedEntry(state, account, entry, context.lane)
    const calendar = calendarOf(context.entity.calendar)
    const customer = claimantOf(command, through)
    const isTold = (command.details ?? []).length > 0 && holder !== null
    const words = isTold ? { detail: context.nextId<DetailId>(), holder } : undefined
    const made = { account, customer, evidence, words }
    if (isReport(error)) {
      const consumer = holders.some(({ party }) => party.consumer)
      const report = { ...made, report: context.nextId<number>(), what: error, payment: named, consumer }
      return decideReport(report, entry !== undefined, context.businessDate, calendar, terms)
    }
    const claim = {
      ...made,
      claim: context.nextId<number>(),
      place: named?.place ?? null,
      seq: named?.entry.seq ?? null,
      error,
      form,
      language,
      knownOn: knownOn(state, account, command.payload, named?.entry.bookingDate),
    }
    return decideClaim(claim, entry === undefined || named !== undefined, context.businessDate, calendar, terms)
  },
})

/** The day whose statements count: that of the entry's booking, once it is in memory, or the one that was told. */
function dayAsked(state: StateReader, { account, entry, on }: Make): Temporal.PlainDate | undefined {
  if (entry === undefined) return on === undefined ? undefined : dayOf(on)
  return state
    .peek(postings, placeOf(entry))
    ?.entries.find((one) => one.account === idOf(account) && one.seq === entry.seq)?.bookingDate
}

function knownOn(
  state: StateReader,
  account: AccountId,
  { entry, on }: Make,
  bookedOn: Temporal.PlainDate | undefined,
): Temporal.PlainDate | undefined {
  const day = bookedOn ?? (on === undefined || entry !== undefined ? undefined : dayOf(on))
  const shown = day === undefined ? undefined : availabilityOf(state, account, day)?.on
  const sent = entry === undefined ? undefined : state.get(sentDocuments, entryKey(account, entry.seq))?.sentOn
  return earlier(shown, sent)
}

/** The earlier of two days, of which either may not have come. */
function earlier(
  one: Temporal.PlainDate | undefined,
  other: Temporal.PlainDate | undefined,
): Temporal.PlainDate | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Temporal.PlainDate.compare(one, other) <= 0 ? one : other
}

/** The day of a text that fits `dateText`; a day that no month has counts as its last. */
const dayOf = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

/** Who claims: the party that sends it, or whose order staff pass on; otherwise the holder who may. */
function claimantOf({ actor, payload }: Command<Make>, through: Holder | undefined): PartyId {
  const claimant = actor.party ?? optionalIdOf<PartyId>(payload.orderedBy) ?? through?.party.party
  assertInvariant(claimant !== undefined, 'somebody claims')
  return claimant
}

const verdictPayload = Type.Union([
  payload({
    claim: idText,
    outcome: Type.Literal('upheld'),
    remedy: Type.Optional(oneOf(remedies, 'How it is put right; by reversal unless told')),
  }),
  payload({ claim: idText, outcome: Type.Literal('rejected'), ground: oneOf(claimGrounds, 'Why') }),
  payload({ claim: idText, outcome: Type.Literal('declined') }),
])

/** Facts: the claim's state, and the `correction` to which an upheld one led. */
export const decideOnClaim: CommandKind<Static<typeof verdictPayload>> = aboutClaim({
  kind: 'claim.decide',
  summary: 'Upholds, rejects or declines a claim, as a named person',
  payload: verdictPayload,
  purpose: 'correction',
  roles: ['operator'],
  provision: 'claim.time-limit',
  // What the decision with its entry booked.
  needs: ({ payload }, state) => {
    const place = state.peek(claims, idOf<number>(payload.claim))?.place ?? null
    return place === null ? [] : bookedNeeds(state, place)
  },
  decide: ({ claim, terms }, { payload, actor }, context, state) => {
    const booked = claim.place === null ? undefined : bookedAt(state, claim.place)
    return decideVerdict(claim, verdictOf(payload, context), booked, staffOf(actor), context.businessDate, terms)
  },
})

function verdictOf(asked: Static<typeof verdictPayload>, context: Context): Verdict {
  if (asked.outcome === 'upheld')
    return { outcome: 'upheld', correction: asked.remedy === 'otherwise' ? undefined : context.nextId<number>() }
  return asked.outcome === 'declined'
    ? { outcome: 'declined', ground: 'late' }
    : { outcome: 'rejected', ground: asked.ground }
}

const answerPayload = payload({ claim: idText })

/** Facts: the claim's state, and the `language` of the answer. */
export const answerClaim: CommandKind<Static<typeof answerPayload>> = aboutClaim({
  kind: 'claim.answer',
  summary: 'Notes that the answer to a claim went out',
  payload: answerPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  provision: 'claim.answer',
  decide: ({ claim, terms }, { actor }, context) => decideAnswer(claim, staffOf(actor), context.businessDate, terms),
})
