/** The step of a day's close that credits interest: on the schedule's days to every account that earns any, on others to those that close. */
import { dateOf, dayNumber } from '../../kernel/day-number.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { packFromJson } from '../../rulebook/pack-json.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import type { DayChunk, DayStep } from '../../storage/day-step.ts'
import { placesEnd, placesOfDay } from '../../storage/lane/places-of-day.ts'
import type { Sql } from '../../storage/sql.ts'
import { postInterest } from './commands.ts'
import { firstDayFor, isCreditDay } from './rules.ts'
import { closingAccounts, leftAccounts, packOfLane, type Rated, ratedAccounts, type StandingRow } from './store.ts'

/** Accounts of one part: one decision, one batch. */
const atOnce = 1000

/**
 * Where a part ended. In the first round, accounts are asked for in the order of their ids; in each later one, those that the decisions of
 * the round before left, because they had moved on between being read and being decided.
 */
type Place = { readonly round: number; readonly since: number; readonly until: number; readonly account: number }

const textOf = ({ round, since, until, account }: Place): string => `${round} ${since} ${until} ${account}`

function placeOf(text: string): Place {
  const [round = 0, since = 0, until = 0, account = 0] = text.split(' ').map(Number)
  return { round, since, until, account }
}

export const interestStep: DayStep = {
  name: 'interest',
  command: postInterest,
  next: async (sql, lane, day, after): Promise<DayChunk | undefined> => {
    const rulebook = await rulebookOf(sql, lane)
    // Whatever had a rate within a year, the longest period of crediting: what has none any more may still have earned some.
    const rated = ratedSince(rulebook, day.subtract({ years: 1 }), day)
    if (rated.length === 0) return undefined
    const terms = rulebook.terms(day)
    const through = dayNumber(day)
    const first = firstDayFor(through, terms)
    const found = isCreditDay(through, terms)
      ? await nextOfAll(sql, lane, rated, day, after)
      : await nextClosing(sql, lane, rated, day, after)
    if (found === undefined) return undefined
    const accounts = found.standings.map(({ account, seq }) => `${account}@${seq}`)
    const payload = { through: day.toString(), from: dateOf(first).toString(), accounts }
    return { payloads: [payload], subjects: accounts.length, after: textOf(found.at) }
  },
}

type Found = { readonly standings: readonly StandingRow[]; readonly at: Place }

async function nextOfAll(
  sql: Sql,
  lane: LaneId,
  rated: readonly Rated[],
  day: Temporal.PlainDate,
  after: string | undefined,
): Promise<Found | undefined> {
  // Decisions from now on belong to the first round; each later one asks what those of the one before it left.
  let at = after === undefined ? { round: 1, since: 0, until: await placesEnd(sql, lane), account: 0 } : placeOf(after)
  for (;;) {
    const { round, since, until, account } = at
    const standings =
      round === 1
        ? await readAhead(sql, `${lane} ${day} ${account}`, () => ratedAccounts(sql, lane, rated, account, atOnce))
        : await leftAccounts(sql, lane, { first: since, end: until }, day, account, atOnce)
    const last = standings.at(-1)
    if (last !== undefined) {
      // While this part is decided and stored, the next one is read; whoever moves on meanwhile is left to a later round.
      if (round === 1)
        begin(sql, `${lane} ${day} ${last.account}`, () => ratedAccounts(sql, lane, rated, last.account, atOnce))
      return { standings, at: { ...at, account: last.account } }
    }
    if (round > 1 && account === 0) return undefined
    at = { round: round + 1, since: until, until: await placesEnd(sql, lane), account: 0 }
  }
}

/** What is being read for the next part of a step, for each database. */
type Ahead = { readonly of: string; readonly rows: Promise<readonly StandingRow[]> }
const ahead = new WeakMap<Sql, Ahead>()

function begin(sql: Sql, of: string, read: () => Promise<readonly StandingRow[]>): void {
  const rows = read()
  // Whoever asks for it is told.
  rows.catch(() => {})
  ahead.set(sql, { of, rows })
}

function readAhead(sql: Sql, of: string, read: () => Promise<readonly StandingRow[]>): Promise<readonly StandingRow[]> {
  const begun = ahead.get(sql)
  ahead.delete(sql)
  return begun?.of === of ? begun.rows : read()
}

async function nextClosing(
  sql: Sql,
  lane: LaneId,
  rated: readonly Rated[],
  day: Temporal.PlainDate,
  after: string | undefined,
): Promise<Found | undefined> {
  const { account } = after === undefined ? { account: 0 } : placeOf(after)
  const standings = await closingAccounts(sql, lane, rated, await placesOfDay(sql, lane, day), account, atOnce)
  const last = standings.at(-1)
  return last === undefined ? undefined : { standings, at: { round: 1, since: 0, until: 0, account: last.account } }
}

/** What the price list in force on a day has a rate for. */
const ratedOn = ({ documents }: Rulebook, day: Temporal.PlainDate): readonly Rated[] => {
  const inForce = new Map<string, Rated[]>()
  for (const document of documents) {
    if (document.role !== 'price-list' || Temporal.PlainDate.compare(document.effective, day) > 0) continue
    inForce.set(
      document.code,
      document.clauses.flatMap(({ prices = [] }) =>
        prices
          .filter(({ service }) => service === 'balance.interest')
          .flatMap(({ currency, products }): Rated[] =>
            products === undefined
              ? [{ currency, product: undefined }]
              : products.map((product) => ({ currency, product })),
          ),
      ),
    )
  }
  return [...inForce.values()].flat()
}

/** What price lists in force on days from `first` to `last` have a rate for. */
function ratedSince(rulebook: Rulebook, first: Temporal.PlainDate, last: Temporal.PlainDate): readonly Rated[] {
  const changes = rulebook.documents
    .map(({ effective }) => effective)
    .filter((day) => Temporal.PlainDate.compare(day, first) > 0 && Temporal.PlainDate.compare(day, last) <= 0)
  return [first, ...changes].flatMap((day) => ratedOn(rulebook, day))
}

const rulebooks = new Map<string, Rulebook>()
let latest: string | undefined

/** The rulebook by which a lane's entity decides, as the database keeps it; read once for each pack. */
async function rulebookOf(sql: Sql, lane: LaneId): Promise<Rulebook> {
  const { hash, entity, content } = await packOfLane(sql, lane, latest)
  const known = rulebooks.get(hash)
  if (known !== undefined) return known.of(entity)
  const made = new Rulebook(packFromJson(content ?? (await packOfLane(sql, lane, undefined)).content))
  rulebooks.set(hash, made)
  latest = hash
  return made.of(entity)
}
