import { stripVTControlCharacters } from 'node:util'
import { type Inspection, inspectPack } from '../rulebook/load.ts'
import { formatProblem } from '../rulebook/problem.ts'
import type { ProvisionKey } from '../rulebook/provisions.ts'
import { wrap } from './wrap.ts'

export type PackCheckOptions = { readonly json?: boolean | undefined }

/** Where the words go, and how wide they may be. */
export type Output = { write(text: string): unknown; readonly columns?: number }

/**
 * `pacta pack check DIR [--json]`: says what is wrong with the pack in the folder, and what it leaves unbound.
 * @returns the exit code: 1 when the pack has errors
 */
export async function packCheck(
  directory: string,
  options: PackCheckOptions = {},
  output: Output = process.stdout,
): Promise<number> {
  const inspection = inspectPack(directory)
  output.write(
    options.json
      ? `${JSON.stringify(asJson(directory, inspection), null, 2)}\n`
      : asText(directory, inspection, output.columns),
  )
  return inspection.errors.length > 0 ? 1 : 0
}

function asJson(directory: string, { pack, errors, unbound }: Inspection) {
  return {
    directory,
    pack: pack?.id ?? null,
    hash: pack?.hash ?? null,
    documents:
      pack?.documents.map(({ code, version, hash, clauses }) => ({ code, version, hash, clauses: clauses.length })) ??
      [],
    errors,
    unbound,
  }
}

function asText(directory: string, { pack, errors, unbound }: Inspection, columns: number | undefined): string {
  const lines = errors.map(formatProblem)
  if (unbound.length > 0) lines.push('', `Provisions that no document binds: ${unbound.join(', ')}.`)
  lines.push('', pack === undefined ? `${directory}: ${counted(errors.length, 'error')}.` : summary(pack, unbound))
  if (lines[0] === '') lines.shift()
  return `${lines.map((line) => wrap(stripVTControlCharacters(line), columns)).join('\n')}\n`
}

function summary({ id, documents, hash }: NonNullable<Inspection['pack']>, unbound: readonly ProvisionKey[]): string {
  const clauses = documents.flatMap((document) => document.clauses)
  const bindings = clauses.flatMap((clause) => clause.bindings)
  const open = unbound.length === 0 ? '' : `, ${unbound.length} unbound`
  return `${id}: no errors. ${counted(documents.length, 'document version')}, ${counted(clauses.length, 'clause')}, ${counted(bindings.length, 'binding')}${open}; hash ${hash.slice(0, 12)}.`
}

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`
