/**
 * Free text is screened for what nobody asked to be told: health, origin, religion, politics (GDPR, Article 9). Found by the beginnings of
 * words in English, Latvian, Estonian, Lithuanian and Russian. Beginnings that everyday words of a bank share are left out: an account can
 * be disabled, a number invalid, goods come in parties, streets are named after churches.
 */
import type { Attribute } from '../../rulebook/register/attributes.ts'

export const topics = ['health', 'ethnicity', 'religion', 'politics'] as const
export type Topic = (typeof topics)[number]

/** Kinds of facts that are written freely. */
export const freeTexts: readonly Attribute[] = ['note', 'correspondence', 'application-comment']

/** What text that is fenced may tell: who reads it must be allowed all of these. */
export const fencedKinds = ['health', 'ethnicity', 'religion'] as const satisfies readonly Attribute[]

/** By topic: beginnings of words, in the order en, lv, et, lt, ru. */
const beginnings: Readonly<Record<Topic, readonly string[]>> = {
  health: [
    ...['cancer', 'diabet', 'illness', 'disease', 'depressi', 'disabilit', 'pregnan', 'hospitali', 'diagnos'],
    ...['chemotherap', 'epilep', 'asthma', 'psychiatr', 'wheelchair', 'alcoholi', 'tumour', 'surger'],
    ...['slimīb', 'slimnīc', 'slimo', 'saslim', 'diagnoz', 'invaliditāt', 'grūtniec', 'vēzis', 'vēzi', 'vēža'],
    ...['diabēt', 'depresij', 'ķīmijterap', 'psihiatr', 'audzēj'],
    ...['haigus', 'haigla', 'haigest', 'vähki', 'vähk', 'diagnoos', 'rasedus', 'rasedana', 'puudega', 'invaliid'],
    ...['diabeet', 'depressioon', 'psühhiaat', 'kasvaja'],
    ...['ligos', 'ligonin', 'sergan', 'serga', 'susirg', 'neįgal', 'nėšt', 'vėžys', 'vėžiu', 'vėžio', 'psichiatr'],
    ...['болезн', 'болен', 'болеет', 'заболе', 'диагноз', 'инвалид', 'беремен', 'онколог', 'диабет', 'депресс'],
    ...['психиатр', 'опухол'],
  ],
  ethnicity: [
    ...['ethnic', 'gypsy', 'gypsies', 'etnisk', 'tautīb', 'čigān', 'ebrej', 'etnili', 'rahvuselt', 'mustlas'],
    ...['etnin', 'tautyb', 'čigon', 'этнич', 'национальност', 'цыган', 'еврей', 'евреев', 'еврея'],
  ],
  religion: [
    ...['religio', 'muslim', 'islam', 'catholic', 'jehovah', 'mosque', 'synagogue', 'atheis', 'baptist'],
    ...['reliģi', 'katoļ', 'luterāņ', 'pareizticī', 'musulmaņ', 'ticīb'],
    ...['usuli', 'usklik', 'katoliik', 'luterla', 'õigeusk', 'moslem', 'mošee', 'religin', 'tikėjim', 'katalik'],
    ...['stačiatik', 'musulmon', 'религи', 'католи', 'православ', 'мусульман', 'вероисповед', 'баптист'],
  ],
  politics: ['political', 'politician', 'communis', 'politisk', 'poliitili', 'erakon', 'politin', 'политическ'],
}

/** The topics that a text touches; none when it tells nothing that is fenced. */
export function screen(text: string): readonly Topic[] {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  return topics.filter((topic) => words.some((word) => beginnings[topic].some((one) => word.startsWith(one))))
}
