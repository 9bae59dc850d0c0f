import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Import, readSource, type SourceFile, type Trait } from './source-file.ts'

/** A rule that is broken, with what to do about it. */
export type Finding = { file: string; line: number; rule: string; message: string; mend: string }

/** The folders of src, each seeing only itself and what stands before it. */
const features = [
  'kernel', 'rulebook', 'storage', 'ledger', 'privacy', 'parties', 'terms', 'pricing', 'accounts', 'payments', 'statements',
  'lending', 'operations', 'api', 'cli',
] // biome-ignore format: a list to read as one line

/** What commands of every feature are made of: what a command is, steps that send them, the shape of one about a record or an account, its fee. */
const commandShapes = new Set([
  'src/storage/command.ts',
  'src/storage/deadline-step.ts',
  'src/storage/record-command.ts',
  'src/privacy/consents/switching.ts',
  'src/accounts/account-command.ts',
  'src/payments/sides.ts',
  'src/payments/fees/charging.ts',
])

/** npm packages that rules may use: they compute and do nothing else. */
const purePackages = new Set(['typebox'])

const mends: Record<Trait['kind'], string> = {
  'lost-update':
    'Await into a constant first, then assign: between reading and writing, another task may have written.',
  impure: 'Take it as an argument: the same command must give the same decision when it is replayed.',
}

/**
 * Checks who imports whom, and the rules of the house that Biome does not know; the others are in biome.json.
 *
 * @param files text by path from the project's root, with slashes
 * @returns what is broken, in the order of files and lines
 */
export function checkRules(files: ReadonlyMap<string, string>): Finding[] {
  const sources = [...files].map(([path, text]) => readSource(path, text))
  const findings = [...sources.flatMap(checkFile), ...findCycles(sources)]
  return findings.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
}

type Place = { area: string; feature: string; level: number; room: string; test: boolean }

function placeOf(path: string): Place {
  const [area = '', feature = ''] = path.split('/')
  return {
    area,
    feature: area === 'src' ? feature : '',
    level: features.indexOf(feature),
    room: area === 'src' ? posix.basename(path, '.ts') : '',
    test: /\.test\.tsx?$|\/testing\//.test(path) || area === 'tests',
  }
}

function checkFile(source: SourceFile): Finding[] {
  const from = placeOf(source.path)
  const findings: Finding[] = []
  const report = (line: number, rule: string, message: string, mend: string): void => {
    findings.push({ file: source.path, line, rule, message, mend })
  }
  for (const { kind, what, line } of source.traits) {
    if (kind === 'impure' && (from.test || !(from.room === 'rules' || from.feature === 'kernel'))) continue
    report(line, kind, what, mends[kind])
  }
  if (from.area === 'src' && from.level < 0)
    report(
      1,
      'unknown-feature',
      `src/${from.feature} is no feature`,
      'Put it into one, or add it to tools/import-rules.ts.',
    )
  for (const entry of source.imports) {
    const broken =
      from.area === 'web' ? leavesWeb(entry) : from.area === 'src' && !from.test ? mayNot(from, entry) : undefined
    if (broken)
      report(entry.line, broken.rule, `${entry.typeOnly ? 'type ' : ''}import of ${entry.target}`, broken.mend)
  }
  return findings
}

type Broken = { rule: string; mend: string }

function leavesWeb({ target, own }: Import): Broken | undefined {
  return own && !target.startsWith('web/')
    ? { rule: 'web-apart', mend: 'The pages know the bank through the generated client only.' }
    : undefined
}

function mayNot(from: Place, entry: Import): Broken | undefined {
  const pure = from.room === 'rules' || from.feature === 'kernel'
  if (!entry.own) return pure ? mayNotUsePackage(from, entry) : undefined
  const to = placeOf(entry.target)
  if (to.area !== 'src' || to.test)
    return entry.target === 'package.json'
      ? undefined
      : { rule: 'product-only', mend: 'What runs in the bank imports nothing of tests, tools, bench and web.' }
  if (to.level > from.level)
    return {
      rule: 'feature-order',
      mend: `${to.feature} stands after ${from.feature}: turn the import round, or hand the thing in as an argument.`,
    }
  const mend = rooms[from.room]?.(from, to, entry)
  return mend === undefined ? undefined : { rule: `${from.room}-room`, mend }
}

