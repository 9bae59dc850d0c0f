/** What anybody may see of the documents, and the clause that says so. */
import type { Citation } from '../../kernel/decision.ts'
import type { DocumentVersion } from '../../rulebook/pack.ts'
import { decidePublication, type PublicationAsked } from '../../rulebook/publication.ts'
import { UnboundProvision } from '../../rulebook/terms.ts'
import type { Api } from '../api.ts'
import { EdgeProblem } from '../problems.ts'
import { businessDate } from '../reads/asked.ts'

export type Shown = { readonly versions: readonly DocumentVersion[]; readonly clauses: readonly Citation[] }

/** The business date of the first entity: what `in force` means on a page. */
export const today = (api: Api): Temporal.PlainDate => businessDate(api, api.lanes.laneFor(undefined))

/** The versions that are asked for. Throws EdgeProblem: an institution whose documents ask for no publication publishes nothing. */
export function shownOf(api: Api, asked: PublicationAsked): Shown {
  const lane = api.lanes.laneFor(undefined)
  const { pack, rulebookOf } = api.institution
  const on = businessDate(api, lane)
  const decision = published(() => decidePublication(pack, asked, on, rulebookOf(lane).terms(on)))
  const clauses = decision.cited.disclosed
  if (decision.outcome === 'refused') throw new EdgeProblem(decision.code, { clauses })
  return { versions: decision.effects, clauses }
}

/** The one version that is asked for. Throws EdgeProblem. */
export function oneShownOf(api: Api, asked: PublicationAsked & { readonly name: string }) {
  const { versions, clauses } = shownOf(api, asked)
  const [version] = versions
  if (version === undefined) throw new Error('a publication without a version')
  return { version, clauses }
}

function published<T>(decide: () => T): T {
  try {
    return decide()
  } catch (error) {
    if (error instanceof UnboundProvision) throw new EdgeProblem('published-unknown')
    throw error
  }
}
