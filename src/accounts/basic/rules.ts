/**
 * Basic accounts: opened for every eligible consumer, refused only on a statutory ground, in writing, in time, free of charge, with the
 * routes of complaint. Who is eligible and which grounds there are is law, with its figures in the law's documents.
 */
import { calendarOf } from '../../kernel/calendar.ts'
import { accept, assertInvariant, type Decision, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { type Effect, effect, records } from '../../kernel/state.ts'
import type { Party } from '../../parties/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Channel } from '../files/rules.ts'
import { checkOpening, decideOpening, type OpeningContext, type OpeningRefusal } from '../opening/rules.ts'

/** A consumer's application for a basic account. */
export type BasicApplication = {
  readonly customer: PartyId
  readonly currency: string
  readonly channel: Channel
  readonly appliedOn: Temporal.PlainDate
  /** The last day on which it is decided in time. */
  readonly decideBy: Temporal.PlainDate
  /** The consumer declared that notice was given to close the payment account they have elsewhere. */
  readonly leavesOther: boolean
  readonly status: 'applied' | 'opened' | 'refused'
  readonly decidedOn: Temporal.PlainDate | null
  readonly decidedBy: string | null
  readonly account: AccountId | null
}

/** The latest application of each customer that made one. */
export const basicApplications = records<PartyId, BasicApplication>('basic-application')

export type ApplicationAsked = Pick<BasicApplication, 'currency' | 'channel' | 'leavesOther'> & {
  /** How a consumer without a residence in the usual sense stands, such as `asylum-seeker`. */
  readonly standing: string | undefined
}

/**
 * In this order: an earlier application still waits; the customer is no consumer; they are not legally resident where the law asks for
 * it; then those of every opening.
 */
export const applyRefusals = ['application-waits', 'not-a-consumer', 'not-resident'] as const
export type ApplyRefusal = (typeof applyRefusals)[number] | OpeningRefusal

/** Takes an application, complete with it, and starts the time within which it is decided. */
export function decideApply(
  customer: Party,
  before: BasicApplication | undefined,
  asked: ApplicationAsked,
  context: OpeningContext,
): Decision<Effect, ApplyRefusal> {
  const { entity, on, terms } = context
  const cited = terms.cite('basic-account.opening', 'basic-account.eligibility')
  const { residences, services, decideWithin, feeCap } = terms.parameters('basic-account.eligibility')
  if (before?.status === 'applied') return refuse('application-waits', cited, { decideBy: before.decideBy.toString() })
  if (customer.kind !== 'natural' || !customer.consumer) return refuse('not-a-consumer', cited)
  if (!residences.includes(asked.standing ?? customer.residence)) return refuse('not-resident', cited)
  const refused = checkOpening(asked, context)
  if (refused !== undefined) return refused
  const application: BasicApplication = {
    customer: customer.party,
    currency: asked.currency,
    channel: asked.channel,
    leavesOther: asked.leavesOther,
    appliedOn: on,
    decideBy: addPeriod(on, parsePeriod(decideWithin), calendarOf(entity.calendar)),
    status: 'applied',
    decidedOn: null,
    decidedBy: null,
    account: null,
  }
  return accept([effect(basicApplications, customer.party, application)], cited, {
    customer: String(customer.party),
    decideBy: application.decideBy.toString(),
    services,
    feeCap,
  })
}

/** Before both decisions: the customer made no application. */
export const applicationRefusals = ['application-unknown'] as const

/** In this order: the application was decided before; then those of every opening. */
export const basicOpenRefusals = ['application-decided'] as const
export type BasicOpenRefusal = (typeof basicOpenRefusals)[number] | OpeningRefusal

/** Opens the basic account that was applied for: also after its time has run out, for the duty to open does not end with it. */
export function decideBasicOpening(
  application: BasicApplication,
  account: AccountId,
  by: string,
  context: OpeningContext,
): Decision<Effect, BasicOpenRefusal> {
  const { terms, on } = context
  const cited = terms.cite('basic-account.opening', 'basic-account.eligibility')
  if (application.status !== 'applied') return refuse('application-decided', cited, { status: application.status })
  const { customer, currency, channel } = application
  const request = { account, holders: [customer], product: 'basic', currency, channel, documents: [] } as const
  const opened = decideOpening(request, context)
  if (opened.outcome === 'refused') return opened
  const decided: BasicApplication = { ...application, status: 'opened', decidedOn: on, decidedBy: by, account }
  const { services, feeCap } = terms.parameters('basic-account.eligibility')
  return accept(
    [...opened.effects, effect(basicApplications, application.customer, decided)],
    together(cited, opened.cited),
    { ...opened.facts, services, feeCap },
  )
}

export type BasicRefusalAsked = {
  /** A ground of the law. */
  readonly ground: string
  /** Why the ground may not be told, where that is not the ground itself, such as `national-security`. */
  readonly withhold: string | undefined
  readonly by: string
}

/**
 * In this order: the application was decided before; law knows no such ground; the consumer leaves the other account, which is then no
 * ground; law knows no such reason to withhold the ground; the time in which a refusal is allowed has run out.
 */
export const basicRefuseRefusals = [
  'application-decided',
  'ground-not-statutory',
  'ground-declared-away',
  'withholding-not-statutory',
  'decision-late',
] as const
export type BasicRefuseRefusal = (typeof basicRefuseRefusals)[number]

/** The ground that a declaration takes away. Source: Directive 2014/92/EU, article 16(5). */
const otherAccount = 'has-payment-account'

/**
 * Refuses a basic account. The answer is in writing and free, names the routes of complaint, and the ground unless law forbids telling
 * it: then ground and the law behind it are for authorised staff alone.
 */
export function decideBasicRefusal(
  application: BasicApplication,
  { ground, withhold, by }: BasicRefusalAsked,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, BasicRefuseRefusal> {
  const cited = terms.cite('basic-account.refusal')
  const law = terms.parameters('basic-account.eligibility')
  if (application.status !== 'applied') return refuse('application-decided', cited, { status: application.status })
  if (!law.grounds.includes(ground)) return refuse('ground-not-statutory', cited, { grounds: law.grounds })
  if (ground === otherAccount && application.leavesOther) return refuse('ground-declared-away', cited)
  if (withhold !== undefined && !law.undisclosedGrounds.includes(withhold))
    return refuse('withholding-not-statutory', cited, { withholding: law.undisclosedGrounds })
  if (Temporal.PlainDate.compare(on, application.decideBy) > 0)
    return refuse('decision-late', cited, { decideBy: application.decideBy.toString() })
  const told = withhold === undefined && !law.undisclosedGrounds.includes(ground)
  const decided: BasicApplication = { ...application, status: 'refused', decidedOn: on, decidedBy: by }
  assertInvariant(decided.account === null, 'a refused application has no account')
  const answer = {
    customer: String(application.customer),
    form: 'written',
    free: true,
    complaintRoutes: law.complaintRoutes,
  }
  return accept(
    [effect(basicApplications, application.customer, decided)],
    together(
      cited,
      told ? terms.cite('basic-account.eligibility') : terms.citeUndisclosed('basic-account.eligibility'),
    ),
    told ? { ...answer, ground } : answer,
    { ground, withhold: withhold ?? null },
  )
}

/** Whether an application that still waits has outrun the time of the law. */
export const isLate = (application: BasicApplication, day: Temporal.PlainDate): boolean =>
  application.status === 'applied' && Temporal.PlainDate.compare(day, application.decideBy) > 0
