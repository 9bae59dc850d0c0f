/** What must hold across the documents of a pack. */
import { currencyExponents } from '../kernel/currencies.ts'
import { missingWording } from './check-document.ts'
import { binds } from './pack.ts'
import { nearest, type PackProblem } from './problem.ts'
import { isProvisionKey, type ProvisionKey, provisions } from './provisions.ts'
import type { ReadBinding, ReadClause, ReadDocument } from './read-document.ts'
import type { PackFile } from './schema.ts'
import type { Path, Source } from './source.ts'

type Bound = { readonly document: ReadDocument; readonly clause: ReadClause; readonly binding: ReadBinding }

/** Each provision that a document of the pack binds, with all places. */
export function boundIn(documents: readonly ReadDocument[]): ReadonlyMap<ProvisionKey, readonly Bound[]> {
  const all = documents.flatMap((document) =>
    document.clauses.flatMap((clause) => clause.bindings.map((binding) => ({ document, clause, binding }))),
  )
  return Map.groupBy(all, (bound) => bound.binding.provision)
}

/** Checks pack.yaml itself. */
export function checkPackFile(source: Source, pack: PackFile, folder: string): PackProblem[] {
  const problems: PackProblem[] = []
  const add = (path: Path, message: string, mend: string) =>
    problems.push({ file: source.file, line: source.lineOf(path), message, mend })
  if (pack.id !== folder)
    add(['id'], `the id "${pack.id}" is not the name of the folder`, `Write id: ${folder}, or rename the folder.`)
  pack.entities.forEach((entity, index) => {
    const path = ['entities', index]
    if (pack.entities.findIndex((other) => other.id === entity.id) !== index)
      add([...path, 'id'], `the entity "${entity.id}" stands twice`, 'Give each entity its own id.')
    if (!isTimeZone(entity.timeZone))
      add(
        [...path, 'timeZone'],
        `there is no time zone "${entity.timeZone}"`,
        'Write an IANA time zone, such as Europe/Riga.',
      )
    if (!currencyExponents.has(entity.currency))
      add([...path, 'currency'], `there is no currency "${entity.currency}"`, 'Write an ISO 4217 code, such as EUR.')
  })
  for (const part of ['name', 'supervisor'] as const)
    problems.push(...missingWording(source, pack[part], [part], `the ${part}`, pack.languages))
  return problems
}

/**
 * Checks the documents against each other, and the policies against the documents.
 * @param whole whether every document was read whole: only then is what is missing really missing
 */
export function checkPack(
  source: Source,
  pack: PackFile,
  documents: readonly ReadDocument[],
  whole: boolean,
): PackProblem[] {
  const forEach = pack.entities.flatMap(({ id }) => {
    const own = bindingEntity(documents, id)
    const bound = boundIn(own)
    return [...(whole ? checkBinds(own, bound.get('agreement.first-account') ?? []) : []), ...checkRivals(bound)]
  })
  return [
    ...checkPolicies(source, pack, boundIn(documents), whole),
    ...checkVersions(documents),
    ...checkEntities(pack, documents),
    ...onceEach(forEach),
  ]
}

/** Those of the documents that bind an entity. */
export const bindingEntity = (documents: readonly ReadDocument[], entity: string): readonly ReadDocument[] =>
  documents.filter(({ file }) => binds(file, entity))

/** What is wrong for several entities is told once. */
export const onceEach = (problems: readonly PackProblem[]): PackProblem[] => [
  ...new Map(problems.map((one) => [JSON.stringify(one), one])).values(),
]

function checkPolicies(
  source: Source,
  pack: PackFile,
  bound: ReturnType<typeof boundIn>,
  whole: boolean,
): PackProblem[] {
  return Object.keys(pack.policies).flatMap((key): PackProblem[] => {
    const at = { file: source.file, line: source.lineOf(['policies', key]) }
    if (!isProvisionKey(key)) {
      const meant = nearest(key, Object.keys(provisions))
      return [
        {
          ...at,
          message: `unknown provision "${key}"`,
          mend: meant === undefined ? 'Delete the policy.' : `Did you mean "${meant}"?`,
        },
      ]
    }
    const places = bound.get(key) ?? []
    if (places.length === 0 && !whole) return []
    if (places.length === 0)
      return [
        {
          ...at,
          message: `no clause binds ${key}: its policy is never used`,
          mend: 'Bind the provision to a clause, or delete the policy.',
        },
      ]
    if (places.some(({ clause }) => clause.file.force === 'may')) return []
    const names = places.map(({ document, clause }) => `${document.file.document}-${clause.file.id}`).join(', ')
    return [
      {
        ...at,
        message: `${key} has a policy, but ${names} is no entitlement`,
        mend: 'Delete the policy, or mark the clause with force: may if the institution is free to use it.',
      },
    ]
  })
}

