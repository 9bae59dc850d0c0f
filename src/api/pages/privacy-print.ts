/** Statements about personal data as PDF. Imported when somebody prints. */
import type { Entry, Section, Statement } from '../../privacy/published/statement.ts'
import { written } from '../../privacy/published/telling.ts'
import { words } from '../../privacy/published/words.ts'
import { print } from './pdf.ts'

/** The statement, ready to be printed on A4. */
export function printedStatement(statement: Statement): Promise<Buffer> {
  const { institution, title, lead, language, facts, sections, cited } = statement
  const { labels, notes } = words[language]
  return print({
    pageSize: 'A4',
    pageMargins: [56, 64, 56, 64],
    language,
    info: { title, author: institution },
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25 },
    header: { text: institution, alignment: 'right', margin: [56, 28, 56, 0], fontSize: 8, color: '#555555' },
    footer: (page: number, pages: number) => ({
      columns: [
        { text: `${labels.publishedUnder} ${written(cited)}`, width: '*' },
        { text: `${page} / ${pages}`, alignment: 'right', width: 50 },
      ],
      margin: [56, 20, 56, 0],
      fontSize: 8,
      color: '#555555',
    }),
    content: [
      { text: title, fontSize: 18, bold: true },
      { text: lead, margin: [0, 4, 0, 6] },
      { text: facts.map(({ label, text }) => `${label}: ${text}`).join(' · '), color: '#555555', margin: [0, 0, 0, 6] },
      ...contentsOf(sections, labels.contents),
      ...sections.map((section) => sectionOf(section, notes.none)),
    ],
  })
}

/** Of a long statement, where to find what, with pages. */
const contentsOf = (sections: readonly Section[], title: string): readonly object[] =>
  sections.filter(({ heading }) => heading !== undefined).length < 4
    ? []
    : [{ toc: { title: { text: title, fontSize: 13, bold: true, margin: [0, 8, 0, 4] } } }]

/** Stands in the outline of the print, below a section where it is part of one. Whoever listens takes the page: a print has no structure. */
const inOutline = (id: string, within?: string) => ({
  id,
  outline: true,
  ...(within === undefined ? {} : { outlineParentId: within }),
})

const sectionOf = ({ id, heading, entries }: Section, none: string): object => ({
  stack: [
    ...(heading === undefined
      ? []
      : [{ ...inOutline(id), tocItem: true, text: heading, fontSize: 13, bold: true, margin: [0, 12, 0, 4] }]),
    ...(entries.length === 0
      ? [{ text: none }]
      : entries.map((entry) => entryOf(entry, heading === undefined ? undefined : id))),
  ],
})

const entryOf = ({ id, title, lines, cited }: Entry, within: string | undefined): object => ({
  stack: [
    {
      columns: [
        { ...inOutline(id, within), text: title.text, bold: true, width: '*' },
        { text: written(cited), width: 'auto', fontSize: 8, color: '#555555' },
      ],
    },
    ...lines.map(({ label, text }) => ({
      columns: [
        { text: label, width: 110, color: '#555555' },
        { text, width: '*' },
      ],
    })),
  ],
  margin: [0, 3, 0, 5],
})
