/** Offers by post as one PDF, a letter a page: each with the ways to refuse such letters. Imported when somebody prints. */
import type { Language } from '../../rulebook/languages.ts'
import type { Pack, Wording } from '../../rulebook/pack.ts'
import type { RegisterPart } from '../../rulebook/register/schema.ts'
import { inWords } from '../../rulebook/wording.ts'
import { print } from './pdf.ts'

type Controller = NonNullable<RegisterPart['controllers']>[number]

export type OfferLetter = {
  readonly language: Language
  /** Name and address, a line each, as the gate gave them a moment ago. */
  readonly to: readonly string[]
  readonly title: string
  readonly text: string
  readonly date: string
  /** Where one page ends such letters without signing in; undefined where the institution has named no address of its pages. */
  readonly link: string | undefined
}

/** What stands under each letter: `{contact}` is how the institution is reached. */
const farewell: Wording = {
  en: 'If you want no more such letters, tell us in any way you like: {contact}. They then end at once.',
  lv: 'Ja šādas vēstules vairs nevēlaties, pasakiet mums to jebkurā veidā: {contact}. Tad tās uzreiz beigsies.',
  et: 'Kui te selliseid kirju enam ei soovi, öelge seda meile mis tahes viisil: {contact}. Siis need kohe lõpevad.',
  lt: 'Jei tokių laiškų nebenorite, pasakykite mums bet kuriuo būdu: {contact}. Tada jie iš karto baigsis.',
  ru: 'Если вы больше не хотите таких писем, скажите нам об этом любым способом: {contact}. Тогда они сразу прекратятся.',
}

/** The letters, ready to be printed on A4. Throws where there is none: a PDF has a page. */
export function offerLetters(pack: Pack, controller: Controller, letters: readonly OfferLetter[]): Promise<Buffer> {
  return print(laidOut(pack, controller, letters))
}

/** What pdfmake prints of the letters. */
export function laidOut(pack: Pack, controller: Controller, letters: readonly OfferLetter[]): object {
  const [first] = letters
  if (first === undefined) throw new RangeError('there is no letter to print')
  const institution = inWords(pack.name, first.language)
  return {
    pageSize: 'A4',
    pageMargins: [64, 72, 64, 64],
    info: { title: institution, author: institution },
    defaultStyle: { font: 'Roboto', fontSize: 10.5, lineHeight: 1.3 },
    header: { text: institution, margin: [64, 30, 64, 0], fontSize: 13, bold: true },
    content: letters.map(({ language, to, title, text, date, link }, index) => ({
      ...(index === 0 ? {} : { pageBreak: 'before' }),
      stack: [
        { text: to.join('\n'), margin: [0, 24, 0, 24] },
        { text: date, alignment: 'right' },
        { text: title, fontSize: 15, bold: true, margin: [0, 12, 0, 10] },
        { text },
        {
          text: inWords(farewell, language).replace('{contact}', () => waysOf(controller, link).join(', ')),
          fontSize: 9,
          color: '#333333',
          margin: [0, 28, 0, 0],
        },
      ],
    })),
  }
}

/** How a person reaches whoever is responsible: by link, telephone, e-mail, letter. */
const waysOf = ({ address, email, phone }: Controller, link: string | undefined): readonly string[] =>
  [link, phone, email, address].filter((one) => one !== undefined)
