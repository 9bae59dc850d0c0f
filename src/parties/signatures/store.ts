/** Comparisons of signatures, and cases for a new agreement, in PostgreSQL. */
import type { PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { type AgreementSignature, agreementSignatures, type Comparison, comparisons } from './rules.ts'

const int8Oid = 20

type ComparisonRow = {
  comparison: bigint
  customer: bigint
  document_kind: Comparison['document']['kind']
  document: bigint | null
  authorisation: bigint | null
  representative: bigint | null
  signature: Comparison['signature']
  seal: Comparison['seal']
  compared_by: string
  compared_on: Temporal.PlainDate
}

export const comparisonStore = collectionStore(
  comparisons,
  async (sql, lane, keys) => {
    const rows = await sql<ComparisonRow[]>`
      select * from signature_comparison
      where lane = ${lane} and comparison = any(${sql.array(keys.map(String), int8Oid)})`
    return new Map(rows.map((row) => [Number(row.comparison), comparisonOf(row)]))
  },
  async (sql, lane, steps) => {
    for (const { after } of steps) {
      const held = after.specimen.kind === 'authorisation' ? after.specimen : undefined
      await sql`
        insert into signature_comparison (lane, comparison, customer, document_kind, document, authorisation, representative,
          signature, seal, compared_by, compared_on)
        values (${lane}, ${after.comparison}, ${after.customer}, ${after.document.kind}, ${after.document.id ?? null},
          ${held?.authorisation ?? null}, ${held?.representative ?? null}, ${after.signature}, ${after.seal}, ${after.by},
          ${after.on})`
    }
  },
)

const comparisonOf = (row: ComparisonRow): Comparison => ({
  comparison: Number(row.comparison),
  customer: Number(row.customer) as PartyId,
  document: { kind: row.document_kind, id: row.document === null ? undefined : Number(row.document) },
  specimen:
    row.authorisation === null
      ? { kind: 'agreement' }
      : {
          kind: 'authorisation',
          authorisation: Number(row.authorisation),
          representative: Number(row.representative) as PartyId,
        },
  signature: row.signature,
  seal: row.seal,
  by: row.compared_by,
  on: row.compared_on,
})

type CaseRow = {
  customer: bigint
  signature_since: Temporal.PlainDate | null
  identity_since: Temporal.PlainDate | null
  demanded_by: string | null
  demanded_on: Temporal.PlainDate | null
}

export const agreementSignatureStore = collectionStore(
  agreementSignatures,
  async (sql, lane, keys) => {
    const rows = await sql<CaseRow[]>`
      select * from agreement_signature where lane = ${lane} and customer = any(${sql.array(keys.map(String), int8Oid)})`
    return new Map(rows.map((row) => [Number(row.customer) as PartyId, caseOf(row)]))
  },
  async (sql, lane, steps) => {
    for (const { after } of lastOfEach(steps))
      await sql`
        insert into agreement_signature (lane, customer, signature_since, identity_since, demanded_by, demanded_on)
        values (${lane}, ${after.customer}, ${after.signatureSince ?? null}, ${after.identitySince ?? null},
          ${after.demandedBy ?? null}, ${after.demandedOn ?? null})
        on conflict (lane, customer) do update set signature_since = excluded.signature_since,
          identity_since = excluded.identity_since, demanded_by = excluded.demanded_by, demanded_on = excluded.demanded_on`
  },
)

const caseOf = (row: CaseRow): AgreementSignature => ({
  customer: Number(row.customer) as PartyId,
  signatureSince: row.signature_since ?? undefined,
  identitySince: row.identity_since ?? undefined,
  demandedBy: row.demanded_by ?? undefined,
  demandedOn: row.demanded_on ?? undefined,
})
