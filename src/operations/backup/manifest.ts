/** What a backup says of itself: a file of JSON, signed by the institution, so that neither it nor what it names is changed unseen. */
import { createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../../kernel/operator-error.ts'
import type { LedgerHead } from '../../privacy/vault/erasure-ledger.ts'
import type { HeadSigner } from '../../privacy/vault/signer.ts'
import type { AppliedMigration, LaneEnd, Sequence, TableShape } from './store.ts'

export type SavedTable = TableShape & {
  readonly rows: number
  /** Of the rows as COPY gives them, before they are compressed. */
  readonly bytes: number
  readonly sha256: string
}

export type Manifest = {
  readonly kind: typeof kind
  /** When its snapshot was taken. */
  readonly at: string
  readonly server: string
  /** The schema's version: what the database had been through. */
  readonly migrations: readonly AppliedMigration[]
  readonly lanes: readonly LaneEnd[]
  readonly tables: readonly SavedTable[]
  readonly sequences: readonly Sequence[]
  /** How far the ledger of erasures went: what comes after it is erased again from a database that is restored. */
  readonly erasures: LedgerHead
  /** Of the copies of ledger and published heads, by file. */
  readonly others: Readonly<Record<string, string>>
}

export const kind = 'pacta backup 1'
const manifestFile = 'manifest.json'
const signatureFile = 'manifest.sig'
export const tableFile = ({ table }: TableShape): string => `${table}.copy.zst`
export const ledgerCopy = 'erasures.jsonl'
export const headsCopy = (lane: number): string => `heads-${lane}.jsonl`

/** The two files of a manifest, as text. */
export function signed(manifest: Manifest, signer: HeadSigner): Readonly<Record<string, string>> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  return { [manifestFile]: text, [signatureFile]: `${signer.sign(Buffer.from(text)).toString('hex')}\n` }
}

/**
 * The manifest of the backup in `directory`.
 *
 * @param publicKey of the institution, SPKI in PEM
 * @throws OperatorError when there is none, or this institution did not sign it as it is
 */
export function readManifest(directory: string, publicKey: string): Manifest {
  const [file, signature] = [join(directory, manifestFile), join(directory, signatureFile)]
  if (!existsSync(file) || !existsSync(signature))
    throw new OperatorError('there is no backup here', directory, 'Name a folder that `pacta backup` made.')
  const text = readFileSync(file)
  const proof = Buffer.from(readFileSync(signature, 'utf8').trim(), 'hex')
  if (!verify(null, text, createPublicKey(publicKey), proof)) throw changed(file, 'is not what this institution signed')
  const manifest = JSON.parse(text.toString()) as Manifest
  if (manifest.kind !== kind)
    throw new OperatorError(
      'the backup is of another kind',
      `${file} says ${manifest.kind}`,
      'Use the Pacta that made it.',
    )
  return manifest
}

export const changed = (file: string, why: string): OperatorError =>
  new OperatorError(
    'the backup was changed',
    `${file} ${why}`,
    'Take another copy of it, or another backup; if the key store is that of another institution, take the right one.',
  )
