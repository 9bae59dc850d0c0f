/** In which language somebody is answered. */
import { type WordLanguage, wordLanguages } from './refusals/catalogue.ts'

/** The language asked for by `?language=`, or by Accept-Language (RFC 9110), or English. */
export const languageOf = (accept: string | undefined, asked?: string): WordLanguage =>
  preferredOf(wordLanguages, accept, asked) ?? 'en'

/** The same among others; undefined where none of them is asked for. */
export function preferredOf<L extends string>(
  offered: readonly L[],
  accept: string | undefined,
  asked?: string,
): L | undefined {
  const named = offered.find((one) => one === asked)
  if (named !== undefined || accept === undefined) return named
  const preferred = accept
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.find((one) => one.trim().startsWith('q='))
      return { tag: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) || 0 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { tag } of preferred) {
    const found = offered.find((one) => one === tag)
    if (found !== undefined) return found
  }
  return undefined
}
