/** Why something was decided, and the journal of all decisions. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Citation } from '../../kernel/decision.ts'
import { composeDecisionId, type LaneId, parseDecisionId } from '../../kernel/ids.ts'
import { isSecretDecision, seesSecrets } from '../../privacy/disclosures/secrecy/rules.ts'
import type { Language } from '../../rulebook/languages.ts'
import type { Api } from '../api.ts'
import { mayKnowSettled } from '../commands/answers.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { languageOf } from '../language.ts'
import { EdgeProblem } from '../problems.ts'
import { refusalOf, sentenceOf, type WordLanguage } from '../refusals/catalogue.ts'
import type { Bearer } from '../tokens/store.ts'
import { isStaff, only, seenAccount } from './access.ts'
import { closed, idParams, languageText, limitOf, page } from './asked.ts'
import { accountsTouchedBy, decisionAt, type JournalRow, journalPage } from './decisions-store.ts'
import { reading } from './reading.ts'

const languageQuery = Type.Object({ language: languageText }, closed)
const journalQuery = Type.Object(
  { entity: Type.Optional(Type.String({ maxLength: 40, description: 'The first entity unless told' })), ...page },
  closed,
)

export function registerDecisions(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { decision: string }; Querystring: Static<typeof languageQuery> }>('/decisions/:decision', {
    schema: reading(
      'decision',
      'Explains a decision: what was asked, what came of it, and the clauses that settled it',
      'decisions',
      {
        params: idParams('decision'),
        querystring: languageQuery,
      },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const language = languageOf(request.headers['accept-language'], request.query.language)
      const { lane, row } = await seenDecision(api, bearer, request.params.decision)
      return explained(api, bearer, lane, row, language)
    },
  })

  server.get<{ Querystring: Static<typeof journalQuery> }>('/journal', {
    schema: reading('journal', 'All decisions of an entity in their order; for auditors and operators', 'operations', {
      querystring: journalQuery,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, 'auditor', 'operator')
      const { entity } = request.query
      const held = api.lanes.lanes.find((one) => entity === undefined || one.entity.id === entity)
      if (held === undefined) throw new EdgeProblem('request-invalid', { detail: 'there is no such entity' })
      const list = `journal ${held.lane}`
      const limit = limitOf(request.query)
      const rows = await journalPage(api.institution.sql, held.lane, positionOf(list, request.query.cursor), limit)
      const last = rows.length === limit ? rows.at(-1)?.place : undefined
      return {
        entity: held.entity.id,
        decisions: rows.map((row) => {
          const told = plain(held.lane, row)
          return isHidden(api, bearer, held.lane, row) ? { ...told, ...hidden } : told
        }),
        next: last === undefined ? null : cursorOf(list, last),
      }
    },
  })
}

/** A decision that the bearer may see. Throws EdgeProblem: for who may not, it does not exist. */
async function seenDecision(api: Api, bearer: Bearer, id: string): Promise<{ lane: LaneId; row: JournalRow }> {
  const at = parseDecisionId(id)
  const isOurs = at !== undefined && api.lanes.laneFor(at.lane) === at.lane
  const row = isOurs ? await decisionAt(api.institution.sql, at.lane, at.place) : undefined
  if (at === undefined || row === undefined || composeDecisionId(at.lane, at.place, row.at.epochMilliseconds) !== id)
    throw new EdgeProblem('decision-unknown')
  if (isHidden(api, bearer, at.lane, row)) throw new EdgeProblem('decision-unknown')
  if (!(isStaff(bearer) || row.party === bearer.party || (await concerns(api, bearer, at.lane, row))))
    throw new EdgeProblem('decision-unknown')
  return { lane: at.lane, row }
}

/** Whether a decision is secret from the bearer: by law, from all but who answers for it, audits it or took it. */
function isHidden(
  api: Api,
  bearer: Bearer,
  lane: LaneId,
  { purpose, cited, staff, businessDate }: JournalRow,
): boolean {
  const terms = api.institution.rulebookOf(lane).terms(businessDate)
  if (!isSecretDecision({ purpose, settled: cited.settled }, terms)) return false
  const isOwn = staff !== null && staff === bearer.staff
  return !(isOwn || bearer.role === 'auditor' || seesSecrets(bearer.role, terms))
}

/** Whether a decision moved something on an account that the bearer may see. */
async function concerns(api: Api, bearer: Bearer, lane: LaneId, row: JournalRow): Promise<boolean> {
  for (const account of await accountsTouchedBy(api.institution.sql, lane, row.place)) {
    const seen = await seenAccount(api, bearer, account).catch((error: unknown) => {
      if (error instanceof EdgeProblem) return undefined
      throw error
    })
    if (seen !== undefined) return true
  }
  return false
}

function explained(api: Api, bearer: Bearer, lane: LaneId, row: JournalRow, language: WordLanguage) {
  const knows = mayKnowSettled(bearer)
  // What staff wrote of somebody is for those who know everything, and for who wrote it.
  const isOwn = knows || ((row.party ?? undefined) === bearer.party && (row.staff ?? undefined) === bearer.staff)
  const words = (list: readonly Citation[]) => list.map((citation) => worded(api, citation, language))
  return {
    decision: composeDecisionId(lane, row.place, row.at.epochMilliseconds),
    kind: row.kind,
    asked: api.kinds.get(row.kind)?.command.summary ?? row.kind,
    // Staff stand by their role alone for those who are no staff.
    actor: isStaff(bearer)
      ? { role: row.role, party: row.party === null ? null : String(row.party), staff: row.staff }
      : { role: row.role, party: row.party === bearer.party ? String(row.party) : null },
    purpose: row.purpose,
    at: row.at,
    outcome: row.code === null ? 'accepted' : 'refused',
    code: row.code,
    status: row.code === null ? 200 : refusalOf(row.code).status,
    sentence: row.code === null ? accepted[language] : sentenceOf(row.code, row.facts, language),
    clauses: words(row.cited.disclosed),
    facts: row.facts,
    ...(isOwn ? { payload: row.payload } : {}),
    ...(knows ? { settled: words(row.cited.settled), internal: row.internal, group: row.group, legs: row.legs } : {}),
  }
}

const accepted: Readonly<Record<WordLanguage, string>> = { en: 'It was carried out.', lv: 'Tas ir izpildīts.' }

/** A citation with the wording of the version that bound, and where it can be read. */
export function worded(api: Api, citation: Citation, language: Language) {
  const { document: code, version, clause: id } = citation
  const document = api.institution.pack.documents.find((one) => one.code === code && one.version === version)
  const clause = document?.clauses.find((one) => one.id === id)
  return {
    ...citation,
    title: document?.title[language] ?? document?.title.en ?? code,
    text: clause?.text[language] ?? clause?.text.en ?? null,
    page: `/documents/${encodeURIComponent(code)}/${version}#${id}`,
  }
}

/** What is left out of a row that is secret: that there is one, the order of the journal tells in any case. */
const hidden = { payload: null, facts: {}, internal: {}, party: null, clauses: [], settled: [] }

/** A row of the journal, which holds no personal data. */
function plain(lane: LaneId, row: JournalRow) {
  const { place, party, cited, businessDate, ...rest } = row
  return {
    decision: composeDecisionId(lane, place, row.at.epochMilliseconds),
    ...rest,
    businessDate,
    party: party === null ? null : String(party),
    clauses: cited.disclosed,
    settled: cited.settled,
  }
}
