/**
 * Who records data about a person. Staff record what the table of access lets them read; persons tell of themselves, and parents of their
 * child: nobody else's word is theirs to give.
 */
import { type Refused, refuse, together } from '../../../kernel/decision.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { DataSource } from '../../../rulebook/register/schema.ts'
import type { ActorRole } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { compiledGate } from '../../gate/verdicts/rules.ts'
import { isOwnSource, isParentSource } from '../../sources/rules.ts'

/** The system is no person: it takes in what machines and files hold, over no network. */
export type Recorder = {
  readonly role: ActorRole
  /** Whether a parent or guardian tells of the child they act for. */
  readonly ofChild?: boolean | undefined
}

/** In this order. */
export const grantRefusals = ['purpose-not-granted', 'kind-not-granted'] as const
export type GrantRefusal = (typeof grantRefusals)[number]

/** Whether somebody in this role has to do with such data for the purpose at all; undefined where they do. */
export function checkGrant(
  { role }: Recorder,
  { purpose, kinds }: { readonly purpose: string; readonly kinds: readonly Attribute[] },
  terms: Terms,
): Refused<GrantRefusal> | undefined {
  if (role === 'system' || isParty(role)) return undefined
  const { code, cited, facts } = compiledGate(terms).verdict(role, purpose, kinds)
  return code === 'purpose-not-granted' || code === 'kind-not-granted' ? refuse(code, cited, facts) : undefined
}

/** Whether the source may be named by whoever records. */
export function checkOwnSource(
  { role, ofChild = false }: Recorder,
  source: Registered<DataSource>,
  terms: Terms,
): Refused<'source-not-own'> | undefined {
  if (!isParty(role) || (ofChild ? isParentSource(source) : isOwnSource(source))) return undefined
  const cited = { settled: [source.cited], disclosed: [source.cited] }
  const isTheirs = ofChild ? isParentSource : isOwnSource
  const own = [...terms.register.sources.values()].filter(isTheirs).map(({ id }) => id)
  return refuse('source-not-own', together(terms.cite('fact.source'), cited), { source: source.id, sources: own })
}

const isParty = (role: ActorRole): boolean => role === 'customer' || role === 'representative'
