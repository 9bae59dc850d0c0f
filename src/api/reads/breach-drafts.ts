/** Drafts of what the authority and the people concerned are told of a breach, and the letter to one of them; to be read or printed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { type Cited, together } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { type Affected, affectedKey, affectedPersons } from '../../privacy/breaches/affected/rules.ts'
import { authorityDraft } from '../../privacy/breaches/drafts/authority.ts'
import { type DraftLanguage, draftLanguages, languageFor, wordsIn } from '../../privacy/breaches/drafts/language.ts'
import { subjectsDraft } from '../../privacy/breaches/drafts/subjects.ts'
import type { Breach } from '../../privacy/breaches/rules.ts'
import { compiledGate } from '../../privacy/gate/verdicts/rules.ts'
import { passageOf } from '../../privacy/marketing/messages/rules.ts'
import { languagesOffered } from '../../privacy/published/offered.ts'
import type { FactKind } from '../../privacy/vault/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { preferredOf } from '../language.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import type { RefusalCode } from '../refusals/catalogue.ts'
import { only } from './access.ts'
import { businessDate, closed, entityOf, idIn, idParams, termsNow } from './asked.ts'
import { breachIn, breachOfficers, extentOf } from './breaches.ts'
import { worded } from './decisions.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const draftQuery = Type.Object(
  {
    language: Type.Optional(
      Type.String({ maxLength: 10, description: "Of the draft: English, or one of the institution's documents" }),
    ),
  },
  closed,
)
type OfBreach = { Params: { breach: string }; Querystring: Static<typeof draftQuery> }
type OfPerson = { Params: { breach: string; party: string }; Querystring: Static<typeof draftQuery> }

export function registerBreachDrafts(server: FastifyInstance, api: Api): void {
  const params = idParams('breach')
  server.get<OfBreach>('/breaches/:breach/drafts', {
    schema: reading('breach-drafts', 'Drafts of what the authority and the people concerned are told', 'breaches', {
      ...{ params, querystring: draftQuery },
    }),
    handler: async (request) => {
      const { breach, language } = await asked(api, request)
      const { entity, terms } = standing(api, breach)
      const { likely } = await extentOf(api, breach)
      return {
        language,
        authority: authorityDraft(breach, entity, terms, language, likely),
        subjects: subjectsDraft(breach, entity, terms, language),
      }
    },
  })

  server.get<OfBreach>('/breaches/:breach/drafts/authority/pdf', {
    schema: reading(
      'breach-authority-pdf',
      'The notification of a breach to the authority, to be printed',
      'breaches',
      {
        ...{ params, querystring: draftQuery },
      },
    ),
    handler: async (request, reply) => {
      const { breach, language } = await asked(api, request)
      const { entity, terms } = standing(api, breach)
      const { likely } = await extentOf(api, breach)
      const draft = authorityDraft(breach, entity, terms, language, likely)
      const cited = together(terms.cite('breach.authority'), terms.cite('breach.register'))
      return printed(api, reply, { ...{ breach, language, draft, cited }, name: 'authority' })
    },
  })

  server.get<OfBreach>('/breaches/:breach/drafts/subjects/pdf', {
    schema: reading(
      'breach-subjects-pdf',
      'What the people concerned are told of a breach, to be printed',
      'breaches',
      {
        ...{ params, querystring: draftQuery },
      },
    ),
    handler: async (request, reply) => {
      const { breach, language } = await asked(api, request)
      const { entity, terms } = standing(api, breach)
      const draft = { ...subjectsDraft(breach, entity, terms, language), about: [] }
      const cited = terms.cite('breach.subjects')
      return printed(api, reply, { ...{ breach, language, draft, cited }, name: 'people' })
    },
  })

  server.get<OfPerson>('/breaches/:breach/affected/:party/letter/pdf', {
    schema: reading(
      'breach-letter-pdf',
      'The letter to one of those whom a breach concerns, with their address',
      'breaches',
      {
        params: Type.Object({ ...params.properties, ...idParams('party').properties }),
        querystring: draftQuery,
      },
    ),
    handler: async (request, reply) => {
      const { breach, language } = await asked(api, request)
      const subject = await namedOne(api, breach, request.params.party)
      const { entity, terms } = standing(api, breach)
      const to = await addressOf(api, subject, terms)
      await lookedInto(api, bearerOf(request), 'address', [subject])
      const draft = { ...subjectsDraft(breach, entity, terms, language), about: [] }
      const cited = terms.cite('breach.subjects')
      return printed(api, reply, { ...{ breach, language, draft, cited, to }, name: String(subject) })
    },
  })
}

const standing = (api: Api, { breach }: Breach) => {
  const lane = laneOf(breach)
  return { entity: entityOf(api, lane), terms: termsNow(api, lane) }
}

/** The breach, and the language of the draft: the one asked for, if there are such documents, or that of the entity's country. */
async function asked(api: Api, request: FastifyRequest<OfBreach>) {
  only(bearerOf(request), ...breachOfficers)
  const breach = await breachIn(api, request.params.breach)
  const offered = languagesOffered(api.institution.pack, 'notice').filter((one) => draftLanguages.includes(one))
  const { language: named } = request.query
  if (named !== undefined && !offered.some((one) => one === named))
    throw invalid([{ at: '/query/language', message: `must be one of ${offered.join(', ')}` }])
  const own = languageFor(entityOf(api, laneOf(breach.breach)))
  const language = preferredOf<DraftLanguage>(offered, request.headers['accept-language'], named) ?? own
  return { breach, language }
}

