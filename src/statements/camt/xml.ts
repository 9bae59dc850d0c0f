/** Text as XML 1.0 has it. */

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What no XML document may hold, not even as a reference. Source: XML 1.0, production 2, Char. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

export const escaped = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"]/g, (character) => entities[character] ?? character)

/** An element with text; nothing where there is none. At most `length` characters of it, as ISO 20022 counts: code points. */
export function element(name: string, text: string | undefined, length: number): string {
  if (text === undefined) return ''
  const cut = text.length > length ? [...text].slice(0, length).join('') : text
  return cut === '' ? '' : `<${name}>${escaped(cut)}</${name}>`
}
