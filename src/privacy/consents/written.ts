/** A consent in writing: what was said, by whom it was shown, how and when it was given, out of its record alone. */
import type { Pack } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { writtenController } from '../controllers/rules.ts'
import { askedFor } from './asking/rules.ts'
import type { SwitchChange } from './changes/rules.ts'
import { needsExplicit } from './rules.ts'

/**
 * Everything that a record of a change says, with the wording that was shown. Names nobody: who it is, the reader asks the gate.
 *
 * @param terms those of the entity that was told, on the day of the change
 */
export function writtenConsent(kept: SwitchChange, pack: Pack, terms: Terms) {
  const { shown, purposes, act, channels, except, explicit, way, evidence, role, staff, at, on } = kept
  const { actedBy, authority, authorisation, authorityClauses, request } = kept
  const document = pack.documents.find((one) => one.code === shown?.document && one.version === shown.version)
  const clause = document?.clauses.find(({ id }) => id === shown?.clause)
  const language = (shown?.language ?? 'en') as keyof typeof pack.name
  const names = pack.documents
    .flatMap(({ clauses }) => clauses.flatMap(({ register }) => register?.purposes ?? []))
    .filter(({ id }) => purposes.includes(id))
  return {
    change: String(kept.change),
    controller: writtenController(terms),
    act,
    purpose: purposes.map((id) => names.findLast((one) => one.id === id)?.name[language] ?? id).join('; '),
    wording: clause?.text[language] ?? null,
    shown,
    channels,
    except,
    explicit,
    way,
    evidence,
    actedFor:
      actedBy === null
        ? null
        : {
            by: String(actedBy),
            authority,
            authorisation: authorisation === null ? null : String(authorisation),
            clauses: authorityClauses,
          },
    request: request === null ? null : String(request),
    recordedBy: { role, staff },
    at: at.toString(),
    on: on.toString(),
  }
}

/** What a person can be asked to consent to: each purpose that rests on it, with the wording to be shown in each language. */
export function consentsOpen({ register }: Terms, pack: Pack) {
  return [...register.purposes.values()].flatMap((purpose) => {
    const asked = askedFor(purpose)
    if (asked === undefined) return []
    const { id, name, cited } = purpose
    const document = pack.documents.find((one) => one.code === cited.document && one.version === cited.version)
    const wording = document?.clauses.find((one) => one.id === cited.clause)?.text ?? {}
    return [
      {
        ...{ purpose: id, name, version: cited.version, languages: Object.keys(name), wording, clause: cited },
        ...{ explicit: needsExplicit(purpose, register), categories: asked.only ?? purpose.categories },
      },
    ]
  })
}
