/** Refusals of what sellers of cars owe for campaign rates. */
import { refusal } from './refusal.ts'

export const dealerRateRefusals = {
  'campaign-rate-not-lower': refusal(
    422,
    'The campaign rate is not below the market rate: there is nothing to pay.',
    'Akcijas likme nav zemāka par tirgus likmi: nav ko maksāt.',
  ),
}
