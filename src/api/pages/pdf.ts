/** Documents as PDF. Imported when somebody prints. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Citation } from '../../kernel/decision.ts'
import type { Language } from '../../rulebook/languages.ts'
import type { DocumentVersion, Pack } from '../../rulebook/pack.ts'
import { inWords } from '../../rulebook/wording.ts'

/** The part of pdfmake that is used; it has no types of its own. */
type PdfMake = {
  addFonts(fonts: object): void
  setLocalAccessPolicy(allows: (path: string) => boolean): void
  setUrlAccessPolicy(allows: (url: string) => boolean): void
  createPdf(definition: object): { getBuffer(): Promise<Buffer> }
}

const require = createRequire(import.meta.url)
const pdfmake = require('pdfmake') as PdfMake
const fonts = join(dirname(require.resolve('pdfmake/package.json')), 'fonts', 'Roboto')
pdfmake.addFonts({
  Roboto: {
    normal: join(fonts, 'Roboto-Regular.ttf'),
    bold: join(fonts, 'Roboto-Medium.ttf'),
    italics: join(fonts, 'Roboto-Italic.ttf'),
    bolditalics: join(fonts, 'Roboto-MediumItalic.ttf'),
  },
})
pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts))
pdfmake.setUrlAccessPolicy(() => false)

/** A document of pdfmake as bytes: with the fonts above, and nothing from elsewhere. */
export const print = (definition: object): Promise<Buffer> => pdfmake.createPdf(definition).getBuffer()

/**
 * One version of a document, ready to be printed on A4.
 *
 * @param publishedUnder the clauses by which anybody may have it
 */
export function printed(
  pack: Pack,
  version: DocumentVersion,
  publishedUnder: readonly Citation[],
  lang: Language,
): Promise<Buffer> {
  const under = publishedUnder.map(({ document, clause }) => `${document} ${clause}`).join(', ')
  const title = inWords(version.title, lang)
  const head = `${inWords(pack.name, lang)} · ${version.code} ${version.version}`
  return print({
    pageSize: 'A4',
    pageMargins: [56, 64, 56, 64],
    language: lang,
    info: { title: `${title}, ${version.version}`, author: inWords(pack.name, lang) },
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25 },
    header: { text: head, alignment: 'right', margin: [56, 28, 56, 0], fontSize: 8, color: '#666666' },
    footer: (page: number, pages: number) => ({
      columns: [
        { text: `${under} · SHA-256 ${version.hash}`, width: '*' },
        { text: `${page} / ${pages}`, alignment: 'right', width: 50 },
      ],
      margin: [56, 20, 56, 0],
      fontSize: 7,
      color: '#666666',
    }),
    content: [
      { text: title, fontSize: 20, bold: true },
      { text: version.effective.toString(), margin: [0, 0, 0, 12] },
      ...clauses(version, lang),
    ],
  })
}

function clauses(version: DocumentVersion, lang: Language): object[] {
  return version.clauses.flatMap(({ id, section, heading, text }) => [
    ...(section === undefined
      ? []
      : [{ text: `${section.number}. ${inWords(section, lang)}`, fontSize: 13, bold: true, margin: [0, 12, 0, 4] }]),
    {
      columns: [
        { text: id, width: 44, color: '#555555' },
        {
          stack: [
            ...(heading === undefined ? [] : [{ text: inWords(heading, lang), bold: true }]),
            { text: inWords(text, lang) },
          ],
          width: '*',
        },
      ],
      margin: [0, 3, 0, 3],
    },
  ])
}
