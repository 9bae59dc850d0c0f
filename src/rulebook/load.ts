/**
 * Loads a pack from its folder:
 *
 *     packs/luminor/pack.yaml
 *     packs/luminor/documents/rules-of-accounts/2018-11-01.yaml    one file for each version of each document
 *     packs/law/payment-accounts-directive/2016-09-18.yaml         law, beside the packs that name it
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { checkDocument } from './check-document.ts'
import { bindingEntity, boundIn, checkPack, checkPackFile, onceEach } from './check-pack.ts'
import { contentHash } from './content-hash.ts'
import { faultsOf } from './explain.ts'
import type { Language } from './languages.ts'
import type { Clause, DocumentVersion, Pack } from './pack.ts'
import { PackError, type PackProblem } from './problem.ts'
import { type ProvisionKey, provisions } from './provisions.ts'
import { type ReadClause, type ReadDocument, readDocument } from './read-document.ts'
import { checkRegister } from './register/check-register.ts'
import { type PackFile, packSchema } from './schema.ts'
import { type Path, readSource, type Source } from './source.ts'

/** A pack as it was found: whole only without errors. */
export type Inspection = {
  readonly pack: Pack | undefined
  readonly errors: readonly PackProblem[]
  /** Provisions of the catalogue that no document of the pack binds: what the engine will not do for it. */
  readonly unbound: readonly ProvisionKey[]
}

/** The pack in the folder. Throws PackError with all that is wrong with it. */
export function loadPack(directory: string): Pack {
  const { pack, errors } = inspectPack(directory)
  if (pack === undefined) throw new PackError(directory, errors)
  return pack
}

/** Reads and checks the pack in the folder; collects what is wrong instead of throwing. */
export function inspectPack(directory: string): Inspection {
  const name = basename(resolve(directory))
  const packPath = join(directory, 'pack.yaml')
  if (!existsSync(packPath)) {
    const missing = {
      file: packPath,
      line: 1,
      message: 'there is no such file',
      mend: 'Name the folder of a pack, such as packs/luminor.',
    }
    return { pack: undefined, errors: [missing], unbound: [] }
  }
  const errors: PackProblem[] = []
  const source = readSource(packPath, readFileSync(packPath, 'utf8'))
  const packFile = readPackFile(source, errors)
  if (packFile !== undefined) errors.push(...checkPackFile(source, packFile, name))

  const languagesOf = ({ file }: ReadDocument): readonly Language[] => file.languages ?? packFile?.languages ?? []
  const before = errors.length
  const own = readFolder(join(directory, 'documents'), errors)
  const read = readLaw(join(directory, '..', 'law'), source, packFile, errors)
  const whole = errors.length === before
  for (const document of own) errors.push(...checkDocument(document, fileName(document), languagesOf(document), false))
  for (const document of read) errors.push(...checkDocument(document, fileName(document), languagesOf(document), true))
  const law = read.map((document) => whereItBinds(document, packFile))
  const documents = [...own, ...law]
  if (packFile !== undefined) errors.push(...checkPack(source, packFile, documents, whole))
  if (whole)
    errors.push(
      ...onceEach(
        (packFile?.entities ?? []).flatMap(({ id }) => checkRegister(bindingEntity(documents, id), languagesOf, id)),
      ),
    )

  const bound = boundIn(documents)
  const unbound = (Object.keys(provisions) as ProvisionKey[]).filter((key) => !bound.has(key))
  const usable = packFile !== undefined && errors.length === 0
  return { pack: usable ? packOf(packFile, documents) : undefined, errors: inOrder(errors), unbound }
}

const fileName = ({ source }: ReadDocument): string => basename(source.file, '.yaml')

function readPackFile(source: Source, errors: PackProblem[]): PackFile | undefined {
  errors.push(...source.problems)
  if (source.value === undefined) return undefined
  const faults = faultsOf(source, packSchema, source.value, [], 'pack.yaml')
  errors.push(...faults.map((fault) => fault.problem))
  return faults.every((fault) => fault.harmless) ? (source.value as PackFile) : undefined
}

