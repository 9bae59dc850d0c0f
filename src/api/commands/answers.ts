/** Decisions as answers: JSON put together from parts that are kept, since this is where the most frequent requests end. */
import type { Citation, Cited, Facts } from '../../kernel/decision.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { type ProblemParts, problemOf } from '../problems.ts'
import { refusalOf, type WordLanguage } from '../refusals/catalogue.ts'
import type { Bearer } from '../tokens/store.ts'

/** Who may know what truly settled a decision, and what is internal of it. */
export const mayKnowSettled = ({ role }: Pick<Bearer, 'role'>): boolean => knowing.includes(role)
const knowing: readonly Bearer['role'][] = ['operator', 'auditor', 'compliance-officer', 'data-protection-officer']

/** A whole answer. `json` is text already. */
export type Told = { readonly status: number; readonly problem: boolean; readonly json: string }

/** A decision as its sender is told it. */
export function answerOf(view: DecisionView, bearer: Pick<Bearer, 'role'>, language: WordLanguage): Told {
  const knows = mayKnowSettled(bearer)
  if (view.code !== null) {
    const problem = problemOf(view.code, language, refusedParts(view, knows))
    return { status: problem.status, problem: true, json: JSON.stringify(problem) }
  }
  const told = `{"decision":"${view.id}","outcome":"accepted","kind":"${view.kind}","at":"${timeOf(view.at)}","clauses":${jsonOf(
    view.cited.disclosed,
  )},"facts":${factsJson(view.facts)}`
  const rest = knows ? `,"settled":${jsonOf(view.cited.settled)},"internal":${factsJson(view.internal)}}` : '}'
  return { status: 200, problem: false, json: told + rest }
}

function refusedParts({ id, cited, facts, internal }: DecisionView, knows: boolean): ProblemParts {
  const parts = { decision: id, clauses: cited.disclosed, facts }
  return knows ? { ...parts, settled: cited.settled, internal } : parts
}

/** A decision as one of several: like an answer, with its status inside when it was refused. */
export const statusOf = (view: DecisionView): number => (view.code === null ? 200 : refusalOf(view.code).status)

/** Citations are interned by the rulebook, so that each list is put into words once. */
const texts = new WeakMap<readonly Citation[], string>()

function jsonOf(citations: Cited['disclosed']): string {
  let text = texts.get(citations)
  if (text === undefined) {
    text = JSON.stringify(citations)
    texts.set(citations, text)
  }
  return text
}

function factsJson(facts: Facts): string {
  for (const _name in facts) return JSON.stringify(facts)
  return '{}'
}

let lastInstant: Temporal.Instant | undefined
let lastText = ''

/** All decisions of a batch share one instant. */
function timeOf(at: Temporal.Instant): string {
  if (at !== lastInstant) {
    lastInstant = at
    lastText = at.toString()
  }
  return lastText
}
