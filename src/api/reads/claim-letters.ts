/** What is sent to whoever claims: the holding reply where the answer takes longer, and the answer. Made from the record, in their language. */
import type { FastifyInstance } from 'fastify'
import { numberOf } from '../../accounts/files/rules.ts'
import { moneyFact } from '../../accounts/rules.ts'
import { type Cited, together } from '../../kernel/decision.ts'
import { laneOf } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { type Posting, postings } from '../../ledger/postings/rules.ts'
import { type Correction, corrections } from '../../payments/corrections/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import {
  type Answer,
  type AnsweredEntry,
  answerTo,
  type CorrectionState,
  holdingReplyTo,
} from '../../statements/claims/answer.ts'
import { type Claim, citeOutcome, claims } from '../../statements/claims/rules.ts'
import { type Agreement, agreements } from '../../terms/agreements/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import type { SeenAccount } from './access.ts'
import { idParams } from './asked.ts'
import { worded } from './decisions.ts'
import { reading } from './reading.ts'
import { seenRecord } from './seen-records.ts'

type OfClaim = { Params: { claim: string } }

/** What a letter is made from. */
type Material = {
  readonly claim: Claim
  readonly number: string
  readonly entry: AnsweredEntry | undefined
  readonly correction: CorrectionState
  readonly termsOn: (day: Temporal.PlainDate) => Terms
}

/** A letter before its clauses are put into words. */
type Draft = { readonly answer: Answer; readonly date: Temporal.PlainDate; readonly cited: Cited }

type Letter = {
  readonly path: 'answer' | 'holding-reply'
  readonly summary: string
  /** Throws EdgeProblem while there is none. */
  readonly draft: (material: Material) => Draft
}

const letters: readonly Letter[] = [
  {
    path: 'answer',
    summary: 'The answer to a claim, in the language in which it was asked for',
    draft: ({ claim, number, entry, correction, termsOn }) => {
      const { decidedOn } = claim
      if (decidedOn === null) throw new EdgeProblem('claim-undecided')
      // By the terms that bound on the day of the decision.
      const terms = termsOn(decidedOn)
      const cited = together(citeOutcome(claim, terms), terms.cite('claim.answer'))
      return { answer: answerTo(claim, number, entry, correction), date: claim.answeredOn ?? decidedOn, cited }
    },
  },
  {
    path: 'holding-reply',
    summary: 'The holding reply to a claim, which says why the answer takes longer, in the language asked for',
    draft: ({ claim, number, entry, termsOn }) => {
      const { holding } = claim
      if (holding === null) throw new EdgeProblem('holding-reply-unsent')
      const cited = termsOn(holding.on).cite('claim.holding-reply')
      return { answer: holdingReplyTo({ ...claim, holding }, number, entry), date: holding.on, cited }
    },
  },
]

export function registerClaimLetters(server: FastifyInstance, api: Api): void {
  for (const letter of letters) registerLetter(server, api, letter)
}

function registerLetter(server: FastifyInstance, api: Api, { path, summary, draft }: Letter): void {
  const written = async (request: Parameters<typeof bearerOf>[0], text: string) => {
    const { record, seen } = await seenRecord(api, bearerOf(request), claims, text, 'claim-unknown')
    const material = await materialOf(api, record, seen)
    const { answer, date, cited } = draft(material)
    const { entry } = material
    return {
      claim: String(record.claim),
      ...answer,
      date,
      entry: entry && { bookingDate: entry.bookingDate, amount: moneyFact(entry.amountMinor, entry.currency) },
      clauses: cited.disclosed.map((citation) => worded(api, citation, record.language)),
    }
  }

  server.get<OfClaim>(`/claims/:claim/${path}`, {
    schema: reading(`claim-${path}`, summary, 'claims', { params: idParams('claim') }),
    handler: (request) => written(request, request.params.claim),
  })

  server.get<OfClaim>(`/claims/:claim/${path}/pdf`, {
    schema: reading(`claim-${path}-pdf`, `${summary}, to be printed`, 'claims', { params: idParams('claim') }),
    handler: async (request, reply) => {
      const { claim, clauses, date, entry: _entry, ...answer } = await written(request, request.params.claim)
      // Loaded when somebody prints: it is large, and few do.
      const { letter } = await import('../pages/letter.ts')
      const bytes = await letter(api.institution.pack, {
        ...answer,
        date: String(date),
        clauses: clauses.map(({ document, clause, text }) => ({ name: `${document} ${clause}`, text: text ?? '' })),
      })
      const name = `claim-${claim}-${path === 'answer' ? '' : `${path}-`}${answer.language}.pdf`
      reply.header('content-type', 'application/pdf').header('content-disposition', `inline; filename="${name}"`)
      return reply.send(bytes)
    },
  })
}

async function materialOf(api: Api, claim: Claim, { account, file }: SeenAccount): Promise<Material> {
  const [agreement, posting, correction] = (await api.institution.storage.load(laneOf(claim.account), [
    need(agreements, account.agreement ?? (0 as never)),
    need(postings, claim.place ?? (0 as never)),
    need(corrections, claim.correction ?? 0),
  ])) as [Agreement | undefined, Posting | undefined, Correction | undefined]
  const entry = posting?.entries.find((one) => one.account === claim.account && one.seq === claim.seq)
  return {
    claim,
    number: file === undefined ? '' : numberOf(file),
    entry: entry && { ...entry, currency: account.currency },
    correction: correction === undefined ? 'none' : correction.approvedBy === null ? 'proposed' : 'reversed',
    termsOn: (day) => api.institution.rulebookOf(laneOf(claim.account)).terms(day, agreement?.binding),
  }
}
