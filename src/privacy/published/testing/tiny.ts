/** What the tiny pack publishes. */
import { loadPack } from '../../../rulebook/load.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import { type Change, withTinyPack } from '../../../rulebook/testing/tiny-pack.ts'
import { privacyFile, privacyText } from '../../../rulebook/testing/tiny-register.ts'
import { type StatementSource, sourceOn } from '../statement.ts'

/** The tiny pack with its privacy document, each text replaced by the other. */
export function tinyPack(replace: Change['replace'] = []): Pack {
  const text = replace.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the privacy document does not hold ${from}`)
    return changed.replace(from, to)
  }, privacyText)
  return withTinyPack((directory) => loadPack(directory), [], { [privacyFile]: text })
}

export const sourceOf = (pack: Pack, on = '2021-01-01'): StatementSource =>
  sourceOn(new Rulebook(pack), Temporal.PlainDate.from(on))
