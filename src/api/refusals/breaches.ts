/** Refusals of the breach register. */
import { refusal } from './refusal.ts'

export const breachRefusalWords = {
  'awareness-ahead': refusal(
    422,
    'The institution cannot have become aware later than now: {awareAt}.',
    'Iestāde nevarēja uzzināt vēlāk nekā tagad: {awareAt}.',
  ),
  'span-reversed': refusal(422, 'It ended before it began.', 'Beigas ir pirms sākuma.'),
  'span-ahead': refusal(
    422,
    'It cannot have gone on until {until}, which is to come: of what still goes on, give this moment.',
    'Tas nevarēja ilgt līdz {until}, kas vēl nav pienācis: ja tas vēl turpinās, norādiet šo brīdi.',
  ),
  'breach-unknown': refusal(404, 'There is no such breach on the register.', 'Tāda pārkāpuma reģistrā nav.'),
  'breach-closed': refusal(409, 'This breach is closed.', 'Šis pārkāpums ir slēgts.'),
  'authority-told': refusal(
    409,
    'The authority was told of it; the risk cannot be judged away any more.',
    'Iestādei par to jau paziņots; risku vairs nevar atzīt par neesošu.',
  ),
  'breach-without-risk': refusal(
    409,
    'It was judged to put nobody at risk: judge it anew first.',
    'Atzīts, ka tas nevienam nerada risku: vispirms izvērtējiet no jauna.',
  ),
  'delay-unexplained': refusal(
    422,
    'It should have been told by {notifyBy}: name the reasons for the delay.',
    'Bija jāpaziņo līdz {notifyBy}: norādiet kavēšanās iemeslus.',
  ),
  'breach-not-high': refusal(
    409,
    'People are told when their risk is high; it was judged: {risk}.',
    'Cilvēkiem paziņo, ja risks ir augsts; tas novērtēts: {risk}.',
  ),
  'subject-not-affected': refusal(
    422,
    'Party {subject} is not named as affected by this breach: name them first.',
    'Persona {subject} nav nosaukta kā šī pārkāpuma skartā: vispirms nosauciet.',
  ),
  'affected-unnamed': refusal(
    409,
    'Nobody is named as affected: name and tell them, or say why they are not told one by one.',
    'Neviens nav nosaukts par skartu: nosauciet un paziņojiet, vai norādiet, kāpēc katram atsevišķi nepaziņo.',
  ),
  'breach-not-assessed': refusal(409, 'The risk has not been judged.', 'Risks nav novērtēts.'),
  'authority-not-told': refusal(
    409,
    'The authority has not been told; its time ends at {notifyBy}.',
    'Iestādei nav paziņots; laiks beidzas {notifyBy}.',
  ),
  'subjects-not-told': refusal(
    409,
    'Of {affected} people who are named as affected, {told} were told: tell the others first.',
    'No {affected} skartajiem, kas nosaukti, paziņots {told}: vispirms paziņojiet pārējiem.',
  ),
} as const
