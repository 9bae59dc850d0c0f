/** Which clause settles a question first, where several documents speak of it: see the precedence in terms.ts. */
import type { Clause, DocumentRole, DocumentVersion } from './pack.ts'
import type { ParametersOf, ProvisionKey } from './provisions.ts'

/** Lower settles first. */
const precedence: Record<DocumentRole, number> = {
  rules: 1,
  'service-terms': 2,
  'general-terms': 3,
  'price-list': 4,
  privacy: 5,
  law: 6,
}

export type Bound = {
  readonly document: DocumentVersion
  readonly clause: Clause
  readonly provision: ProvisionKey
  readonly parameters: Readonly<Record<string, unknown>>
}

/**
 * The clause of the rules that lets other documents in (RA-2.3, RA-2.4): where there are rules and none binds it, service or general
 * terms decide nothing.
 */
export const admittedBy: { readonly [R in DocumentRole]?: ProvisionKey } = {
  'service-terms': 'documents.service-terms',
  'general-terms': 'documents.general-terms',
}

/** All clauses that bind each provision under the given versions, the one that settles first. */
export function resolve(documents: readonly DocumentVersion[]): ReadonlyMap<ProvisionKey, readonly Bound[]> {
  const rules = documents.filter(({ role }) => role === 'rules').flatMap(boundBy)
  const hasRules = documents.some(({ role }) => role === 'rules')
  const admitted = ({ role }: DocumentVersion): boolean => {
    const key = admittedBy[role]
    return key === undefined || !hasRules || rules.some(({ provision }) => provision === key)
  }
  const handedOver = new Set(
    rules
      .filter(({ provision }) => provision === 'documents.service-terms')
      .flatMap(({ document, parameters }) =>
        (parameters as ParametersOf<'documents.service-terms'>).handsOver.map((id) => `${document.code} ${id}`),
      ),
  )
  const rank = ({ document, clause }: Bound): number => {
    if (document.role === 'law' && clause.mandatory) return 0
    if (handedOver.has(`${document.code} ${clause.id}`)) return precedence['service-terms'] + 0.5
    return precedence[document.role]
  }
  const found = Map.groupBy(documents.filter(admitted).flatMap(boundBy), ({ provision }) => provision)
  for (const list of found.values()) list.sort((a, b) => rank(a) - rank(b))
  return found
}

export const boundBy = (document: DocumentVersion): Bound[] =>
  document.clauses.flatMap((clause) =>
    clause.bindings.map(({ provision, parameters }) => ({ document, clause, provision, parameters })),
  )
