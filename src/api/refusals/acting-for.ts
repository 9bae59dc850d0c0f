/** Refusals of acting for other persons about their data, of requests that processors passed on, and of offers that people make. */
import { refusal } from './refusal.ts'

export const actingForRefusalWords = {
  'guardian-needed': refusal(
    403,
    'The person is too young to consent alone; a parent or guardian does.',
    'Persona vēl nevar piekrist pati; to dara vecāks vai aizbildnis.',
  ),
  'guardian-power-ended': refusal(
    403,
    'The power to act for this person ended on {on}.',
    'Tiesības rīkoties šīs personas vārdā beidzās {on}.',
  ),
  'guardian-outside-dates': refusal(
    403,
    'The power to act for this person lasted until {until}.',
    'Tiesības rīkoties šīs personas vārdā bija līdz {until}.',
  ),
  'ward-of-age': refusal(
    403,
    'The person has come of age and acts alone.',
    'Persona ir sasniegusi pilngadību un rīkojas pati.',
  ),
  'minor-decides': refusal(
    403,
    'The person is old enough to consent alone; nobody does it instead.',
    'Persona jau var piekrist pati; cits to viņas vietā nedara.',
  ),
  'guardian-unsuitable': refusal(
    422,
    'One natural person acts for another as parent or guardian.',
    'Vecāks vai aizbildnis ir fiziska persona, kas rīkojas citas fiziskas personas vārdā.',
  ),
  'guardian-dates-contradictory': refusal(
    422,
    'Only a guardian named by a court has a last day, and it is not past: {until}.',
    'Beigu diena ir tikai tiesas ieceltam aizbildnim, un tā nav pagājusi: {until}.',
  ),
  'guardian-recorded': refusal(409, 'This has been on record since {since}.', 'Tas ir reģistrēts kopš {since}.'),
  'guardian-unknown': refusal(
    404,
    'This party is on record as no parent or guardian of that person.',
    'Šī persona nav reģistrēta kā vecāks vai aizbildnis.',
  ),
  'guardian-ended': refusal(409, 'This ended on {on}.', 'Tas beidzās {on}.'),
  'ward-unknown': refusal(
    404,
    'No parent or guardian of this person is on record.',
    'Šai personai nav reģistrēta vecāka vai aizbildņa.',
  ),
  'stage-stands': refusal(409, 'That is on record already: {stage}.', 'Tas jau ir reģistrēts: {stage}.'),
  'request-carried-out': refusal(
    409,
    'It was carried out on {on}; what carried it out gives the answer.',
    'Tas izpildīts {on}; atbildi sniedz tas, kas to izpildīja.',
  ),
  'request-of-another-kind': refusal(
    422,
    'The request is for something else ({kind}); what carries it out is: {commands}.',
    'Lūgums ir par ko citu ({kind}); to izpilda: {commands}.',
  ),
  'request-not-carried-out': refusal(
    409,
    'Nothing was done yet; what carries it out is: {commands}.',
    'Vēl nekas nav izdarīts; to izpilda: {commands}.',
  ),
  'message-unknown': refusal(404, 'There is no such offer to this person.', 'Tāda piedāvājuma šai personai nav.'),
  'offer-not-by-hand': refusal(
    422,
    'Offers over this channel go out by themselves: {channel}.',
    'Pa šo kanālu piedāvājumi aiziet paši: {channel}.',
  ),
  'offer-settled': refusal(
    409,
    'Nothing more is to be done about this offer: {outcome}.',
    'Ar šo piedāvājumu vairs nekas nav darāms: {outcome}.',
  ),
  'outcome-not-of-channel': refusal(
    422,
    'On this channel ({channel}) an offer ends as: {outcomes}.',
    'Šajā kanālā ({channel}) piedāvājums beidzas šādi: {outcomes}.',
  ),
} as const
