/** A drawn statement as a file in each of its forms: the one place that knows how a form is made, for the API, the command line and benches. */
import { Readable } from 'node:stream'
import { camt } from './camt/camt.ts'
import { csv } from './csv/csv.ts'
import type { Drawn } from './drawing/drawn.ts'
import { json } from './json.ts'
import type { Format } from './reading/rules.ts'
import type { StatementLanguage } from './words.ts'

/** The forms that are files; a page is put together by the API. */
export const fileFormats = ['json', 'csv', 'pdf', 'camt053-02', 'camt053-08', 'camt054-02', 'camt054-08'] as const
export type FileFormat = Exclude<Format, 'page'> & (typeof fileFormats)[number]

export const mediaTypes: { readonly [F in FileFormat]: string } = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  'camt053-02': 'application/xml; charset=utf-8',
  'camt053-08': 'application/xml; charset=utf-8',
  'camt054-02': 'application/xml; charset=utf-8',
  'camt054-08': 'application/xml; charset=utf-8',
}

/** Its name, with nothing of the account but the number that the institution gave it inside. */
export function fileName({ head }: Drawn, format: FileFormat): string {
  const extension = format.startsWith('camt') ? 'xml' : format
  return `statement-${head.account}-${head.from}-${head.to}${format.startsWith('camt') ? `-${format}` : ''}.${extension}`
}

/** The file as it is made. An error while it is made ends the stream with it: what was written is to be thrown away. */
export function rendered(drawn: Drawn, format: FileFormat, language: StatementLanguage): Readable {
  switch (format) {
    case 'json':
      return Readable.from(json(drawn))
    case 'csv':
      return Readable.from(csv(drawn))
    case 'pdf':
      return Readable.from(printed(drawn, language))
    case 'camt053-02':
      return Readable.from(camt(drawn, '053', '02'))
    case 'camt053-08':
      return Readable.from(camt(drawn, '053', '08'))
    case 'camt054-02':
      return Readable.from(camt(drawn, '054', '02'))
    case 'camt054-08':
      return Readable.from(camt(drawn, '054', '08'))
  }
}

/** Fonts are loaded when somebody prints. */
async function* printed(drawn: Drawn, language: StatementLanguage): AsyncGenerator<Buffer> {
  const { pdf } = await import('./pdf/pdf.ts')
  yield await pdf(drawn, language)
}
