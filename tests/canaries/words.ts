/** Words that stand nowhere else: wherever one is found in clear, something personal leaked. All are made up. */
import { elsewhere, people } from '../../src/operations/demonstration/people.ts'

export const canary = {
  name: 'Ksenofontija Kanārijputniņa',
  personalCode: '161175-19997',
  email: 'ksenofontija@zvirgzdina.example',
  phone: '+371 20070077',
  address: 'Zeltspārnu iela 77-13, Putnuciems',
} as const

export const friend = {
  name: 'Teofils Svilpausis',
  personalCode: '050405-10009',
  email: 'teofils@svilpausis.example',
  phone: '+371 20090099',
  address: 'Dziedātāju laukums 4, Putnuciems',
} as const

/** What is said about them and by them, each in a place of its own. */
export const told = {
  employer: 'Putnu barotavas pārvalde',
  counterparty: 'Hildegards Knābulis',
  salary: 'alga par putnu skaitīšanu',
  cash: 'skaidra nauda no krājkasītes-spārnaines',
  transfer: 'par sudraba vijolīti',
  payee: 'Teofiliņš mīļais',
  outgoing: 'parāds par zelta būrīti',
  sent: 'ziedojums dzeņu biedrībai',
  standing: 'ikmēneša grauds stērstei',
  scheduled: 'svētku cepums žubītei',
  batch: 'daudzās sēkliņas',
  file: 'rekins par spalvu spilvenu',
  staffNote: 'klients runāja ar papagaili',
  claim: 'atdodiet manu dzeltenspārni',
  objection: 'iebildums krātiņa dēļ',
  specimen: 'paraksts knābja galiņā',
} as const

/** Looks for what somebody else may have made of it on the way: small letters, no marks, no hyphens, no blanks. */
const spelledOtherwise = (word: string): readonly string[] => {
  const small = word.toLowerCase()
  const bare = small.normalize('NFD').replace(/\p{M}/gu, '')
  return [word, small, bare, bare.replace(/[\s+-]/g, '')]
}

/** The parts of a name by which a person is known alone. */
const parts = ['Ksenofontija', 'Kanārijputniņa', 'Svilpausis', 'Knābulis', 'Paraudziņa', 'Izdomājums']
const ofDemonstration = [...Object.values(people).flatMap((one) => Object.values(one))]

export const allWords: readonly string[] = [
  ...new Set(
    [
      ...Object.values(canary),
      ...Object.values(friend),
      ...Object.values(told),
      ...parts,
      ...ofDemonstration,
      ...Object.values(elsewhere).flatMap(({ name, number }) => [name, number]),
    ].flatMap(spelledOtherwise),
  ),
]

/** Which of the words a text holds, as it stands or as JSON and addresses escape it. */
export function wordsIn(text: string, words: readonly string[] = allWords): readonly string[] {
  const small = text.toLowerCase()
  return words.filter((word) =>
    [word, escaped(word), encodeURIComponent(word)].some((one) => small.includes(one.toLowerCase())),
  )
}

const escaped = (word: string): string =>
  word.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
