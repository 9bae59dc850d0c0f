/** Objections: their state and their answer, for the person and for who answers them; the answer is also a letter to be printed. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { together } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { citing } from '../../privacy/consents/rules.ts'
import type { KeptRequest } from '../../privacy/gate.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import { answerToObjection } from '../../privacy/objections/answer.ts'
import { isLate, type Objection } from '../../privacy/objections/rules.ts'
import { objectionsOf, openObjections } from '../../privacy/objections/store.ts'
import { fences } from '../../privacy/screening/rules.ts'
import { inWords } from '../../rulebook/wording.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { desk, isStaff, only } from './access.ts'
import { businessDate, closed, entityText, idIn, idParams, laneAsked, limitOf, page, termsNow } from './asked.ts'
import { seenPerson } from './consents.ts'
import { worded } from './decisions.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object({ limit: page.limit }, closed)
const ofEntityQuery = Type.Object({ limit: page.limit, entity: entityText }, closed)
type OfParty = { Params: { party: string } }
type OfObjection = { Params: { party: string; objection: string } }
const reporters = [...desk, 'data-protection-officer', 'compliance-officer'] as const

export function registerObjectionReads(server: FastifyInstance, api: Api): void {
  server.get<{ Querystring: Static<typeof ofEntityQuery> }>('/objections', {
    schema: reading(
      'objections',
      'Objections whose answer has not gone out, those due first; for staff',
      'personal data',
      { querystring: ofEntityQuery },
    ),
    handler: async (request) => {
      only(bearerOf(request), ...reporters)
      const lane = laneAsked(api, request.query.entity)
      const found = await openObjections(api.institution.sql, lane, limitOf(request.query))
      const subjects = found.map(({ subject }) => subject)
      await lookedInto(api, bearerOf(request), 'consent-mark', subjects)
      return { objections: found.map((one) => ({ ...described(api, one), subject: String(one.subject) })) }
    },
  })

  server.get<OfParty & { Querystring: Static<typeof listQuery> }>('/parties/:party/objections', {
    schema: reading(
      'party-objections',
      'What a person objected to that was weighed, how far that is, and what was answered; the latest first',
      'personal data',
      { params: idParams('party'), querystring: listQuery },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const party = await seenPerson(api, request.params.party, bearer, 'consent-mark')
      const found = await objectionsOf(api.institution.sql, party, limitOf(request.query))
      const reasons = await Promise.all(found.map((one) => reasonsOf(api, bearer, one)))
      return {
        objections: found.map((one, i) => ({
          ...{ ...described(api, one), ...reasons[i] },
          ...(isStaff(bearer) ? { answeredBy: one.answeredBy, sentEvidence: one.sent?.evidence ?? null } : {}),
        })),
      }
    },
  })

  const params = Type.Object({ ...idParams('party').properties, ...idParams('objection').properties })
  server.get<OfObjection>('/parties/:party/objections/:objection/answer', {
    schema: reading('objection-answer', 'The answer to an objection, as it is written to the person', 'personal data', {
      params,
    }),
    handler: async (request) => ({ objection: request.params.objection, ...(await written(api, request)) }),
  })

  server.get<OfObjection>('/parties/:party/objections/:objection/answer/pdf', {
    schema: reading('objection-answer-pdf', 'The answer to an objection, to be printed and sent', 'personal data', {
      params,
    }),
    handler: async (request, reply) => {
      const { clauses, date, ...answer } = await written(api, request)
      // Loaded when somebody prints: it is large, and few do.
      const { letter } = await import('../pages/letter.ts')
      const bytes = await letter(api.institution.pack, {
        ...answer,
        date: String(date),
        clauses: clauses.map(({ document, clause, text }) => ({ name: `${document} ${clause}`, text: text ?? '' })),
      })
      const name = `objection-${request.params.objection}-${answer.language}.pdf`
      reply.header('content-type', 'application/pdf').header('content-disposition', `inline; filename="${name}"`)
      return reply.send(bytes)
    },
  })
}

function described(api: Api, one: Objection) {
  const { objection, subject, purpose, raisedOn, answerBy, state, answeredOn, language, sent } = one
  const lane = laneOf(subject)
  const words = termsNow(api, lane).register.purposes.get(purpose)?.name
  return {
    ...{ objection: String(objection), purpose, purposeName: inWords(words, language), language, raisedOn, answerBy },
    overdue: sent === null && isLate(one, businessDate(api, lane)),
    ...{ state, answeredOn },
    sentOn: sent?.on ?? null,
    // What overriding reasons carry goes on when the person was told, not before.
    stopped: state !== 'overridden' || sent === null,
  }
}

/** The letter. Throws EdgeProblem where there is no such objection, or no answer yet, or the gate refuses. */
async function written(api: Api, request: FastifyRequest<OfObjection>) {
  const bearer = bearerOf(request)
  const party = await seenPerson(api, request.params.party, bearer, 'consent-mark')
  const id = idIn<number>(api, request.params.objection, 'objection-unknown')
  const found = (await objectionsOf(api.institution.sql, party, 500)).find(({ objection }) => objection === id)
  if (found === undefined) throw new EdgeProblem('objection-unknown')
  const { answeredOn, language, answerBy } = found
  if (answeredOn === null) throw new EdgeProblem('objection-unanswered', { facts: { answerBy: answerBy.toString() } })
  const lane = laneOf(party)
  const terms = api.institution.rulebookOf(lane).terms(answeredOn)
  const { register } = terms
  const entity = api.lanes.lanes.find((one) => one.lane === lane)?.entity.id
  const purpose = register.purposes.get(found.purpose)
  const { reasons, withheld } = await reasonsOf(api, bearer, found)
  if (withheld !== null) throw new EdgeProblem(withheld)
  const letter = answerToObjection(found, answeredOn, {
    purpose: inWords(purpose?.name, language),
    reasons,
    authority: inWords(register.controllers.find((one) => one.entity === entity)?.authority, language),
  })
  const own = together(terms.cite('privacy.objection'), terms.cite('objection.answer'))
  const cited = purpose === undefined ? own : citing(own, purpose)
  return { ...letter, clauses: cited.disclosed.map((one) => worded(api, one, letter.language)) }
}