function mayNotUsePackage(from: Place, { target, typeOnly }: Import): Broken | undefined {
  if (typeOnly || purePackages.has(target)) return undefined
  if (from.room === 'rules' || target.startsWith('node:'))
    return { rule: 'pure', mend: 'Rules and kernel only compute: let commands.ts fetch it and hand it in.' }
  return undefined
}

/** Closed lists of words, those that registers are written in above all: as pure as types, though they are needed when the program runs. */
const vocabularies = new Set([
  'src/rulebook/register/attributes.ts',
  'src/rulebook/register/vocabulary.ts',
  'src/rulebook/register/topics.ts',
  'src/privacy/screening/lexicon.ts',
])

/** For each room: why it may not import that, or undefined when it may. The order of features is checked before. */
const rooms: Record<string, (from: Place, to: Place, entry: Import) => string | undefined> = {
  rules: (_from, to, { target, typeOnly }) =>
    to.feature === 'kernel' ||
    to.room === 'rules' ||
    vocabularies.has(target) ||
    (to.feature === 'rulebook' && typeOnly)
      ? undefined
      : 'Rules see the kernel, other rules, and types of the rulebook; move what is pure into one of these.',
  store: (from, to, { target }) =>
    to.feature === 'kernel' ||
    to.feature === 'storage' ||
    vocabularies.has(target) ||
    to.room === 'rules' ||
    isBeside(from, to, ['commands', 'routes'])
      ? undefined
      : 'A store sees the kernel, storage, and the rules whose rows it keeps; let commands.ts bring things together.',
  commands: (from, to, { target, typeOnly }) =>
    to.feature === 'kernel' ||
    to.feature === 'rulebook' ||
    to.room === 'rules' ||
    to.room === 'store' ||
    target === 'src/privacy/gate.ts' ||
    commandShapes.has(target) ||
    (to.feature === 'storage' && typeOnly) ||
    isBeside(from, to, ['commands', 'routes'])
      ? undefined
      : "Commands see rules, stores, the rulebook, the gate, and storage's command types.",
  routes: (from, to, { target, typeOnly }) =>
    to.room === 'commands' ||
    to.feature === 'kernel' ||
    to.feature === 'rulebook' ||
    target === 'src/privacy/edge.ts' ||
    (to.room === 'rules' && typeOnly) ||
    isBeside(from, to, ['routes', 'store', 'rules'])
      ? undefined
      : 'Routes see commands, the kernel, the rulebook, the edge, and types of rules; let commands.ts do the rest.',
}

/** A file of the same feature that is not one of those rooms. */
function isBeside(from: Place, to: Place, otherRooms: string[]): boolean {
  return to.feature === from.feature && !otherRooms.includes(to.room)
}

/** One finding for each group of files that import each other in a circle, tests left out. */
function findCycles(sources: SourceFile[]): Finding[] {
  const byPath = new Map(sources.filter(({ path }) => !placeOf(path).test).map((source) => [source.path, source]))
  const findings: Finding[] = []
  const done = new Set<string>()
  const walk = (source: SourceFile, trail: string[]): void => {
    const start = trail.indexOf(source.path)
    if (start >= 0) {
      const circle = [...trail.slice(start), source.path]
      const line = source.imports.find(({ target }) => target === circle[1])?.line ?? 1
      const mend = 'Move what both need into a third file, or hand it in as an argument.'
      findings.push({ file: source.path, line, rule: 'cycle', message: circle.join(' -> '), mend })
    }
    if (start >= 0 || done.has(source.path)) return
    for (const { target } of source.imports) {
      const next = byPath.get(target)
      if (next) walk(next, [...trail, source.path])
    }
    done.add(source.path)
  }
  for (const source of byPath.values()) walk(source, [])
  return findings
}

/** Reads all TypeScript of the project below `root`. */
export function readProject(root: string): Map<string, string> {
  const paths = globSync(['{src,tests,tools,bench,web}/**/*.{ts,tsx}', '*.config.ts'], {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**', '**/generated/**'],
  })
  return new Map(paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(posix.join(root, path), 'utf8')]))
}

if (import.meta.main) {
  const findings = checkRules(readProject(fileURLToPath(new URL('..', import.meta.url))))
  for (const { file, line, rule, message, mend } of findings)
    process.stdout.write(`${file}:${line}  ${rule}: ${message}. ${mend}\n`)
  process.exitCode = findings.length === 0 ? 0 : 1
}
