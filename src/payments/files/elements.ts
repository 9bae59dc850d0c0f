/**
 * Elements of an XML document as the readers of messages see them: each knows its place, so that what is wrong is told with its path. No
 * document type, no entities but the five of XML, a limit on depth.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** What is wrong with a file, and where. */
export class FileFault extends Error {
  override readonly name = 'FileFault'
  /** A path such as `/CstmrCdtTrfInitn/PmtInf[2]/PmtMtd`, or a line and column. */
  readonly at: string

  constructor(at: string, message: string) {
    super(message)
    this.at = at
  }
}

const MAXIMUM_DEPTH = 32

type Raw = string | { readonly [name: string]: unknown }

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  // Prefixes go; the attributes that name their namespaces stay.
  transformTagName: (name) => name.replace(/^[^:]+:/, ''),
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: true,
  maxNestedTags: MAXIMUM_DEPTH,
  jPath: false,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
})

/** The root element. Throws FileFault for what is no well-formed XML, or has a document type. */
export function parseXml(text: string): Element {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new FileFault('the beginning', 'a document type is not accepted')
  const checked = XMLValidator.validate(text)
  if (checked !== true) {
    const { line, col, msg } = checked.err
    throw new FileFault(`line ${line}, column ${col}`, `is no well-formed XML: ${msg.slice(0, 60)}`)
  }
  let root: Record<string, unknown>
  try {
    root = parser.parse(text) as Record<string, unknown>
  } catch {
    throw new FileFault(
      'the file',
      `is no XML that is read: it is nested more than ${MAXIMUM_DEPTH} deep, or too large`,
    )
  }
  const [name, ...others] = Object.keys(root).filter((key) => key !== '?xml')
  const raw = name === undefined ? undefined : (root[name] as readonly Raw[])[0]
  if (name === undefined || raw === undefined || others.length > 0)
    throw new FileFault('the file', 'has no single root element')
  return new Element('', name, raw)
}

export class Element {
  /** Without its own root: `/CstmrCdtTrfInitn/GrpHdr`. */
  readonly path: string
  readonly name: string
  readonly #raw: Raw

  constructor(path: string, name: string, raw: Raw) {
    this.path = path
    this.name = name
    this.#raw = raw
  }

  /** Elements of a name, in their order. */
  all(name: string): readonly Element[] {
    const found = this.#member(name) as readonly Raw[] | undefined
    if (found === undefined) return []
    const many = found.length > 1
    return found.map((raw, i) => new Element(`${this.path}/${name}${many ? `[${i + 1}]` : ''}`, name, raw))
  }

  /** The one element of a name, or undefined. Throws FileFault when there are more. */
  optional(name: string): Element | undefined {
    const [first, second] = this.all(name)
    if (second !== undefined) throw new FileFault(second.path, 'stands more than once')
    return first
  }

  /** The one element of a name. Throws FileFault when there is none, or more. */
  one(name: string): Element {
    const found = this.optional(name)
    if (found === undefined) throw new FileFault(`${this.path}/${name}`, 'is missing')
    return found
  }

  /** The element at a path below this one, as far as it is there. */
  at(...names: readonly string[]): Element | undefined {
    let found: Element | undefined = this
    for (const name of names) found = found?.optional(name)
    return found
  }

  /** The values of its attributes. Namespaces are among them, under whatever prefix. */
  get attributes(): readonly string[] {
    const raw = typeof this.#raw === 'string' ? {} : this.#raw
    return Object.keys(raw).flatMap((name) => (name.startsWith('@') ? [String(raw[name])] : []))
  }

  attribute(name: string): string | undefined {
    const found = this.#member(`@${name}`)
    return typeof found === 'string' ? found : undefined
  }

  /** Its text, which has the form. Throws FileFault otherwise. */
  text(form: RegExp, shouldBe: string): string {
    const text = typeof this.#raw === 'string' ? this.#raw : String(this.#raw['#'] ?? '')
    if (!form.test(text)) throw new FileFault(this.path, `is not ${shouldBe}`)
    return text
  }

  /**
   * Holds its elements against those that its type has, in their order.
   *
   * @throws FileFault for one that is unknown or out of its place
   */
  inOrder(sequence: readonly string[]): void {
    let reached = 0
    for (const name of typeof this.#raw === 'string' ? [] : Object.keys(this.#raw)) {
      if (name.startsWith('@') || name === '#') continue
      const place = sequence.indexOf(name)
      if (place < 0) throw new FileFault(`${this.path}/${name.slice(0, 40)}`, 'is unknown here')
      if (place < reached) throw new FileFault(`${this.path}/${name}`, 'stands in the wrong place')
      reached = place
    }
  }

  #member(name: string): unknown {
    return typeof this.#raw === 'string' || !Object.hasOwn(this.#raw, name) ? undefined : this.#raw[name]
  }
}
