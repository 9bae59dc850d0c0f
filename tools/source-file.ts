import { posix } from 'node:path'
import { type Node, parseSync, type Span, Visitor, visitorKeys } from 'oxc-parser'

/** One import, re-export or `import()` of a file. `target` is a path from the project's root, or a package's name. */
export type Import = { target: string; own: boolean; typeOnly: boolean; line: number }

/** Something a file does that a rule may be about. */
export type Trait = {
  kind: 'lost-update' | 'impure'
  what: string
  line: number
}

/** What the import rules need to know of one TypeScript file. */
export type SourceFile = { path: string; imports: Import[]; traits: Trait[] }

const impureNames = new Set([
  'Date',
  'performance',
  'crypto',
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
])
const impureMembers = new Set(['Math.random', 'Temporal.Now'])

/**
 * Reads one file.
 *
 * @param path from the project's root, with slashes
 * @throws Error when it is not TypeScript
 */
export function readSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text)
  const line = (offset: number): number => text.slice(0, offset).split('\n').length
  if (errors[0]) throw new Error(`${path}:${line(errors[0].labels[0]?.start ?? 0)}: ${errors[0].message}`)

  const imports: Import[] = []
  const add = (request: string, typeOnly: boolean, at: number): void => {
    const own = request.startsWith('.')
    const target = own ? posix.join(posix.dirname(path), request) : request
    imports.push({ target, own, typeOnly, line: line(at) })
  }
  for (const { moduleRequest, entries, start } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType), start)
  for (const { entries, start } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest)?.moduleRequest
    if (request)
      add(
        request.value,
        entries.every((entry) => entry.isType),
        start,
      )
  }

  const traits: Trait[] = []
  const note = (kind: Trait['kind'], what: string, node: Span): void => {
    traits.push({ kind, what, line: line(node.start) })
  }
  new Visitor({
    ImportExpression: ({ source, start }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, false, start)
    },
    TSImportType: ({ source, start }) => add(source.value, true, start),
    AssignmentExpression: (node) => {
      if (node.operator !== '=' && awaits(node.right)) note('lost-update', `${node.operator} await`, node)
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return
      const name = `${node.object.name}.${node.property.name}`
      if (impureMembers.has(name)) note('impure', name, node)
      if (impureNames.has(node.object.name)) note('impure', name, node)
    },
    NewExpression: ({ callee }) => {
      if (callee.type === 'Identifier' && impureNames.has(callee.name)) note('impure', `new ${callee.name}`, callee)
    },
    CallExpression: ({ callee }) => {
      if (callee.type === 'Identifier' && impureNames.has(callee.name)) note('impure', `${callee.name}()`, callee)
    },
  }).visit(program)
  return { path, imports, traits }
}

/** Whether evaluating the node waits for a promise; a function inside it runs at another time and does not count. */
function awaits(node: Node): boolean {
  if (node.type === 'AwaitExpression') return true
  if (/Function/.test(node.type)) return false
  return (visitorKeys[node.type] ?? []).some((key) => {
    const child: unknown = Reflect.get(node, key)
    return (Array.isArray(child) ? child : [child]).some((item) => isNode(item) && awaits(item))
  })
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}
