/** What commands about one claim need in memory, and find there. */
import { affairsNeeds, affairsOf } from '../../accounts/affairs/rules.ts'
import { need } from '../../kernel/state.ts'
import { idOf } from '../../kernel/wire.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { commandsAbout } from '../../storage/record-command.ts'
import { type Claim, claims } from './rules.ts'

/** A claim, and the terms that bind its account's holder. */
type Standing = { readonly claim: Claim; readonly terms: Terms }

export const aboutClaim = commandsAbout<{ readonly claim: string }, Standing>({
  unknown: 'claim-unknown',
  needs: ({ claim: text }, state) => {
    const id = idOf<number>(text)
    const claim = state.peek(claims, id)
    return [need(claims, id), ...(claim === undefined ? [] : affairsNeeds(state, claim.account))]
  },
  find: ({ claim: text }, state, context) => {
    const claim = state.get(claims, idOf<number>(text))
    const affairs = claim && affairsOf(state, claim.account)
    return claim && affairs && { claim, terms: context.terms(affairs.agreement.binding) }
  },
})
