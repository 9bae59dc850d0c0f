/** Databases on the server of another one: made, renamed and dropped. */
import { connect, type Sql } from '../../storage/sql.ts'

/** The address of another database on the same server. */
export function addressOf(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${encodeURIComponent(database)}`
  return address.href
}

/** The name of the database that an address leads to. */
export const nameIn = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1))

export const exists = (url: string, database: string): Promise<boolean> =>
  onServer(url, async (sql) => (await sql`select 1 from pg_database where datname = ${database}`).length > 0)

export const create = (url: string, database: string): Promise<void> =>
  onServer(url, async (sql) => void (await sql`create database ${sql(database)}`))

/** Also while somebody is connected. That it is not there is no error. */
export const drop = (url: string, database: string): Promise<void> =>
  onServer(url, async (sql) => void (await sql`drop database if exists ${sql(database)} with (force)`))

/** @throws when there is one of the new name */
export const rename = (url: string, from: string, to: string): Promise<void> =>
  onServer(url, async (sql) => void (await sql`alter database ${sql(from)} rename to ${sql(to)}`))

async function onServer<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect(addressOf(url, 'postgres'), { max: 1 })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
