/** Letters to customers as PDF. Imported when somebody prints. */
import type { Language } from '../../rulebook/languages.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { inWords } from '../../rulebook/wording.ts'
import { print } from './pdf.ts'

export type Letter = {
  readonly language: Language
  /** Name and address, a line each; none where whoever sends it writes them. */
  readonly to?: readonly string[] | undefined
  readonly title: string
  readonly date: string
  /** What it is about: a name and a value each. */
  readonly about: readonly (readonly [string, string])[]
  readonly paragraphs: readonly string[]
  readonly clausesTitle: string
  /** The clauses that it rests on, each with its wording. */
  readonly clauses: readonly { readonly name: string; readonly text: string }[]
}

/** A letter of the institution, ready to be printed on A4. */
export function letter(
  pack: Pack,
  { language, to = [], title, date, about, paragraphs, clausesTitle, clauses }: Letter,
) {
  const institution = inWords(pack.name, language)
  return print({
    pageSize: 'A4',
    pageMargins: [64, 72, 64, 64],
    language,
    info: { title, author: institution },
    defaultStyle: { font: 'Roboto', fontSize: 10.5, lineHeight: 1.3 },
    header: { text: institution, margin: [64, 30, 64, 0], fontSize: 13, bold: true },
    footer: (page: number, pages: number) => ({
      text: `${page} / ${pages}`,
      alignment: 'right',
      margin: [64, 20, 64, 0],
      fontSize: 8,
      color: '#555555',
    }),
    content: [
      ...(to.length === 0 ? [] : [{ text: to.join('\n'), margin: [0, 24, 0, 24] }]),
      { text: date, alignment: 'right' },
      { text: title, fontSize: 17, bold: true, margin: [0, 12, 0, 10] },
      ...(about.length === 0 ? [] : [tableOf(about)]),
      ...paragraphs.map((text) => ({ text, margin: [0, 0, 0, 8] })),
      { text: clausesTitle, bold: true, margin: [0, 10, 0, 4] },
      ...clauses.map(({ name, text }) => ({
        columns: [
          { text: name, width: 70, color: '#555555' },
          { text, width: '*' },
        ],
        fontSize: 9,
        margin: [0, 2, 0, 4],
      })),
    ],
  })
}

const tableOf = (about: Letter['about']) => ({
  table: {
    widths: [120, '*'],
    body: about.map(([name, value]) => [{ text: name, color: '#555555' }, value]),
  },
  layout: 'noBorders',
  margin: [0, 0, 0, 12],
})
