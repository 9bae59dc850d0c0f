/** Tokens in PostgreSQL: their hashes, never themselves. */
import type { PartyId } from '../../kernel/ids.ts'
import { type ActorRole, actorRoles } from '../../rulebook/register/vocabulary.ts'
import type { Sql } from '../../storage/sql.ts'

/** Every role but the system's own, which asks over no network. */
export type TokenRole = Exclude<ActorRole, 'system'>
export const tokenRoles: readonly TokenRole[] = actorRoles.filter((role) => role !== 'system')

/** Who bears a token: a party, or staff under their code. */
export type Bearer = {
  readonly client: string
  readonly role: TokenRole
  readonly party: PartyId | undefined
  readonly staff: string | undefined
}

type Row = { client: string; role: TokenRole; party: bigint | null; staff: string | null }

/** Who bears the token with this hash; undefined when there is none, or it was revoked or has expired. */
export async function bearerOf(sql: Sql, hash: Buffer): Promise<Bearer | undefined> {
  const [row] = await sql<Row[]>`
    select client, role, party, staff from api_token
    where token_hash = ${hash} and revoked_at is null and (expires_at is null or expires_at > now())`
  return (
    row && {
      client: row.client,
      role: row.role,
      party: row.party === null ? undefined : (Number(row.party) as PartyId),
      staff: row.staff ?? undefined,
    }
  )
}

/** Keeps a token's hash. Again is no error, and makes a revoked one no better. */
export async function saveToken(sql: Sql, hash: Buffer, bearer: Bearer, expiresAt?: Temporal.Instant): Promise<void> {
  await sql`
    insert into api_token (token_hash, client, role, party, staff, expires_at)
    values (${hash}, ${bearer.client}, ${bearer.role}, ${bearer.party ?? null}, ${bearer.staff ?? null}, ${expiresAt ?? null})
    on conflict (token_hash) do nothing`
}

/** Revokes a token. @returns whether there was a living one */
export async function revokeToken(sql: Sql, hash: Buffer): Promise<boolean> {
  const revoked = await sql`update api_token set revoked_at = now() where token_hash = ${hash} and revoked_at is null`
  return revoked.count > 0
}
