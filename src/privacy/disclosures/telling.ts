/** What is told of a disclosure, in words of the register that was in force when it was made. */
import type { Citation } from '../../kernel/decision.ts'
import type { Language } from '../../rulebook/languages.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Disclosure } from './rules.ts'

type Wording = { readonly [L in Language]?: string }

/** A disclosure as it is reproduced in writing: without whom it was about, and without the name of staff. */
export type WrittenRecord = {
  readonly disclosure: string
  readonly on: string
  readonly at: string
  readonly recipient: string
  readonly receiver: string
  readonly processor: string | null
  readonly purpose: string
  readonly basis: Disclosure['basis']
  readonly kinds: readonly string[]
  readonly categories: readonly string[]
  readonly country: string
  readonly accessFrom: readonly string[]
  readonly shown: Disclosure['shown']
  readonly allowedBy: Citation
}

/** @param terms those in force on the day of the disclosure */
export function writtenRecord(made: Disclosure, { register }: Terms, language: Language): WrittenRecord {
  const { recipient, processor, purpose, kinds } = made
  const named = register.recipients.get(recipient)
  const purposes = [...register.purposes.values()]
  const carried = register.purposes.get(purpose) ?? purposes.find(({ uses }) => uses?.some((use) => use === purpose))
  const categories = [...register.categories.values()].filter(({ attributes }) =>
    kinds.some((kind) => attributes.includes(kind)),
  )
  return {
    disclosure: String(made.disclosure),
    on: made.on.toString(),
    at: made.at.toString(),
    recipient:
      named === undefined ? (register.processors.get(recipient)?.name ?? recipient) : inWords(named.name, language),
    receiver: made.receiver,
    processor: processor === null ? null : (register.processors.get(processor)?.name ?? processor),
    purpose: carried === undefined ? purpose : inWords(carried.name, language),
    basis: made.basis,
    kinds,
    categories: categories.map(({ name }) => inWords(name, language)),
    country: made.country,
    accessFrom: made.accessFrom,
    shown: made.shown,
    allowedBy: made.allowedBy,
  }
}

const inWords = (wording: Wording, language: Language): string =>
  wording[language] ?? wording.en ?? Object.values(wording)[0] ?? ''