type Reasons = { readonly reasons: string | null; readonly withheld: EdgeProblem['code'] | null }

/**
 * What was written to the person, through the gate: for them, and for who answers. Whoever else sees that there is an objection is not told
 * why it was not followed.
 */
async function reasonsOf(api: Api, bearer: Bearer, { objection, subject, reasons }: Objection): Promise<Reasons> {
  if (reasons === null) return { reasons: null, withheld: null }
  const asked = askedBy(bearer, { subject, objection, reasons })
  if (asked === undefined) return { reasons: null, withheld: 'role-not-permitted' }
  const { gate } = api.institution
  const terms = termsNow(api, laneOf(subject))
  const all = ['correspondence', ...fences] as const
  // Whoever it was written to has it whatever it tells; staff, as far as it is open to them.
  for (const categories of bearer.party === undefined ? all.map((one) => [one]) : [all]) {
    const read = await gate.readKept({ ...asked, categories }, terms)
    if (read.outcome === 'refused') return { reasons: null, withheld: read.code }
    const [found] = read.values
    if (found === undefined) continue
    const { plain } = found
    return { reasons: plain === undefined ? null : Buffer.from(plain).toString(), withheld: null }
  }
  return { reasons: null, withheld: null }
}

type Asked = Omit<KeptRequest, 'categories'>

/** How the gate is asked: it answers what the person themselves asked, and so goes on while their data are restricted. */
function askedBy(
  { role, party, staff }: Bearer,
  {
    subject,
    objection,
    reasons,
  }: { readonly subject: PartyId; readonly objection: number; readonly reasons: DetailId },
): Asked | undefined {
  // What the answer holds was asked for by the person.
  const shown = [{ kind: 'request', reference: String(objection) }] as const
  const asked = { details: [reasons], shown, ordered: true, purpose: 'rights' } as const
  if (party === subject) return { ...asked, actor: { role, party } }
  if (party !== undefined) return { ...asked, actor: { role: 'representative', party }, represented: [subject] }
  if (role === 'data-protection-officer') return { ...asked, actor: { role, staff } }
  if (role === 'operator') return { ...asked, actor: { role, staff }, purpose: 'service' }
  return undefined
}
