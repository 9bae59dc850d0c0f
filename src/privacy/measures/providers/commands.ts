/** The command that records reviews of processors. */
import type { Static } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { dateText, oneOf, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { itemName, reference } from '../../disclosures/payload.ts'
import { measureOfficers, recorderOf } from '../payload.ts'
import { decideReview, reviewResults, reviews } from './rules.ts'

const reviewing = payload({
  provider: itemName,
  result: oneOf(reviewResults, 'Whether data may go there'),
  on: dateText,
  evidence: reference,
})

/** Refuses as `decideReview`. Facts: `kind`, whether it is vetted or monitored; `next`, by when it is reviewed again. */
export const reviewProvider: CommandKind<Static<typeof reviewing>> = {
  kind: 'provider.review',
  summary: 'Records that a processor was vetted, or reviewed again, and with what result',
  payload: reviewing,
  purpose: 'operations',
  roles: measureOfficers,
  needs: ({ payload: { provider } }) => [need(reviews, provider)],
  decide: (state, command, context) => {
    const { on, ...asked } = command.payload
    return decideReview(
      { ...asked, on: Temporal.PlainDate.from(on) },
      state.get(reviews, asked.provider),
      recorderOf(command, context),
      context.terms(),
    )
  },
}
