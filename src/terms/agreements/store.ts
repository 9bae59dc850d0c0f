/** Agreements in PostgreSQL. */
import type { AccountId, AgreementId, LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { type Packed, packed, unpacked } from '../../storage/packed-rows.ts'
import { dateFrom, int8s, oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type Agreement, type AgreementAccount, agreementOf, agreements, shared } from './rules.ts'

export const agreementStore = collectionStore(agreements, loadAgreements, (lane, steps) => {
  const last = lastOfEach(steps)
  const rows = last.map(({ after }) => ({
    lane,
    agreement: after.agreement,
    holders: after.holders,
    concluded_on: after.concludedOn.toString(),
    binding: after.binding,
    status: after.status,
    accounts: after.accounts.map(({ account }) => account),
    account_states: after.accounts.map(({ state }) => state),
    withdrawn_on: after.withdrawnOn?.toString() ?? null,
  }))
  const holders = last.flatMap(({ after }) =>
    after.holders.map((party) => ({ lane, party, agreement: after.agreement })),
  )
  return [
    ...upsert('agreement', ['lane', 'agreement'], rows),
    ...upsert('agreement_holder', ['lane', 'party', 'agreement'], holders),
  ]
})

/** One holder's key is their id, joint holders' a text: one column keeps both as text. */
export const agreementOfStore = collectionStore(
  agreementOf,
  async (sql, lane, keys) => {
    const rows = await sql<{ holders: string; agreement: bigint }[]>`
      select holders, agreement from agreement_of
      where lane = ${lane} and holders = any(${sql.array(keys.map(String), oids.text)})`
    const byText = new Map(rows.map(({ holders, agreement }) => [holders, Number(agreement) as AgreementId]))
    return new Map(
      keys.flatMap((key) => {
        const agreement = byText.get(String(key))
        return agreement === undefined ? [] : [[key, agreement] as const]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'agreement_of',
      ['lane', 'holders'],
      lastOfEach(steps).map(({ key, after }) => ({ lane, holders: String(key), agreement: after })),
    ),
)

type AgreementRow = {
  agreement: bigint
  holders: bigint[]
  concluded_on: Temporal.PlainDate
  binding: Agreement['binding']
  status: Agreement['status']
  accounts: bigint[]
  account_states: AgreementAccount['state'][]
  withdrawn_on: Temporal.PlainDate | null
}

async function loadAgreements(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly AgreementId[],
): Promise<ReadonlyMap<AgreementId, Agreement>> {
  const rows = await sql<Packed[]>`
    select ${packed(sql, agreementColumns)} from agreement
    where lane = ${lane} and agreement = any(${int8s(sql, keys)})`
  return new Map(unpacked(rows).map((row) => [Number(row[0]) as AgreementId, unpackedAgreement(row)]))
}

const agreementColumns = [
  'agreement',
  'concluded_on',
  'binding',
  'status',
  'withdrawn_on',
  "array_to_string(holders, ' ')",
  "array_to_string(accounts, ' ')",
  "array_to_string(account_states, ' ')",
]

function unpackedAgreement(row: readonly string[]): Agreement {
  const [
    agreement,
    concludedOn = '',
    binding = '',
    status,
    withdrawnOn = '',
    holders = '',
    accounts = '',
    states = '',
  ] = row
  const stateOf = states.split(' ')
  return {
    agreement: Number(agreement) as AgreementId,
    holders: idsIn(holders),
    concludedOn: dateFrom(concludedOn),
    binding: bindingFrom(binding),
    status: status as Agreement['status'],
    accounts: idsIn<AccountId>(accounts).map((account, i) => ({
      account,
      state: stateOf[i] as AgreementAccount['state'],
    })),
    withdrawnOn: withdrawnOn === '' ? null : dateFrom(withdrawnOn),
  }
}

const idsIn = <Id extends number = PartyId>(text: string): readonly Id[] =>
  text === '' ? [] : text.split(' ').map((one) => Number(one) as Id)

/** Few sets of versions bind all agreements. */
const bindingsByText = new Map<string, Agreement['binding']>()

function bindingFrom(text: string): Agreement['binding'] {
  let binding = bindingsByText.get(text)
  if (binding === undefined) {
    binding = shared(JSON.parse(text))
    bindingsByText.set(text, binding)
  }
  return binding
}

/** Every agreement of a party, joint ones included, in the order of their conclusion. */
export async function agreementsOfParty(sql: Sql, lane: LaneId, party: PartyId): Promise<readonly Agreement[]> {
  const rows = await sql<AgreementRow[]>`
    select a.agreement, a.holders, a.concluded_on, a.binding, a.status, a.accounts, a.account_states, a.withdrawn_on
    from agreement_holder h join agreement a on a.lane = h.lane and a.agreement = h.agreement
    where h.lane = ${lane} and h.party = ${party} order by a.agreement`
  return rows.map(agreementFrom)
}

const agreementFrom = (row: AgreementRow): Agreement => ({
  agreement: Number(row.agreement) as AgreementId,
  holders: row.holders.map((one) => Number(one) as PartyId),
  concludedOn: row.concluded_on,
  binding: shared(row.binding),
  status: row.status,
  accounts: row.accounts.map((account, i) => ({
    account: Number(account) as AccountId,
    state: row.account_states[i] as AgreementAccount['state'],
  })),
  withdrawnOn: row.withdrawn_on,
})
