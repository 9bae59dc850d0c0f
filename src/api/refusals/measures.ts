/** Refusals about measures that protect personal data: tests, training, reviews of processors, background checks. */
import { refusal } from './refusal.ts'

export const measureRefusalWords = {
  'measure-unknown': refusal(
    404,
    'The register has no such measure: {measure}.',
    'Reģistrā nav šāda pasākuma: {measure}.',
  ),
  'test-ahead': refusal(
    422,
    'What was not done yet cannot be recorded: {on} is still to come.',
    'Nevar reģistrēt to, kas vēl nav izdarīts: {on} vēl nav pienācis.',
  ),
  'topic-unknown': refusal(
    422,
    'Staff are not trained in this by the documents: {topic}. Name one of: {topics}.',
    'Dokumenti šādu mācību tematu neparedz: {topic}. Norādiet kādu no šiem: {topics}.',
  ),
  'training-ahead': refusal(
    422,
    'Training that has not taken place cannot be recorded: {on} is still to come.',
    'Nevar reģistrēt mācības, kas vēl nav notikušas: {on} vēl nav pienācis.',
  ),
  'taught-by-oneself': refusal(
    422,
    'Nobody trains themselves: name who taught {staff}.',
    'Neviens nemāca pats sevi: norādiet, kas mācīja {staff}.',
  ),
  'review-ahead': refusal(
    422,
    'A review that has not taken place cannot be recorded: {on} is still to come.',
    'Nevar reģistrēt pārbaudi, kas vēl nav notikusi: {on} vēl nav pienācis.',
  ),
  'review-overtaken': refusal(
    409,
    'A later review is on record, of {last}.',
    'Jau reģistrēta vēlāka pārbaude: {last}.',
  ),
  'undertaking-ahead': refusal(
    422,
    'What was not signed yet cannot be recorded: {signed} is still to come.',
    'Nevar reģistrēt to, kas vēl nav parakstīts: {signed} vēl nav pienācis.',
  ),
  'undertaking-reversed': refusal(
    422,
    'It would end on {until}, before it was signed on {signed}.',
    'Tas beigtos {until}, pirms tas parakstīts {signed}.',
  ),
  'access-not-needed': refusal(
    403,
    'The past is checked only of those who need to enter: {access}.',
    'Pagātni pārbauda tikai tiem, kam jāiekļūst: {access}.',
  ),
  'training-missing': refusal(
    403,
    'Without training in these subjects nobody reads personal data: {topics}.',
    'Bez mācībām par šiem tematiem personas datus lasīt nedrīkst: {topics}.',
  ),
} as const
