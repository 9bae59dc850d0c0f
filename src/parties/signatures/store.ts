/** Comparisons of signatures, and cases for a new agreement, in PostgreSQL. */
import type { PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { insert, upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { type AgreementSignature, agreementSignatures, type Comparison, comparisons } from './rules.ts'

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
      where lane = ${lane} and comparison = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.comparison), comparisonOf(row)]))
  },
  (lane, steps) =>
    insert(
      'signature_comparison',
      steps.map(({ after }) => {
        const held = after.specimen.kind === 'authorisation' ? after.specimen : undefined
        return {
          lane,
          comparison: after.comparison,
          customer: after.customer,
          document_kind: after.document.kind,
          document: after.document.id ?? null,
          authorisation: held?.authorisation ?? null,
          representative: held?.representative ?? null,
          signature: after.signature,
          seal: after.seal,
          compared_by: after.by,
          compared_on: after.on.toString(),
        }
      }),
    ),
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
      select * from agreement_signature where lane = ${lane} and customer = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.customer) as PartyId, caseOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'agreement_signature',
      ['lane', 'customer'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        customer: after.customer,
        signature_since: after.signatureSince?.toString() ?? null,
        identity_since: after.identitySince?.toString() ?? null,
        demanded_by: after.demandedBy ?? null,
        demanded_on: after.demandedOn?.toString() ?? null,
      })),
    ),
)

const caseOf = (row: CaseRow): AgreementSignature => ({
  customer: Number(row.customer) as PartyId,
  signatureSince: row.signature_since ?? undefined,
  identitySince: row.identity_since ?? undefined,
  demandedBy: row.demanded_by ?? undefined,
  demandedOn: row.demanded_on ?? undefined,
})
