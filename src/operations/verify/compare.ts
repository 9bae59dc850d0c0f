/** What was decided beside what is decided again: where the two differ. */

import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Cited } from '../../kernel/decision.ts'
import { type EventRow, eventRowOf } from '../../ledger/event-rows.ts'
import { type Account, type AccountEvent, type AccountOpening, accounts } from '../../ledger/rules.ts'
import type { Folded } from '../../storage/lane/fold.ts'
import type { StoredDecision, StoredStep } from './journal-rows.ts'

/** One thing in which a decision differs, as it is kept and as it is decided now; amounts and ids, no personal data. */
export type Difference = { readonly what: string; readonly stored: string; readonly now: string }

/** In which things the decision, its money and its account events differ from what is stored; empty when all is the same. */
export function differences(stored: StoredDecision, cited: Cited | undefined, folded: Folded): readonly Difference[] {
  const found: Difference[] = []
  const differ = (what: string, before: string, now: string): void => {
    if (before !== now) found.push({ what, stored: before, now })
  }
  const { row } = stored
  const { decision, legs } = folded
  differ('outcome', row.code ?? 'accepted', decision.outcome === 'refused' ? decision.code : 'accepted')
  if (cited === undefined) found.push({ what: 'citations', stored: `set ${stored.citationSet} is missing`, now: '' })
  else {
    const [before, now] = [cited, decision.cited].map(clausesOf) as [Clauses, Clauses]
    differ('citations', before.settled, now.settled)
    differ('disclosed citations', before.disclosed, now.disclosed)
  }
  if (row.facts !== textOf(decision.facts)) differ('facts', canonical(row.facts), canonical(textOf(decision.facts)))
  if (row.internal !== textOf(decision.internal))
    differ('internal facts', canonical(row.internal), canonical(textOf(decision.internal)))
  differ('legs', legsText(row.legs), legsText(legs))
  compareEvents(stored, folded, found)
  return found
}

function compareEvents(stored: StoredDecision, { steps }: Folded, found: Difference[]): void {
  const again = steps
    .filter(({ collection }) => collection.name === accounts.name)
    .map(({ event, after }) => stepOf(stored.row.place, event as AccountEvent, after as Account))
    .sort((a, b) => a.row.account - b.row.account || a.row.seq - b.row.seq)
  const count = Math.max(again.length, stored.events.length)
  for (let i = 0; i < count; i += 1) {
    const [before, now] = [stored.events[i], again[i]]
    const { account, seq } = (before ?? (now as StoredStep)).row
    const name = `event ${account}/${seq}`
    if (before === undefined || now === undefined) {
      found.push({ what: name, stored: before ? before.row.kind : 'none', now: now ? now.row.kind : 'none' })
      continue
    }
    for (const column of Object.keys(now.row) as (keyof EventRow)[])
      if (before.row[column] !== now.row[column])
        found.push({ what: `${name} ${column}`, stored: String(before.row[column]), now: String(now.row[column]) })
    const [openedAs, opensAs] = [before.opening, now.opening].map((one) => (one === null ? 'none' : openingText(one)))
    if (openedAs !== opensAs) found.push({ what: `${name} opening`, stored: openedAs ?? '', now: opensAs ?? '' })
  }
}

const stepOf = (place: StoredDecision['row']['place'], event: AccountEvent, after: Account): StoredStep => ({
  row: eventRowOf(place, event, after),
  opening: event.kind === 'opened' ? event.opening : null,
})

const openingText = ({ kind, product, currency, holder, agreement }: AccountOpening): string =>
  canonicalJson({ kind, product, currency, holder, agreement })

type Clauses = { readonly settled: string; readonly disclosed: string }

/** Few sets of citations settle most decisions. */
const known = new WeakMap<Cited, Clauses>()

function clausesOf(cited: Cited): Clauses {
  let found = known.get(cited)
  if (found === undefined) {
    found = { settled: clauses(cited.settled), disclosed: clauses(cited.disclosed) }
    known.set(cited, found)
  }
  return found
}

/** `RA 2018-11-01 6.1, ...` */
const clauses = (list: Cited['settled']): string =>
  list.map(({ document, version, clause }) => `${document} ${version} ${clause}`).join(', ')

/** One spelling: a pack that was kept as JSON gives the members of its parameters in another order. */
const canonical = (json: string | null): string => (json === null ? '{}' : canonicalJson(JSON.parse(json)))

const legsText = (legs: Folded['legs']): string =>
  legs === null ? 'none' : `${legs.amounts.join(' ')} ${legs.currencies.join(' ')}`

const textOf = (facts: object): string | null => (Object.keys(facts).length === 0 ? null : JSON.stringify(facts))
