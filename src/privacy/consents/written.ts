/** A consent in writing: what was said, by whom it was shown, how and when it was given, out of its record alone. */
import type { Pack } from '../../rulebook/pack.ts'
import type { SwitchChange } from './changes/rules.ts'

/** Everything that a record of a change says, with the wording that was shown. Names nobody: who it is, the reader asks the gate. */
export function writtenConsent(kept: SwitchChange, pack: Pack) {
  const { shown, purposes, act, channels, except, explicit, way, evidence, role, staff, at, on } = kept
  const document = pack.documents.find((one) => one.code === shown?.document && one.version === shown.version)
  const clause = document?.clauses.find(({ id }) => id === shown?.clause)
  const language = (shown?.language ?? 'en') as keyof typeof pack.name
  const names = pack.documents
    .flatMap(({ clauses }) => clauses.flatMap(({ register }) => register?.purposes ?? []))
    .filter(({ id }) => purposes.includes(id))
  return {
    change: String(kept.change),
    act,
    purpose: purposes.map((id) => names.findLast((one) => one.id === id)?.name[language] ?? id).join('; '),
    wording: clause?.text[language] ?? null,
    shown,
    channels,
    except,
    explicit,
    way,
    evidence,
    recordedBy: { role, staff },
    at: at.toString(),
    on: on.toString(),
  }
}
