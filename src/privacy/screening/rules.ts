/**
 * Free text is screened for what nobody asked to be told (GDPR, Articles 9 and 10), by the words of a lexicon for each of five languages.
 * Words that everyday matters of a bank share are no sign: an account can be disabled, goods come in parties, streets are named after
 * hospitals. It finds slips; who means to hide something can. Recall and precision: docs/decisions/0023-gate.md.
 */
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Attribute, DataClass } from '../../rulebook/register/attributes.ts'
import { type Topic, topics } from '../../rulebook/register/topics.ts'
import {
  asTyped,
  asWritten,
  type Entry,
  indexed,
  isWord,
  streetsAfter,
  streetsBefore,
  withoutMarks,
} from './lexicon.ts'

/** Kinds of facts that are written freely. */
export const freeTexts: readonly Attribute[] = [
  'note',
  'correspondence',
  'application-comment',
  'authority-enquiry',
  'damage',
  'satisfaction',
]

/** Offences are what authorities ask about: in their enquiries nobody is told of them unasked. */
export const soughtIn = (kind: Attribute, topics: readonly Topic[]): readonly Topic[] =>
  kind === 'authority-enquiry' ? topics.filter((topic) => topic !== 'conviction') : topics

/** What text that is fenced may tell: who reads it must be allowed all of these. */
export const fencedKinds = ['health', 'ethnicity', 'religion'] as const satisfies readonly Attribute[]

/**
 * Under which class of keys fenced text is kept, and what a passage must cover that opens it: text that tells of convictions may tell the
 * rest beside them.
 */
export const kindsBehind = {
  special: fencedKinds,
  offence: [...fencedKinds, 'conviction'],
} as const satisfies { readonly [C in DataClass]?: readonly Attribute[] }
export type Fence = keyof typeof kindsBehind
export const fences = Object.keys(kindsBehind) as readonly Fence[]

/** Which provision each fence follows from. */
export const fenceProvisions = {
  special: 'fact.screening',
  offence: 'fact.offences',
} as const satisfies Record<Fence, ProvisionKey>

export const isFence = (category: string | undefined): category is Fence =>
  category !== undefined && Object.hasOwn(kindsBehind, category)

/** Behind which fence a text belongs; undefined where it tells of nothing that is looked for. Looks for what `of` names. */
export function fenceOf(text: string, of: readonly Topic[]): Fence | undefined {
  if (of.length === 0) return undefined
  const found = screen(text, of)
  if (found.length === 0) return undefined
  return found.includes('conviction') ? 'offence' : 'special'
}

/** A text in words, each also in small letters. */
type Words = { readonly written: readonly string[]; readonly small: readonly string[] }

/** Which entry begins at which word, and where it ends. */
type Hit = { readonly entry: Entry; readonly from: number; readonly to: number }

/** A word of so many letters is known although some of its marks are missing. */
const longEnough = 6

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text)

/**
 * The topics that a text touches, each once, in their order; none when it tells nothing that is fenced. Takes time that grows with the
 * text's length alone.
 *
 * @param of what is looked for
 */
export function screen(text: string, of: readonly Topic[] = topics): readonly Topic[] {
  const words = wordsOf(text)
  const hits = hitsIn(words.small)
  if (hits.length === 0) return hits as readonly []
  const harmless = new Set(hits.filter(({ entry }) => entry.topic === undefined).flatMap(placesOf))
  const found = new Set<Topic>()
  for (const hit of hits) {
    const { topic } = hit.entry
    if (topic === undefined || found.has(topic) || !of.includes(topic)) continue
    if (harmless.size > 0 && placesOf(hit).some((at) => harmless.has(at))) continue
    if (!namesStreet(hit, words) && !namesPerson(hit, words)) found.add(topic)
  }
  return topics.filter((topic) => found.has(topic))
}

/** The words from the first to the last of an entry. */
const placesOf = ({ from, to }: Hit): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

function wordsOf(text: string): Words {
  if (isAscii(text)) {
    const written = text.match(/[A-Za-z]+/g) ?? []
    return { written, small: written.map((word) => word.toLowerCase()) }
  }
  const seen = asSeen(text)
  const written = seen.match(/\p{L}+/gu) ?? []
  const isRussian = cyrillic.test(seen)
  const small = written.map((word) => (isRussian ? word.toLowerCase().replaceAll('ё', 'е') : word.toLowerCase()))
  // Latin letters among others are common in a text, but not in a word.
  const isMixed = (isRussian || greek.test(seen)) && /[A-Za-z]/.test(seen)
  return { written, small: isMixed ? small.map(oneScript) : small }
}

