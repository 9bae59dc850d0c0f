/** Refusals of the gate to personal data, and of commands about them. */
import { refusal } from './refusal.ts'

export const privacyRefusals = {
  'actor-unnamed': refusal(403, 'It must be known who reads.', 'Jābūt zināmam, kas lasa datus.'),
  'confidentiality-not-undertaken': refusal(
    403,
    'Undertake confidentiality first, once for each entity that you work for: POST /staff/confidentiality {"agreed": true}, with ?entity= for another than the first.',
    'Vispirms, vienu reizi katram uzņēmumam, kurā strādājat, jāapņemas ievērot konfidencialitāti: POST /staff/confidentiality {"agreed": true}, ar ?entity=, ja tas nav pirmais.',
  ),
  'confidentiality-undertaken': refusal(
    409,
    'Confidentiality was undertaken before, on {signed}.',
    'Konfidencialitāte jau ir apņemta {signed}.',
  ),
  'purpose-not-registered': refusal(
    422,
    'The register names no such purpose: {purpose}. Open to you: {open}.',
    'Reģistrā nav šāda nolūka: {purpose}. Jums atvērti: {open}.',
  ),
  'purpose-not-granted': refusal(
    403,
    'The role {role} may not use personal data for this purpose ({purpose}). Open to it: {open}.',
    'Loma {role} šādam nolūkam ({purpose}) personas datus nedrīkst lietot. Tai atvērti: {open}.',
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
    'The role {role} may not use this for this purpose: {kinds}.',
    'Loma {role} šādam nolūkam to nedrīkst lietot: {kinds}.',
  ),
  'role-not-concerned': refusal(
    403,
    'This purpose ({purpose}) does not use data of a person in this role.',
    'Šis nolūks ({purpose}) neizmanto datus par personu šādā lomā.',
  ),
  'subject-not-concerned': refusal(403, 'These data are about somebody else.', 'Šie dati ir par citu personu.'),
  'purpose-not-told': refusal(
    403,
    'This purpose ({purpose}) came on {since}, after these data: they serve it once the person was told of it. POST /purpose-notices records that.',
    'Šis nolūks ({purpose}) radās {since}, pēc šo datu saņemšanas: dati tam kalpo, kad personai par to paziņots. To reģistrē POST /purpose-notices.',
  ),
  'purpose-not-new': refusal(
    409,
    'This purpose ({purpose}) was there from the start, on {since}: nobody need be told of it anew.',
    'Šis nolūks ({purpose}) ir jau kopš sākuma, {since}: par to nevienam nav jāpaziņo no jauna.',
  ),
  'condition-missing': refusal(
    403,
    'This use has a condition of its own, which was not shown to be met. Needed: {needs}, each with its number. Of that, no word counts but what is on record, and is put there by: {madeBy}.',
    'Šai izmantošanai ir īpašs nosacījums, un nav parādīts, ka tas ir izpildīts. Vajadzīgs: {needs}, katram norādot numuru. No tā skaitās tikai reģistrētais, ko reģistrē: {madeBy}.',
  ),
  'processing-restricted': refusal(
    403,
    'Processing is restricted: the data are kept and not used, save with consent, or where a legal claim (case), the rights of others (rights-of-others) or an important public interest (public-interest) is shown by somebody who answers for it ({shownBy}), or a case for which the data are held; or once the restriction is lifted.',
    'Apstrāde ir ierobežota: datus glabā, bet neizmanto, izņemot ar piekrišanu, vai ja uzrādīta prasība (case), citu personu tiesības (rights-of-others) vai svarīgas sabiedrības intereses (public-interest) un to uzrāda, kas par to atbild ({shownBy}), vai ja uzrādīta lieta, kuras dēļ dati tiek glabāti, vai kad ierobežojums atcelts.',
  ),
  'processing-stopped': refusal(
    403,
    'The person stopped this use ({purpose}).',
    'Persona šo izmantošanu ir apturējusi ({purpose}).',
  ),
  'source-not-registered': refusal(
    422,
    'These data do not come from such a source by the register: {source}. It names: {sources}.',
    'Pēc reģistra šie dati no šāda avota nenāk: {source}. Tajā ir: {sources}.',
  ),
  'source-not-own': refusal(
    403,
    'Persons tell of themselves, and nobody else: not as {source}. Yours: {sources}.',
    'Katrs stāsta par sevi, nevis citu vārdā: ne kā {source}. Jums ir: {sources}.',
  ),
  'minor-not-served': refusal(
    422,
    "A minor's data are taken only from the minor who uses a service, or from a parent. Say who gives them (minor): {by}. What was not shown is, with its number: {needs}. These are taken of no minor: {kinds}.",
    'Nepilngadīga datus ņem tikai no viņa paša, ja viņš lieto pakalpojumu, vai no vecāka. Norādiet, kas tos sniedz (minor): {by}. Nav uzrādīts, norādot numuru: {needs}. Šos par nepilngadīgo neņem: {kinds}.',
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
  'affair-noted': refusal(409, 'It is known already: {affair}.', 'Tas jau ir zināms: {affair}.'),
  'affair-unknown': refusal(
    404,
    'Nothing of that number is known with this person: {affair}. Note it first.',
    'Ar šo personu nekas ar tādu numuru nav zināms: {affair}. Vispirms to pierakstiet.',
  ),
  'affair-ended': refusal(409, '{affair} has ended already, on {on}.', '{affair} jau ir beidzies, {on}.'),
  'affair-date-ahead': refusal(
    422,
    'The day lies ahead: tell of it when it has come.',
    'Šī diena vēl nav pienākusi: paziņojiet, kad tā pienāks.',
  ),
  'notice-not-owed': refusal(409, 'No notice is owed to this person.', 'Šai personai paziņojums nav jāsniedz.'),
  'notice-settled': refusal(409, 'The notice was settled on {on}.', 'Par paziņojumu nokārtots {on}.'),
  'consent-missing': refusal(
    403,
    'This use ({purpose}) needs a consent, and none stands.',
    'Šai izmantošanai ({purpose}) vajadzīga piekrišana, un tādas nav.',
  ),
} as const