/** One code, one folder, one role; and no two versions that begin on one day. */
function checkVersions(documents: readonly ReadDocument[]): PackProblem[] {
  return [...Map.groupBy(documents, ({ file }) => file.document).values()].flatMap((versions) =>
    versions.flatMap((version, index) => {
      const earlier = versions.slice(0, index)
      const at = (key: string) => ({ file: version.source.file, line: version.source.lineOf([key]) })
      const problems: PackProblem[] = []
      const first = earlier[0]
      if (first !== undefined && folderOf(first) !== folderOf(version))
        problems.push({
          ...at('document'),
          message: `the code ${version.file.document} is also that of ${first.source.file}`,
          mend: 'Give the document another code, or move its versions into one folder.',
        })
      else if (first !== undefined && first.file.role !== version.file.role)
        problems.push({
          ...at('role'),
          message: `the role is ${version.file.role}, but ${first.file.role} in ${first.source.file}`,
          mend: 'Keep the role of a document in all its versions.',
        })
      const twin = earlier.find(({ file }) => file.effective === version.file.effective)
      if (twin !== undefined)
        problems.push({
          ...at('effective'),
          message: `${twin.source.file} takes effect on the same day`,
          mend: 'Let each version of a document begin on its own day.',
        })
      return problems
    }),
  )
}

/** Whoever a document or an item of the register is for is an entity of the pack. */
function checkEntities(pack: PackFile, documents: readonly ReadDocument[]): PackProblem[] {
  const known = pack.entities.map(({ id }) => id)
  const unknownIn = ({ source }: ReadDocument, path: Path, named: readonly string[] | undefined): PackProblem[] =>
    (named ?? []).flatMap((id, n) =>
      known.includes(id)
        ? []
        : {
            file: source.file,
            line: source.lineOf([...path, n]),
            message: `there is no entity ${id}`,
            mend: `Name an entity of the pack: ${known.join(', ')}.`,
          },
    )
  return documents.flatMap((document) => [
    ...unknownIn(document, ['entities'], document.file.entities),
    ...document.clauses.flatMap(({ file, path }) => [
      ...(file.register?.retention ?? []).flatMap(({ entities }, n) =>
        unknownIn(document, [...path, 'register', 'retention', n, 'entities'], entities),
      ),
      ...(file.register?.purposes ?? []).flatMap(({ bases }, n) =>
        bases.flatMap(({ entities }, m) =>
          unknownIn(document, [...path, 'register', 'purposes', n, 'bases', m, 'entities'], entities),
        ),
      ),
    ]),
  ])
}

const folderOf = ({ source }: ReadDocument): string => source.file.replace(/[^/\\]*$/, '')

/** The documents that opening the first account binds exist, and are in force by then. */
function checkBinds(documents: readonly ReadDocument[], places: readonly Bound[]): PackProblem[] {
  return places.flatMap(({ document, binding }) => {
    const codes = binding.parameters['binds'] as readonly string[]
    return codes.flatMap((code, index): PackProblem[] => {
      const at = {
        file: document.source.file,
        line: document.source.lineOf([...binding.path, binding.provision, 'binds', index]),
      }
      const versions = documents.filter(({ file }) => file.document === code)
      if (versions.length === 0) {
        const known = [...new Set(documents.map(({ file }) => file.document))].join(', ')
        return [
          {
            ...at,
            message: `there is no document ${code}`,
            mend: `Name a document of the pack (${known}), or add it.`,
          },
        ]
      }
      if (versions.some(({ file }) => file.effective <= document.file.effective)) return []
      return [
        {
          ...at,
          message: `no version of ${code} is in force on ${document.file.effective}, when this one takes effect`,
          mend: `Add a version of ${code} that is effective by then.`,
        },
      ]
    })
  })
}

/** Documents of one rank would leave open which one settles: each provision has one document for each role. */
function checkRivals(bound: ReturnType<typeof boundIn>): PackProblem[] {
  return [...bound.entries()].flatMap(([provision, places]) => {
    const ranks = Map.groupBy(
      places,
      ({ document, clause }) => `${document.file.role} ${clause.file.mandatory === true}`,
    )
    return [...ranks.values()].flatMap((rivals) => {
      const [first, ...others] = rivals
      return others
        .filter(({ document }) => document.file.document !== first?.document.file.document)
        .map(
          ({ document, clause, binding }): PackProblem => ({
            file: document.source.file,
            line: document.source.lineOf(binding.path),
            message: `${document.file.document}-${clause.file.id} and ${first?.document.file.document}-${first?.clause.file.id} both bind ${provision}, and neither comes first`,
            mend: 'Bind the provision in one of the two documents.',
          }),
        )
    })
  })
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.PlainDate.from('2000-01-01').toZonedDateTime(name)
    return true
  } catch {
    return false
  }
}
