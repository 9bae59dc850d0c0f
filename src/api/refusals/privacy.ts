/** Refusals of the gate to personal data, and of commands about them. */
import { refusal } from './refusal.ts'

export const privacyRefusals = {
  'actor-unnamed': refusal(403, 'It must be known who reads.', 'Jābūt zināmam, kas lasa datus.'),
  'confidentiality-not-undertaken': refusal(
    403,
    'Undertake confidentiality first: POST /staff/confidentiality.',
    'Vispirms jāapņemas ievērot konfidencialitāti: POST /staff/confidentiality.',
  ),
  'confidentiality-undertaken': refusal(
    409,
    'Confidentiality was undertaken before, on {signed}.',
    'Konfidencialitāte jau ir apņemta {signed}.',
  ),
  'purpose-not-registered': refusal(
    422,
    'The register names no such purpose: {purpose}.',
    'Reģistrā nav šāda nolūka: {purpose}.',
  ),
  'purpose-not-granted': refusal(
    403,
    'The role {role} may not read personal data for this purpose ({purpose}).',
    'Loma {role} šādam nolūkam ({purpose}) personas datus nedrīkst lasīt.',
  ),
  'interest-not-registered': refusal(
    422,
    'The register has no legitimate interest with a balancing test on which this use ({purpose}) could rest.',
    'Reģistrā nav leģitīmas intereses ar līdzsvara izvērtējumu, uz ko šī izmantošana ({purpose}) varētu balstīties.',
  ),
  'kind-not-needed': refusal(
    403,
    'This purpose ({purpose}) does not need: {kinds}.',
    'Šim nolūkam ({purpose}) nav vajadzīgs: {kinds}.',
  ),
  'kind-not-granted': refusal(
    403,
    'The role {role} may not read this for this purpose: {kinds}.',
    'Loma {role} šādam nolūkam to nedrīkst lasīt: {kinds}.',
  ),
  'role-not-concerned': refusal(
    403,
    'This purpose ({purpose}) does not use data of a person in this role.',
    'Šis nolūks ({purpose}) neizmanto datus par personu šādā lomā.',
  ),
  'subject-not-concerned': refusal(403, 'These data are about somebody else.', 'Šie dati ir par citu personu.'),
  'condition-missing': refusal(
    403,
    'These data have a condition of their own, which was not shown to be met.',
    'Šiem datiem ir īpašs nosacījums, un nav parādīts, ka tas ir izpildīts.',
  ),
  'processing-restricted': refusal(
    403,
    'Processing is restricted: the data are kept and not used.',
    'Apstrāde ir ierobežota: datus glabā, bet neizmanto.',
  ),
  'processing-stopped': refusal(
    403,
    'The person stopped this use ({purpose}).',
    'Persona šo izmantošanu ir apturējusi ({purpose}).',
  ),
  'source-not-registered': refusal(
    422,
    'These data do not come from such a source by the register: {source}.',
    'Pēc reģistra šie dati no šāda avota nenāk: {source}.',
  ),
  'minor-not-served': refusal(
    422,
    "A minor's data are taken only from the minor who uses a service, or from a parent.",
    'Nepilngadīga datus ņem tikai no viņa paša, ja viņš lieto pakalpojumu, vai no vecāka.',
  ),
  'validity-reversed': refusal(422, 'It would end before it begins.', 'Tas beigtos, pirms sāktos.'),
  'combined-unknown': refusal(
    422,
    'It is said to be put together from data that are not known about this person.',
    'Norādīts, ka tas salikts no datiem, kādu par šo personu nav.',
  ),
  'datum-kept': refusal(
    422,
    'This is still kept ({grounds}), until {until}.',
    'Tas vēl jāglabā ({grounds}), līdz {until}.',
  ),
  'legal-hold-stands': refusal(409, 'The case {case} keeps these data already.', 'Lieta {case} šos datus jau glabā.'),
  'legal-hold-unknown': refusal(
    404,
    'No such case keeps these data: {case}.',
    'Šādas lietas, kas glabātu datus, nav: {case}.',
  ),
  'notice-not-owed': refusal(409, 'No notice is owed to this person.', 'Šai personai paziņojums nav jāsniedz.'),
  'notice-settled': refusal(409, 'The notice was settled on {on}.', 'Par paziņojumu nokārtots {on}.'),
  'consent-missing': refusal(
    403,
    'This use ({purpose}) needs a consent, and none stands.',
    'Šai izmantošanai ({purpose}) vajadzīga piekrišana, un tādas nav.',
  ),
} as const