/** Throws EdgeProblem unless the person is named as affected. */
async function namedOne(api: Api, { breach }: Breach, text: string): Promise<PartyId> {
  const subject = idIn<PartyId>(api, text, 'party-unknown')
  const key = affectedKey(breach, subject)
  const [found] = (await api.institution.storage.load(laneOf(breach), [need(affectedPersons, key)])) as [
    Affected | undefined,
  ]
  if (found === undefined) throw new EdgeProblem('subject-not-affected', { facts: { subject: String(subject) } })
  return subject
}

/** The lists live long: the gate finds its answers by them. */
const nameAndAddress = ['name', 'address'] as const satisfies FactKind[]
const addressAlone = ['address'] as const satisfies FactKind[]

/** Name, where service messages may use it, and address, as the gate gives them to whoever sends such a message. */
async function addressOf(api: Api, subject: PartyId, terms: Terms): Promise<readonly string[]> {
  const { purpose } = terms.parameters('message.service')
  const passage = passageOf({ subject, purpose, offer: false, channel: 'post' })
  const { role } = passage.actor
  const isNamed = compiledGate(terms).verdict(role, purpose, nameAndAddress).code === undefined
  const read = await api.institution.gate.readFacts(
    { ...passage, kinds: isNamed ? nameAndAddress : addressAlone },
    terms,
  )
  if (read.outcome === 'refused')
    throw new EdgeProblem(read.code as RefusalCode, { facts: read.facts, clauses: read.cited.disclosed })
  return nameAndAddress.flatMap((kind) => {
    const plain = read.values.findLast((one) => one.kind === kind && one.plain !== undefined)?.plain
    return plain === undefined ? [] : [Buffer.from(plain).toString()]
  })
}

type Print = {
  readonly breach: Breach
  readonly language: DraftLanguage
  readonly draft: {
    readonly title: string
    readonly about: readonly (readonly [string, string])[]
    readonly paragraphs: readonly string[]
  }
  readonly cited: Cited
  readonly to?: readonly string[]
  readonly name: string
}

async function printed(api: Api, reply: FastifyReply, { breach, language, draft, cited, to, name }: Print) {
  const day = businessDate(api, laneOf(breach.breach))
  // Loaded when somebody prints: it is large, and few do.
  const { letter } = await import('../pages/letter.ts')
  const bytes = await letter(api.institution.pack, {
    ...{ ...draft, language, to },
    date: day.toLocaleString(language === 'en' ? 'en-GB' : language, { dateStyle: 'long' }),
    clausesTitle: wordsIn[language].clauses,
    clauses: cited.disclosed.map((one) => {
      const { document, clause, text } = worded(api, one, language)
      return { name: `${document} ${clause}`, text: text ?? '' }
    }),
  })
  const file = `breach-${breach.breach}-${name}-${language}.pdf`
  reply.header('content-type', 'application/pdf').header('content-disposition', `inline; filename="${file}"`)
  return reply.send(bytes)
}
