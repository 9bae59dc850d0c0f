/**
 * The words by which free text is screened, of each language a file of data in `lexicon/`. An entry is one word or several, separated by
 * spaces: `vēzis` as it stands, `slimīb*` whatever follows, `mācītāj~` with an ending of the language, `..` for up to three words between.
 * Words are also found without the marks over their letters, as people type them; `=ligą` only with them, since `liga` is something else.
 */
import { type Topic, topics } from '../../rulebook/register/topics.ts'
import en from './lexicon/en.json' with { type: 'json' }
import et from './lexicon/et.json' with { type: 'json' }
import lt from './lexicon/lt.json' with { type: 'json' }
import lv from './lexicon/lv.json' with { type: 'json' }
import ru from './lexicon/ru.json' with { type: 'json' }

type Lexicon = {
  readonly endings: string
  readonly topics: Readonly<Record<Topic, readonly string[]>>
  /** Words that are also surnames: beside another word with a capital letter they are. */
  readonly names: string
  /** What is not meant although a word of it is found. */
  readonly harmless: readonly string[]
  /** After these, and before these, a word names a street. */
  readonly streets: string
  readonly streetsBefore?: string
}
const lexicons: readonly Lexicon[] = [en, lv, et, lt, ru]

/** One word of an entry, in small letters. */
type Word = {
  readonly stem: string
  /** Without marks; undefined where they must be there. */
  readonly plain: string | undefined
  /** What may follow the stem; undefined for anything. */
  readonly endings: ReadonlySet<string> | undefined
}

/** `topic` undefined: what is harmless. */
export type Entry = {
  readonly topic: Topic | undefined
  readonly words: readonly Word[]
  /** How many words may stand before each word of the entry and after the one before it. */
  readonly gaps: readonly number[]
  readonly mayBeName: boolean
}

const gap = 3
/** By so many letters the entries that begin with a word are found. */
export const indexed = 3

/** What the Latin letters with marks of the five languages are without them. */
const unmarked = new Map(Array.from('āčēģīķļņšūžąęėįųõäöü', (letter) => [letter, letter.normalize('NFD').charAt(0)]))

/** A word in small letters without marks over Latin letters. */
export function withoutMarks(word: string): string {
  let plain = ''
  for (let i = 0; i < word.length; i += 1) {
    const letter = word.charAt(i)
    plain += letter < 'z' ? letter : (unmarked.get(letter) ?? letter)
  }
  return plain
}

const listed = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => line.split(',').map((one) => one.trim().replaceAll('ё', 'е')))

function entriesOf({ endings, topics: byTopic, names, harmless }: Lexicon): readonly Entry[] {
  const all = listed([endings])
  const ends = new Set(['', ...all, ...all.map(withoutMarks)])
  const known = new Set(listed([names]))
  const entry = (text: string, topic: Topic | undefined): Entry => {
    const parts = text.split(' ')
    const words = parts.filter((part) => part !== '..')
    return {
      topic,
      words: words.map((part) => wordOf(part, ends)),
      gaps: words.map((part, i) => (i > 0 && parts[parts.indexOf(part) - 1] === '..' ? gap : 0)),
      mayBeName: known.has(text),
    }
  }
  return [
    ...topics.flatMap((topic) => listed(byTopic[topic]).map((text) => entry(text, topic))),
    ...listed(harmless).map((text) => entry(text, undefined)),
  ]
}

const none: ReadonlySet<string> = new Set([''])

function wordOf(text: string, endings: ReadonlySet<string>): Word {
  const marked = text.startsWith('=')
  const stem = text.replace(/^=/, '').replace(/[*~]$/, '')
  return {
    stem,
    plain: marked ? undefined : withoutMarks(stem),
    endings: text.endsWith('*') ? undefined : text.endsWith('~') ? endings : none,
  }
}

/** Whether a word in small letters is this one. */
export function isWord({ stem, plain, endings }: Word, word: string, isPlain: boolean): boolean {
  const begin = isPlain ? plain : stem
  if (begin === undefined || !word.startsWith(begin)) return false
  return endings === undefined || endings.has(word.slice(begin.length))
}

const entries = lexicons.flatMap(entriesOf)

const indexBy = (of: (word: Word) => string | undefined): ReadonlyMap<string, readonly Entry[]> =>
  Map.groupBy(
    entries.filter(({ words: [first] }) => first !== undefined && of(first) !== undefined),
    ({ words: [first] }) => (of(first as Word) as string).slice(0, indexed),
  )

/** Entries by how their first word begins: as it is written, and without marks. */
export const asWritten = indexBy(({ stem }) => stem)
export const asTyped = indexBy(({ plain }) => plain)

const streetWords = (of: (lexicon: Lexicon) => string | undefined): ReadonlySet<string> => {
  const all = listed(lexicons.flatMap((one) => of(one) ?? []))
  return new Set([...all, ...all.map(withoutMarks)])
}
/** Words of every language that follow, or come before, the name of a street. */
export const streetsAfter = streetWords(({ streets }) => streets)
export const streetsBefore = streetWords((one) => one.streetsBefore)

/** Every entry, for tests. */
export const allEntries = entries
