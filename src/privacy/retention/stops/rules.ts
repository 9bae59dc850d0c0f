/**
 * What a person's switches take from the reasons to keep data about them (GDPR, Article 17(1)(b) and (c)): a ground that rests on the
 * interest or the consent of purposes ends when the last of these purposes was stopped. What law demands goes on whatever they switch.
 */
import type { Register } from '../../../rulebook/register/register.ts'
import type { Category, Retention } from '../../../rulebook/register/schema.ts'
import type { LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import { unstopped } from '../../gate/switched/rules.ts'
import type { Stop } from '../../switches/rules.ts'

/** A purpose that may use a category, with a basis that reaches so far. */
export type Carrier = { readonly purpose: string; readonly basis: LegalBasis }

/** All that carries the use of a category. */
export function carriersOf(category: Category, register: Register): readonly Carrier[] {
  const serves = (id: string): boolean => category.onlyFor === undefined || category.onlyFor.includes(id)
  return [...register.purposes.values()]
    .filter(({ id, categories }) => categories.includes(category.id) && serves(id))
    .flatMap(({ id, bases }) =>
      bases
        .filter(
          ({ for: only, interest }) =>
            (only ?? [category.id]).includes(category.id) && reaches(register, interest, category),
        )
        .map(({ basis }) => ({ purpose: id, basis })),
    )
}

const reaches = (register: Register, interest: string | undefined, { id }: Category): boolean =>
  interest === undefined || register.interests.get(interest)?.categories.includes(id) === true

/**
 * The stop that ended a ground, the newest where several did; undefined while the ground stands.
 *
 * @param isRunning whether the affair that keeps the datum goes on: then whatever else carries its use keeps it as before
 */
export function endedBy(
  item: Pick<Retention, 'basis' | 'from' | 'statutory'>,
  carriers: readonly Carrier[],
  stops: readonly Stop[],
  isRunning: boolean,
): Stop | undefined {
  // What a claim of either side needs, no objection takes away (Article 17(3)(e)).
  if (item.statutory === true || item.from === 'claim') return undefined
  const stopOf = ({ purpose, basis }: Carrier): Stop | undefined =>
    stops.find((one) => one.purpose === purpose && ends(one, basis))
  const ending = carriers.filter(({ basis }) => basis === item.basis).map(stopOf)
  if (ending.length === 0 || ending.includes(undefined)) return undefined
  const others = carriers.filter(({ basis }) => basis !== item.basis && basis !== 'consent')
  if (isRunning && others.some((one) => stopOf(one) === undefined)) return undefined
  return ending
    .flatMap((one) => one ?? [])
    .toSorted((one, other) => Temporal.PlainDate.compare(one.since, other.since))
    .at(-1)
}

/** Whether a consent still keeps data: its purpose was not stopped since on a ground that ends it. */
export const keeps = (purpose: string, stops: readonly Stop[]): boolean =>
  !stops.some((one) => one.purpose === purpose && ends(one, 'consent'))

/**
 * While an objection is weighed nothing ends: what is restricted is stored on (Article 18(2)). What came from a third party is a matter
 * of the datum's source, not of its term. Nor does anything end while a consent that came after holds the stop off.
 */
const ends = ({ ground, yields }: Stop, basis: LegalBasis): boolean =>
  yields !== true && ground !== 'weighing' && ground !== 'third-party' && !unstopped[ground].includes(basis)
