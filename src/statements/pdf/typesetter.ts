/**
 * Lines of text on pages of PDF, fast: each character is shaped once and then known by its glyph and width, so that ten thousand entries
 * take a second. Kerning is lost by it, which columns of figures do not miss. See docs/decisions/0020-statements.md.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

type Font = {
  readonly id: string
  encode(text: string): readonly [readonly string[], readonly { readonly advanceWidth: number }[]]
  ref(): object
}

/** The part of PDFKit that is used; it comes with pdfmake and has no types of its own. */
type Document = {
  font(path: string): Document & { readonly _font: Font }
  addPage(): Document
  readonly page: { readonly fonts: Record<string, object>; readonly height: number }
  addContent(operators: string): Document
  bufferedPageRange(): { readonly start: number; readonly count: number }
  switchToPage(page: number): void
  on(event: 'data', take: (chunk: Buffer) => void): Document
  on(event: 'end', done: () => void): Document
  on(event: 'error', failed: (error: Error) => void): Document
  end(): void
}

const require = createRequire(import.meta.url)
const pdfmake = require.resolve('pdfmake/package.json')
const PdfDocument = createRequire(pdfmake)('pdfkit') as new (options: object) => Document
const fontFile = (name: string): string => join(dirname(pdfmake), 'fonts', 'Roboto', `${name}.ttf`)

export type Weight = 'normal' | 'bold'

/** Sizes and places are in points, from the upper left corner of an A4 page. */
export const pageWidth = 595.28
export const pageHeight = 841.89

type Glyph = { readonly hex: string; readonly width: number }

export class Typesetter {
  readonly #document: Document
  readonly #fonts: Record<Weight, { readonly font: Font; readonly glyphs: Map<string, Glyph> }>
  readonly #chunks: Buffer[] = []
  readonly #ended: Promise<void>

  constructor(info: { readonly title: string; readonly author: string; readonly language: string; readonly at: Date }) {
    const { title, author, language, at } = info
    this.#document = new PdfDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      lang: language,
      info: { Title: title, Author: author, CreationDate: at, ModDate: at },
    })
    this.#document.on('data', (chunk) => this.#chunks.push(chunk))
    this.#ended = new Promise((resolve, reject) => {
      this.#document.on('end', resolve).on('error', reject)
    })
    const known = (name: string) => ({ font: this.#document.font(fontFile(name))._font, glyphs: new Map() })
    this.addPage()
    this.#fonts = { normal: known('Roboto-Regular'), bold: known('Roboto-Medium') }
  }

  addPage(): void {
    this.#document.addPage()
    // PDFKit turns each page upside down for its own drawing; what is written here goes by PDF's own axes, from the lower left corner.
    this.#document.addContent(`1 0 0 -1 0 ${pageHeight} cm`)
  }

  /** Writes one line; `y` is its base line. */
  text(text: string, x: number, y: number, size: number, weight: Weight = 'normal', gray = 0): void {
    const { font } = this.#fonts[weight]
    const { page } = this.#document
    page.fonts[font.id] ??= font.ref()
    let hex = ''
    for (const character of text) hex += this.#glyph(character, weight).hex
    this.#document.addContent(
      `BT ${gray} g /${font.id} ${size} Tf 1 0 0 1 ${x.toFixed(2)} ${(page.height - y).toFixed(2)} Tm <${hex}> Tj ET`,
    )
  }

  /** The same, ending at `x`. */
  textTo(text: string, x: number, y: number, size: number, weight: Weight = 'normal', gray = 0): void {
    this.text(text, x - this.widthOf(text, size, weight), y, size, weight, gray)
  }

  widthOf(text: string, size: number, weight: Weight = 'normal'): number {
    let width = 0
    for (const character of text) width += this.#glyph(character, weight).width
    return (width * size) / 1000
  }

  /** The text in lines no wider than `width`, broken between words, and within a word that is wider. */
  wrapped(text: string, width: number, size: number): readonly string[] {
    if (this.widthOf(text, size) <= width) return [text]
    const lines: string[] = []
    let line = ''
    for (const word of text.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`
      if (this.widthOf(longer, size) <= width) {
        line = longer
        continue
      }
      if (line !== '') lines.push(line)
      line = word
      while (this.widthOf(line, size) > width) {
        let cut = [...line].length - 1
        while (cut > 1 && this.widthOf([...line].slice(0, cut).join(''), size) > width) cut -= 1
        lines.push([...line].slice(0, cut).join(''))
        line = [...line].slice(cut).join('')
      }
    }
    return line === '' ? lines : [...lines, line]
  }

  /** A thin line from side to side. */
  rule(from: number, to: number, y: number, gray = 0.8): void {
    const at = (this.#document.page.height - y).toFixed(2)
    this.#document.addContent(`${gray} G 0.4 w ${from.toFixed(2)} ${at} m ${to.toFixed(2)} ${at} l S`)
  }

  /** Writes something on every page once it is known how many there are, and gives the file. */
  async finish(onPage: (page: number, pages: number) => void): Promise<Buffer> {
    const { start, count } = this.#document.bufferedPageRange()
    for (let page = 0; page < count; page += 1) {
      this.#document.switchToPage(start + page)
      onPage(page + 1, count)
    }
    this.#document.end()
    await this.#ended
    return Buffer.concat(this.#chunks)
  }

  #glyph(character: string, weight: Weight): Glyph {
    const { font, glyphs } = this.#fonts[weight]
    let glyph = glyphs.get(character)
    if (glyph === undefined) {
      const [hex, positions] = font.encode(character)
      glyph = { hex: hex.join(''), width: positions.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) }
      glyphs.set(character, glyph)
    }
    return glyph
  }
}
