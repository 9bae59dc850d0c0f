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
      ...sections.map((section) => sectionOf(section, notes.none)),
    ],
  })
}

const sectionOf = ({ heading, entries }: Section, none: string): object => ({
  stack: [
    { text: heading, fontSize: 13, bold: true, margin: [0, 12, 0, 4] },
    ...(entries.length === 0 ? [{ text: none }] : entries.map(entryOf)),
  ],
})

const entryOf = ({ title, lines, cited }: Entry): object => ({
  stack: [
    {
      columns: [
        { text: title.text, bold: true, width: '*' },
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
