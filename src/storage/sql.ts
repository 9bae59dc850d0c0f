import postgres from 'postgres'

/** The values beyond text, numbers and booleans that travel to and from the database, under their SQL meaning. */
type Values = {
  bigint: bigint
  date: Temporal.PlainDate
  instant: Temporal.Instant
}

/** A pool of connections; also what `begin` hands to its callback. Queries are tagged templates: sql`select ${x}`. */
export type Sql = postgres.Sql<Values>
/** One open transaction, as `sql.begin` gives it. */
export type Transaction = postgres.TransactionSql<Values>

/** Object ids that PostgreSQL gives these types in every database (pg_type): what `sql.array(ids, oids.int8)` names its elements by. */
export const oids = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  date: 1082,
  timestamptz: 1184,
} as const

/** Rows of a table share few dates: reading one anew takes longer than all else of a short row. */
const dates = new Map<string, Temporal.PlainDate>()

/** A date as PostgreSQL writes it; the same object for the same date, mostly. */
export function dateFrom(text: string): Temporal.PlainDate {
  let date = dates.get(text)
  if (date === undefined) {
    if (dates.size >= 10_000) dates.clear()
    date = Temporal.PlainDate.from(text)
    dates.set(text, date)
  }
  return date
}

const types = {
  bigint: {
    to: oids.int8,
    from: [oids.int8],
    serialize: (value: bigint) => String(value),
    parse: (text: string) => BigInt(text),
  },
  date: {
    to: oids.date,
    from: [oids.date],
    serialize: (value: Temporal.PlainDate) => String(value),
    parse: dateFrom,
  },
  instant: {
    to: oids.timestamptz,
    from: [oids.timestamptz],
    serialize: (value: Temporal.Instant) => String(value),
    parse: (text: string) => Temporal.Instant.from(text),
  },
}

/**
 * Opens a pool to the database; connections are made when the first query needs them. `int8` comes as bigint, `date`
 * as `Temporal.PlainDate`, `timestamptz` as `Temporal.Instant`, `numeric` and `timestamp` as text; the same types may
 * be given as parameters, save arrays of bigint, which the driver mistakes for one bigint: give `ids.map(String)`.
 * The session's time zone is UTC whatever the server says.
 *
 * @param options.max how many connections at most; 4 if not given
 * @param options.applicationName how the connections show in pg_stat_activity; `pacta` if not given
 * @param options.onclose called when a connection is lost or ended
 * @param options.plans `once` for few queries that are asked thousands of times a second and go by index: each is planned once a connection
 */
export function connect(
  url: string,
  options: { max?: number; applicationName?: string; onclose?: () => void; plans?: 'once' } = {},
): Sql {
  const sql: Sql = postgres(url, {
    ...socketHost(url),
    max: options.max ?? 4,
    types,
    onnotice: () => {},
    // Recycling connections by age would only lose session locks and prepared plans.
    max_lifetime: null,
    connect_timeout: 10,
    ...(options.onclose === undefined ? {} : { onclose: options.onclose }),
    connection: {
      application_name: options.applicationName ?? 'pacta',
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      IntervalStyle: 'iso_8601',
      client_min_messages: 'warning',
      // A plan kept from when a table was nearly empty reads all of it for every key asked for, until statistics are taken anew: 18 s
      // instead of 0.1 for the details of 10,000 entries. Planning anew costs some tenths of a millisecond.
      plan_cache_mode: 'force_custom_plan',
      ...(options.plans === 'once' ? plannedOnce : {}),
    },
  })
  Object.assign((sql.options as unknown as { shared: { typeArrayMap: object } }).shared.typeArrayMap, arrayTypes)
  urls.set(sql, url)
  return sql
}

/** Always by index, whatever the tables held when it was planned. */
const plannedOnce = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}

/**
 * The array type of each type that parameters name (`sql.array(ids, oids.int8)`), by their fixed object ids in pg_type. The driver asks the
 * server for these, but only with the first query, which would itself go out without them.
 */
const arrayTypes = {
  [oids.bool]: 1000,
  [oids.bytea]: 1001,
  [oids.int8]: 1016,
  [oids.int2]: 1005,
  [oids.int4]: 1007,
  [oids.text]: 1009,
  [oids.date]: 1182,
  [oids.timestamptz]: 1185,
}

/**
 * Whole numbers as one parameter of type int8[]: `sql.array` makes a text of each and looks for what has to be escaped in it, which takes
 * longer for a thousand ids than to look them up in memory.
 */
export const int8s = (sql: Sql | Transaction, numbers: readonly number[]) =>
  sql.typed(`{${numbers.join(',')}}` as never, arrayTypes[oids.int8])

const urls = new WeakMap<Sql, string>()

/** The address that the pool was opened with: for a connection of another kind to the same database. */
export function urlOf(sql: Sql): string {
  const url = urls.get(sql)
  if (url === undefined) throw new Error('this pool was not opened by connect')
  return url
}

/** A host that is a socket's folder, percent-encoded as libpq wants it; the driver does not decode it by itself. */
function socketHost(url: string): { host?: string } {
  const host = decodeURIComponent(URL.parse(url)?.hostname ?? '')
  return host.startsWith('/') ? { host } : {}
}
