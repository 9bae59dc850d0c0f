/** What is told of a disclosure, in words of the register that was in force when it was made. */
import type { Citation } from '../../kernel/decision.ts'
import type { Language } from '../../rulebook/languages.ts'
import type { Transfer } from '../../rulebook/register/schema.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type WrittenController, writtenController } from '../controllers/rules.ts'
import type { Told } from './carriers/rules.ts'
import { countriesOf, receiverOf, transfersTo } from './receivers/rules.ts'
import type { Disclosure } from './rules.ts'

type Wording = { readonly [L in Language]?: string }

/** A disclosure as it is reproduced in writing: without whom it was about, and without the name of staff. */
export type WrittenRecord = {
  readonly disclosure: string
  /** Who handed it over, or had it handed over. */
  readonly controller: WrittenController | null
  readonly on: string
  readonly at: string
  readonly recipient: string
  readonly receiver: string
  readonly processor: string | null
  readonly purpose: string
  readonly basis: Disclosure['basis']
  readonly kinds: readonly string[]
  readonly categories: readonly string[]
  /** Null where the record does not tell it, as of a payment, whose order does. */
  readonly country: string | null
  readonly accessFrom: readonly string[]
  /** Countries outside the European Economic Area to which it went, with what makes that lawful. */
  readonly transfers: readonly WrittenTransfer[]
  readonly shown: Disclosure['shown']
  readonly allowedBy: Citation
}

export type WrittenTransfer = Pick<Transfer, 'ground' | 'safeguard'> & {
  readonly country: string
  readonly name: string
  readonly clause: Citation
}

/** @param terms those in force on the day of the disclosure */
export function writtenRecord(made: Told, terms: Terms, language: Language): WrittenRecord {
  const { register } = terms
  const { recipient, processor, purpose, kinds } = made
  const named = register.recipients.get(recipient)
  const purposes = [...register.purposes.values()]
  const carried = register.purposes.get(purpose) ?? purposes.find(({ uses }) => uses?.some((use) => use === purpose))
  const categories = [...register.categories.values()].filter(({ attributes }) =>
    kinds.some((kind) => attributes.includes(kind)),
  )
  return {
    disclosure: String(made.disclosure),
    controller: writtenController(terms),
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
    transfers: writtenTransfers(made, terms, language),
    shown: made.shown,
    allowedBy: made.allowedBy,
  }
}

function writtenTransfers(
  { recipient, country: to, accessFrom }: Told,
  terms: Terms,
  language: Language,
): readonly WrittenTransfer[] {
  const receiver = receiverOf(terms, recipient)
  if (receiver === undefined || to === null) return []
  const transfers = transfersTo(receiver, countriesOf(receiver, { country: to, accessFrom }), terms)
  return [...transfers].flatMap(([country, transfer]) => {
    if (transfer === undefined) return []
    const { ground, safeguard, name, cited } = transfer
    return [{ country, name: inWords(name, language), ground, safeguard, clause: cited }]
  })
}

const inWords = (wording: Wording, language: Language): string =>
  wording[language] ?? wording.en ?? Object.values(wording)[0] ?? ''
