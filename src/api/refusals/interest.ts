/** Refusals of crediting interest. */
import { refusal } from './refusal.ts'

export const interestRefusalWords = {
  'period-differs': refusal(
    422,
    'The period in which interest through this day is credited begins on {from}.',
    'Laikposms, par kuru procentus ieskaita līdz šai dienai, sākas {from}.',
  ),
} as const
