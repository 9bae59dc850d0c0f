/** That a conversation is about to be recorded is said before, and whoever does not want it is served otherwise. */
import { accept, type Decision } from '../../../kernel/decision.ts'
import type { Terms } from '../../../rulebook/terms.ts'

/** Notes the answer to an announcement. Only its number, shown as `announcement`, lets a recording be kept: a refused one has none. */
export function decideAnnounce(
  asked: { readonly agreed: boolean; readonly nextId: () => number },
  terms: Terms,
): Decision<never, never> {
  const cited = terms.cite('recording.announced')
  if (asked.agreed) return accept([], cited, { recording: true, announcement: String(asked.nextId()) })
  return accept([], cited, { recording: false, servedBy: terms.parameters('recording.announced').otherwise })
}
