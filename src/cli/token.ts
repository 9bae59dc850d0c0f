import { type Bearer, revokeToken, type TokenRole, tokenRoles } from '../api/tokens/store.ts'
import { createToken, hashOf } from '../api/tokens/tokens.ts'
import type { PartyId } from '../kernel/ids.ts'
import { parseId } from '../kernel/ids.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { openDatabase } from '../storage/embedded.ts'
import { migrate } from '../storage/migrate.ts'
import { connect, type Sql } from '../storage/sql.ts'
import { databaseSettings } from './settings.ts'

export type TokenOptions = {
  readonly role: string
  readonly staff?: string
  readonly party?: string
  readonly client?: string
  readonly days?: string
}

/** `pacta token create`: makes a token and prints it, this once. */
export async function create(options: TokenOptions): Promise<void> {
  const bearer = bearerOf(options)
  const expiresAt = expiry(options.days)
  await withDatabase(async (sql) => {
    process.stdout.write(`${await createToken(sql, bearer, expiresAt)}\n`)
  })
}

/** `pacta token revoke TOKEN`: it works no more; a server that knows it already forgets it within five seconds. */
export async function revoke(token: string): Promise<void> {
  await withDatabase(async (sql) => {
    const revoked = await revokeToken(sql, hashOf(token))
    process.stdout.write(revoked ? 'Revoked.\n' : 'There is no such token, or it was revoked before.\n')
  })
}

/** Who the token is for. Throws OperatorError when role, party and staff code do not go together. */
export function bearerOf({ role, staff, party, client }: TokenOptions): Bearer {
  if (!(tokenRoles as readonly string[]).includes(role))
    throw new OperatorError('no such role', role, `Write one of ${tokenRoles.join(', ')}.`)
  const isParty = role === 'customer' || role === 'representative'
  if (isParty !== (party !== undefined) || isParty === (staff !== undefined))
    throw new OperatorError(
      'a token is for somebody',
      `${role} is ${isParty ? 'a party' : 'staff'}`,
      isParty ? 'Name the party: --party 1099511627782.' : 'Name the code of the member of staff: --staff T-01.',
    )
  if (staff !== undefined && !/^[A-Za-z0-9-]{1,20}$/.test(staff))
    throw new OperatorError('no staff code', staff, 'Use up to 20 letters, digits and hyphens: a code, not a name.')
  const id = party === undefined ? undefined : parseId<PartyId>(party)
  if (party !== undefined && id === undefined)
    throw new OperatorError('no party', `${party} is no id`, 'Write it as the API gives it, such as 1099511627782.')
  return { client: client ?? 'cli', role: role as TokenRole, party: id, staff }
}

function expiry(days: string | undefined): Temporal.Instant | undefined {
  if (days === undefined) return undefined
  if (!/^[1-9][0-9]{0,3}$/.test(days))
    throw new OperatorError('no number of days', days, 'Write a whole number from 1 to 9999.')
  return Temporal.Now.instant().add({ hours: 24 * Number(days) })
}

async function withDatabase(work: (sql: Sql) => Promise<void>): Promise<void> {
  const database = await openDatabase(databaseSettings(process.env))
  const sql = connect(database.url, { max: 1 })
  try {
    await migrate(sql)
    await work(sql)
  } finally {
    await sql.end()
    await database.stop()
  }
}
