import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { inspectPack } from '../load.ts'
import type { PackProblem } from '../problem.ts'

/** A pack that is right, small enough to see at a glance what a test changes in it. Paths are those below the folder of packs. */
const files = {
  'tiny/pack.yaml': `id: tiny
name: {en: Tiny Bank}
languages: [en]
supervisor: {en: nobody}
entities:
  - id: cz
    country: CZ
    name: Tiny Bank
    timeZone: Europe/Prague
    calendar: CZ
    currency: CZK
    bankCodes: ["0000"]
law: [LW]
policies:
  account.correction: staff
`,
  'tiny/documents/rules/2020-01-01.yaml': `document: RU
role: rules
version: "2020-01-01"
effective: 2020-01-01
title: {en: Rules}
example: true
clauses:
  - id: "1"
    kind: rule
    text: {en: Opening concludes the agreement.}
    provisions:
      - agreement.first-account: {binds: [RU]}
  - id: "2"
    kind: rule
    text: {en: Numbers may change.}
    provisions:
      - account.number: {notice: P2M}
  - id: "3"
    kind: rule
    force: may
    text: {en: Wrong entries are reversed.}
    provisions:
      - account.correction
  - id: "4"
    kind: rule
    text: {en: Only free money can be spent.}
    provisions:
      - account.spendable
`,
  'law/law/2020-01-01.yaml': `document: LW
role: law
version: "2020-01-01"
effective: 2020-01-01
title: {en: Law}
example: true
clauses:
  - id: "1"
    kind: rule
    mandatory: true
    text: {en: Interest is credited.}
    provisions:
      - interest.credit
`,
} as const

export const packFile = 'tiny/pack.yaml'
export const rulesFile = 'tiny/documents/rules/2020-01-01.yaml'
export const lawFile = 'law/law/2020-01-01.yaml'

/** A change of one file: each text is replaced by the other; it must be there. */
export type Change = { readonly file: string; readonly replace: readonly (readonly [from: string, to: string])[] }

/**
 * Writes the tiny pack into a new temporary folder and gives what `use` makes of it; the folder is gone afterwards.
 * @param changes what differs from the right pack
 * @param more further files, by path below the folder of packs
 */
export function withTinyPack<T>(
  use: (directory: string, packs: string) => T,
  changes: readonly Change[] = [],
  more: Readonly<Record<string, string>> = {},
): T {
  const packs = mkdtempSync(join(tmpdir(), 'pacta-pack-'))
  try {
    const texts: Record<string, string> = { ...files, ...more }
    for (const { file, replace } of changes)
      for (const [from, to] of replace) {
        const text = texts[file] ?? ''
        if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
        texts[file] = text.replace(from, to)
      }
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(packs, path)), { recursive: true })
      writeFileSync(join(packs, path), text)
    }
    return use(join(packs, 'tiny'), packs)
  } finally {
    rmSync(packs, { recursive: true, force: true })
  }
}

/** The text of a right file, to make a changed copy of it under another path. */
export const textOf = (file: string): string => (files as Readonly<Record<string, string>>)[file] ?? ''

/** One text of a file replaced by another. */
export const change = (file: string, from: string, to: string): Change => ({ file, replace: [[from, to]] })

/** What is wrong with the tiny pack after changes, files below the folder of packs. */
export const errorsAfter = (changes: readonly Change[], more: Readonly<Record<string, string>> = {}): PackProblem[] =>
  withTinyPack(
    (directory, packs) =>
      inspectPack(directory).errors.map((error) => ({ ...error, file: relative(packs, error.file) })),
    changes,
    more,
  )