const cyrillic = /[\u0400-\u052f]/
const greek = /[\u0370-\u03ff]/

/** Letters as people see them: composed, without what has no width, and without marks that belong to no letter. */
function asSeen(text: string): string {
  if (usual.test(text)) return text
  return text
    .normalize('NFKC')
    .replaceAll('İ', 'I')
    .replace(/[\p{Cf}\p{Mn}\p{Me}]+/gu, '')
}

/** Latin and Cyrillic letters as keyboards give them, and the signs between them. */
const usual = /^[\0-\xac\xae-\u012f\u0131-\u017f\u0400-\u0482\u048a-\u04ff–—„“”’…€№]*$/

/** Letters that look alike, in small letters: Cyrillic and Greek ones by the Latin ones. */
const latinOf: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'аa',
    'еe',
    'оo',
    'рp',
    'сc',
    'уy',
    'хx',
    'іi',
    'ѕs',
    'јj',
    'кk',
    'мm',
    'тt',
    'нh',
    'вb',
    'αa',
    'οo',
    'εe',
    'ιi',
  ].map(([look, latin]) => [look, latin]),
)
const cyrillicOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(latinOf)
    .filter(([look]) => /\p{Script=Cyrillic}/u.test(look))
    .map(([look, latin]) => [latin, look]),
)

/** A word whose letters are of several scripts, in the one that most of them are of. */
function oneScript(word: string): string {
  const latin = word.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (latin === 0 || latin === word.length) return word
  const to = latin * 2 >= word.length ? latinOf : cyrillicOf
  return Array.from(word, (letter) => to[letter] ?? letter).join('')
}

function hitsIn(small: readonly string[]): readonly Hit[] {
  const hits: Hit[] = []
  for (let from = 0; from < small.length; from += 1) {
    const word = small[from] as string
    const isPlain = isAscii(word)
    const entries = (isPlain ? asTyped : asWritten).get(word.slice(0, indexed))
    if (entries !== undefined) collect(hits, entries, small, from, isPlain ? word : undefined)
    if (isPlain || word.length < longEnough || cyrillic.test(word)) continue
    // Some marks are there, others were left out.
    const typed = withoutMarks(word)
    const similar = isAscii(typed) ? asTyped.get(typed.slice(0, indexed)) : undefined
    if (similar !== undefined) collect(hits, similar, small, from, typed)
  }
  return hits
}

/** @param typed the word where it stands without marks */
function collect(
  hits: Hit[],
  entries: readonly Entry[],
  small: readonly string[],
  from: number,
  typed: string | undefined,
): void {
  for (const entry of entries) {
    const [first] = entry.words as readonly [Entry['words'][number]]
    const isFirst = typed === undefined ? isWord(first, small[from] as string, false) : isWord(first, typed, true)
    // A short word of other marks is another word.
    if (!isFirst || (typed !== undefined && typed !== small[from] && first.stem.length < longEnough)) continue
    const to = endOf(entry, small, from)
    if (to !== undefined) hits.push({ entry, from, to })
  }
}

/** Where an entry whose first word stands here ends; undefined when the others do not follow. */
function endOf({ words, gaps }: Entry, small: readonly string[], from: number): number | undefined {
  let at = from
  for (let i = 1; i < words.length; i += 1) {
    const next = words[i] as Entry['words'][number]
    const last = at + 1 + (gaps[i] ?? 0)
    at += 1
    while (at <= last && !isAt(next, small[at])) at += 1
    if (at > last) return undefined
  }
  return at
}

const isAt = (word: Entry['words'][number], text: string | undefined): boolean =>
  text !== undefined && isWord(word, text, isAscii(text))

function namesStreet({ from, to }: Hit, { small }: Words): boolean {
  const [before, after] = [small[from - 1], small[to + 1]]
  return (after !== undefined && streetsAfter.has(after)) || (before !== undefined && streetsBefore.has(before))
}

/** A word that may be a surname is one where it stands, with a capital letter, beside another with a capital letter. */
function namesPerson({ entry, from, to }: Hit, { written }: Words): boolean {
  if (!entry.mayBeName || !isCapital(written[from])) return false
  return isCapital(written[from - 1]) || isCapital(written[to + 1])
}

const isCapital = (word: string | undefined): boolean => word !== undefined && /^\p{Lu}\p{Ll}+$/u.test(word)