/** All versions of all documents in the folder: those that can be used, and the errors of all. */
function readFolder(
  directory: string,
  errors: PackProblem[],
  wanted: (text: string) => boolean = () => true,
): ReadDocument[] {
  return yamlFiles(directory).flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    if (!wanted(text)) return []
    const { document, problems } = readDocument(readSource(file, text))
    errors.push(...problems)
    return document ?? []
  })
}

/** A law with the entities that name it, unless it binds all. */
function whereItBinds(document: ReadDocument, pack: PackFile | undefined): ReadDocument {
  const { document: code } = document.file
  if (pack === undefined || pack.law.includes(code)) return document
  const entities = pack.entities.filter(({ law }) => law?.includes(code)).map(({ id }) => id)
  return { ...document, file: { ...document.file, entities } }
}

/** The law that the pack names. What it does not name is not read: another country's law must not slow or break it. */
function readLaw(directory: string, source: Source, pack: PackFile | undefined, errors: PackProblem[]): ReadDocument[] {
  const named: { readonly code: string; readonly path: Path }[] = [
    ...(pack?.law ?? []).map((code, n) => ({ code, path: ['law', n] })),
    ...(pack?.entities ?? []).flatMap(({ law = [] }, m) =>
      law.map((code, n) => ({ code, path: ['entities', m, 'law', n] })),
    ),
  ]
  const codes = named.map(({ code }) => code)
  const found = new Set<string>()
  const documents = readFolder(directory, errors, (text) => {
    const code = /^document: *["']?([A-Z0-9]+)/m.exec(text)?.[1]
    if (code === undefined || !codes.includes(code)) return false
    found.add(code)
    return true
  })
  for (const { code, path } of named)
    if (!found.has(code))
      errors.push({
        file: source.file,
        line: source.lineOf(path),
        message: `there is no law ${code} in ${directory}`,
        mend: 'Add a file of it, or delete the item.',
      })
  return documents
}

function yamlFiles(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .flatMap((folder) =>
      readdirSync(join(directory, folder.name))
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(directory, folder.name, name)),
    )
    .sort()
}

function packOf(file: PackFile, read: readonly ReadDocument[]): Pack {
  const documents = read
    .map((document) => documentOf(document, file.languages))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : Temporal.PlainDate.compare(a.effective, b.effective)))
  return {
    id: file.id,
    name: file.name,
    languages: file.languages,
    supervisor: file.supervisor,
    entities: file.entities,
    documents,
    policies: file.policies,
    hash: contentHash({ pack: file, documents: documents.map(({ code, version, hash }) => ({ code, version, hash })) }),
  }
}

const documentOf = ({ source, file, clauses }: ReadDocument, languages: readonly Language[]): DocumentVersion => ({
  code: file.document,
  role: file.role,
  version: file.version,
  effective: Temporal.PlainDate.from(file.effective),
  title: file.title,
  ...(file.entities === undefined ? {} : { entities: file.entities }),
  languages: file.languages ?? languages,
  example: file.example,
  clauses: clauses.map(clauseOf),
  hash: contentHash(source.value),
})

const clauseOf = ({ file, bindings }: ReadClause): Clause => ({
  id: file.id,
  kind: file.kind,
  force: file.force,
  section: file.section,
  heading: file.heading,
  text: file.text,
  bindings: bindings.map(({ provision, parameters }) => ({ provision, parameters })),
  ...(file.prices === undefined ? {} : { prices: file.prices }),
  ...(file.register === undefined ? {} : { register: file.register }),
  ...(file.pending === undefined ? {} : { pending: file.pending }),
  mandatory: file.mandatory ?? false,
})

/** By file, then by line. */
const inOrder = (problems: readonly PackProblem[]): PackProblem[] =>
  [...problems].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
