/** Refusals about drills. */
import { refusal } from './refusal.ts'

export const drillRefusalWords = {
  'drill-not-sound': refusal(
    422,
    'The drill of {on} does not show that all can be restored: {problems} problems stand in its report.',
    '{on} mācības neapliecina, ka visu var atjaunot: pārskatā norādītas {problems} problēmas.',
  ),
  'restore-late': refusal(
    422,
    'The drill of {on} needed {restoreSeconds} seconds to restore and verify; {withinSeconds} are allowed.',
    'Mācībās {on} atjaunošana un pārbaude ilga {restoreSeconds} sekundes; atļautas {withinSeconds}.',
  ),
} as const
