/** Who may see what: staff everything of their role, customers and representatives what concerns them. */
import type { AccountFile } from '../../accounts/files/rules.ts'
import { accountFiles } from '../../accounts/files/rules.ts'
import { type AccountId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import {
  checkRepresentation,
  type Representation,
  representations,
  representedBy,
} from '../../parties/representation/rules.ts'
import { type Party, parties } from '../../parties/rules.ts'
import type { GateRequest } from '../../privacy/gate/rules.ts'
import type { Api } from '../api.ts'
import { EdgeProblem } from '../problems.ts'
import { type Bearer, type TokenRole, tokenRoles } from '../tokens/store.ts'
import { businessDate, idIn } from './asked.ts'

/** People of the institution: parties act for themselves or others, a machine is bound by who runs it. */
export const staffRoles: readonly TokenRole[] = tokenRoles.filter(
  (one) => one !== 'customer' && one !== 'representative' && one !== 'atm',
)
export const isStaff = ({ role }: Pick<Bearer, 'role'>): boolean => staffRoles.includes(role)

/** Staff who look into affairs of any party; what is personal of them, the gate lets through or does not. */
export const desk = ['teller', 'operator', 'auditor'] as const satisfies readonly TokenRole[]
export const accountRoles: readonly TokenRole[] = [...desk, 'compliance-officer']

/** Whether it is one of staff who look into accounts and agreements. */
export const seesAccounts = ({ role }: Pick<Bearer, 'role'>): boolean => accountRoles.includes(role)

/** Only these roles; anyone else is told so. Throws EdgeProblem. */
export function only(bearer: Bearer, ...roles: readonly Bearer['role'][]): void {
  const { role } = bearer
  if (!roles.includes(role)) throw new EdgeProblem('role-not-permitted', { facts: { role, roles } })
}

/** Of these parties, the one whose affairs the bearer may look into today: their own, or one that they represent. */
export async function concerning(api: Api, bearer: Bearer, of: readonly PartyId[]): Promise<PartyId | undefined> {
  const { party, role } = bearer
  if (party === undefined) return undefined
  if (of.includes(party)) return party
  if (role !== 'representative') return undefined
  for (const one of of) if (await mayBeInformed(api, party, one)) return one
  return undefined
}

async function mayBeInformed(api: Api, representative: PartyId, customer: PartyId): Promise<boolean> {
  const lane = laneOf(customer)
  const [found, representation] = (await api.institution.storage.load(lane, [
    need(parties, customer),
    need(representations, customer),
  ])) as [Party | undefined, Representation | undefined]
  if (found === undefined) return false
  const on = businessDate(api, lane)
  const terms = api.institution.rulebookOf(lane).terms(on)
  const act = { service: 'information' } as const
  return checkRepresentation({ representation, representative, customer: found, act, on, terms }) === undefined
}

/** Whom the bearer may be told about besides themselves. */
export async function representedNow(api: Api, bearer: Bearer): Promise<readonly PartyId[]> {
  if (bearer.party === undefined || bearer.role !== 'representative') return []
  const { party } = bearer
  const [customers] = (await api.institution.storage.load(laneOf(party), [need(representedBy, party)])) as [
    readonly PartyId[] | undefined,
  ]
  const allowed = await Promise.all((customers ?? []).map((one) => mayBeInformed(api, party, one)))
  return (customers ?? []).filter((_one, i) => allowed[i])
}

/**
 * The party of an address, where the bearer may look into it. Throws EdgeProblem: staff whose role this read is not for are told so; for
 * anybody else, whom they may not look into does not exist.
 *
 * @param staff the roles of staff that this read is for
 */
export async function seenParty(api: Api, text: string, bearer: Bearer, staff: readonly TokenRole[]): Promise<PartyId> {
  if (isStaff(bearer)) only(bearer, ...staff)
  const party = idIn<PartyId>(api, text, 'party-unknown')
  if (isStaff(bearer) || (await concerning(api, bearer, [party])) !== undefined) return party
  throw new EdgeProblem('party-unknown')
}

export type SeenAccount = {
  readonly account: Account
  /** Customers' accounts have one. */
  readonly file: AccountFile | undefined
  /** Through whom the bearer sees it; undefined for staff. */
  readonly through: PartyId | undefined
}

/** An account that the bearer may see. Throws EdgeProblem: for who may not, it does not exist. */
export async function seenAccount(api: Api, bearer: Bearer, id: AccountId): Promise<SeenAccount> {
  const [account, file] = (await api.institution.storage.load(laneOf(id), [
    need(accounts, id),
    need(accountFiles, id),
  ])) as [Account | undefined, AccountFile | undefined]
  if (account === undefined) throw new EdgeProblem('account-unknown')
  if (seesAccounts(bearer)) return { account, file, through: undefined }
  const through = await concerning(api, bearer, file?.holders ?? [])
  if (through === undefined) throw new EdgeProblem('account-unknown')
  return { account, file, through }
}

/**
 * How the gate is asked about an account's details, which are kept under its first holder. Another joint holder acts for all of them, and
 * is let in like somebody who represents the first.
 */
export function gateActor(bearer: Bearer, holder: PartyId): Pick<GateRequest, 'actor' | 'represented'> {
  const { role, party, staff } = bearer
  return party === undefined || party === holder
    ? { actor: { role, party, staff } }
    : { actor: { role: 'representative', party }, represented: [holder] }
}
