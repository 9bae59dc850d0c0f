/**
 * Disclosures: handing personal data to somebody outside the institution. The register lists to whom, for what, on which condition; nothing
 * else goes out, and each time is recorded for every person concerned, so that it can be told again.
 */
import { accept, type Citation, type Decision, together } from '../../kernel/decision.ts'
import { blindRecords, create, type Effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Disclosers, type Disclosing, type DisclosureRefusal, purposeOf } from './asked/rules.ts'
import { checkDisclosure } from './checks/rules.ts'
import { isSecret } from './secrecy/rules.ts'
import { renewed } from './standing/rules.ts'

/** A disclosure that was made. */
export type Disclosure = Omit<Disclosing, 'processor' | 'found' | 'last'> & {
  readonly disclosure: number
  readonly processor: string | null
  /** The item of the register that allowed it. */
  readonly allowedBy: Citation
  readonly role: string
  readonly staff: string | null
  /** Law forbids telling the persons concerned. */
  readonly secret: boolean
  readonly on: Temporal.PlainDate
  readonly at: Temporal.Instant
}

export const disclosures = blindRecords<number, Disclosure>('disclosure')

/**
 * Hands data over, and records it for each of the persons. Facts: `disclosure`, and `occasion`, the clause that allowed it.
 * @param untold whether law forbids telling the persons, besides what the register marks so
 */
export function decideDisclose(
  asked: Disclosing,
  by: Disclosers,
  terms: Terms,
  untold = false,
): Decision<Effect, DisclosureRefusal> {
  const checked = checkDisclosure(asked, by, terms)
  const marked = isMarked(asked, terms)
  const secret = untold || marked
  if ('outcome' in checked) return secret ? { ...checked, cited: { ...checked.cited, disclosed: [] } } : checked
  const { receiver, evidence } = checked
  const cited = marked ? together(checked.cited, terms.cite('disclosure.secrecy')) : checked.cited
  const disclosure = by.nextId()
  const { found: _found, last = false, ...handed } = asked
  const { every } = receiver
  const again =
    every === undefined
      ? []
      : asked.subjects.map((subject) =>
          renewed({ subject, recipient: receiver.id, every, last }, by.standingOf(subject, receiver.id), by),
        )
  const made: Disclosure = {
    ...handed,
    shown: evidence,
    processor: asked.processor ?? receiver.processor?.id ?? null,
    disclosure,
    allowedBy: receiver.cited,
    role: by.role,
    staff: by.staff,
    secret,
    on: by.on,
    at: by.at,
  }
  const settled = together(cited, terms.cite('disclosure.record'))
  const effects = [create(disclosures, disclosure, made), ...again.flatMap((one) => one.effects)]
  const due = again[0]?.due
  return accept(effects, secret ? { ...settled, disclosed: [] } : settled, {
    disclosure: String(disclosure),
    occasion: `${receiver.cited.document}-${receiver.cited.clause}`,
    recipient: asked.recipient,
    kinds: asked.kinds,
    subjects: asked.subjects.length,
    ...(due === undefined ? {} : { againBy: due?.toString() ?? null }),
  })
}

/** Whether the register marks what is asked as secret. */
function isMarked({ purpose, shown, found = [] }: Disclosing, terms: Terms): boolean {
  const registered = purposeOf(purpose, terms)
  return registered !== undefined && isSecret(registered, [...shown, ...found])
}
