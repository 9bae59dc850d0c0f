/** One YAML file: its content as plain data, and the line on which each part of it stands. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { PackProblem } from './problem.ts'

/** Keys and positions from the top of the file down: `['clauses', 3, 'text']`. */
export type Path = readonly (string | number)[]

export type Source = {
  readonly file: string
  /** Plain data, or undefined when the file is not YAML. */
  readonly value: unknown
  /** Faults of the YAML itself. */
  readonly problems: readonly PackProblem[]
  /** The line of a part; of the nearest part around it when it is missing. */
  lineOf(path: Path): number
}

export function readSource(file: string, text: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' })
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line)
  const problems = [...document.errors, ...document.warnings].map(
    (error): PackProblem => ({
      file,
      line: lineAt(error.pos[0]),
      message: `not valid YAML: ${error.message.split(/ at line | \(/)[0]}`,
      mend: 'Mend the line; mind indentation, colons, quotes and keys that stand twice.',
    }),
  )
  const unresolved = unresolvedAliases(file, text, document, lineAt)
  const plain = document.errors.length > 0 || unresolved.length > 0 ? { problems: unresolved } : plainOf(file, document)
  return {
    file,
    value: plain.value,
    problems: [...problems, ...plain.problems, ...unusedAnchors(file, text, document, lineAt)],
    lineOf: (path) => lineAt(offsetOf(document, path)),
  }
}

/** Where the key or the list item at the end of the path begins. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? 0
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (pair === undefined || !isScalar(pair.key)) return offset
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as { range?: readonly number[] | null } | undefined
      if (item === undefined) return offset
      offset = item.range?.[0] ?? offset
      node = item
    } else return offset
  }
  return offset
}

/** The content as plain data. Values that refer to values without end are stopped by the library, and told like any other fault. */
function plainOf(file: string, document: Document.Parsed): { value?: unknown; problems: readonly PackProblem[] } {
  try {
    return { value: document.toJS(), problems: [] }
  } catch (error) {
    const [message = ''] = String(error instanceof Error ? error.message : error).split('\n')
    return { problems: [{ file, line: 1, message: `not valid YAML: ${message}`, mend: 'Write the values out.' }] }
  }
}

/** A reference to a value that is not there. */
function unresolvedAliases(
  file: string,
  text: string,
  document: Document.Parsed,
  lineAt: (offset: number) => number,
): PackProblem[] {
  if (!text.includes('*')) return []
  const problems: PackProblem[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return
      problems.push({
        file,
        line: lineAt(alias.range?.[0] ?? 0),
        message: `nothing is named &${alias.source}`,
        mend: `Name a value &${alias.source} before this line, or put the text in quotes.`,
      })
    },
  })
  return problems
}

/** Every value is used: an anchor that nothing refers to is left over. */
function unusedAnchors(
  file: string,
  text: string,
  document: Document.Parsed,
  lineAt: (offset: number) => number,
): PackProblem[] {
  if (!text.includes('&')) return []
  const anchors = new Map<string, number>()
  const used = new Set<string>()
  visit(document, {
    Alias: (_, alias) => void used.add(alias.source),
    Value: (_, node) => void (node.anchor && anchors.set(node.anchor, node.range?.[0] ?? 0)),
  })
  return [...anchors]
    .filter(([anchor]) => !used.has(anchor))
    .map(([anchor, offset]) => ({
      file,
      line: lineAt(offset),
      message: `the value &${anchor} is referenced nowhere`,
      mend: `Refer to it with *${anchor}, or delete the anchor.`,
    }))
}
