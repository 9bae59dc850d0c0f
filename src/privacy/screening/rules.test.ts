import { expect, it } from 'vitest'
import { screen, topics } from './rules.ts'

it.each([
  ['health', 'She cannot come: she was diagnosed with cancer.', 'Pregnant, asks for a pause.'],
  ['health', 'Klients ārstējas slimnīcā, konstatēta invaliditāte.', 'Viņai ir VĒZIS'],
  ['health', 'Klient on raske haiguse tõttu haiglas.', 'puudega laps'],
  ['health', 'Klientė serga, turi neįgalumą.', 'ligoninėje'],
  ['health', 'Клиент тяжело болен, инвалид второй группы.', 'после заболевания'],
  ['ethnicity', 'asks as a member of an ethnic minority', 'pēc tautības', 'rahvuselt venelane', 'tautybė', 'цыганка'],
  ['religion', 'a practising Catholic', 'pareizticīgais', 'õigeusklik', 'katalikas', 'православный'],
  [
    'politics',
    'his political views',
    'politiskā pārliecība',
    'erakonna liige',
    'politinės pažiūros',
    'политические взгляды',
  ],
] as const)('finds %s', (topic, ...texts) => {
  for (const text of texts) expect(screen(text), text).toEqual([topic])
})

it('tells each topic once, in their order', () => {
  expect(screen('Political views, cancer, religion, ethnic origin; cancer again.')).toEqual(topics)
})

it.each([
  'Account disabled after three tries; the card number is invalid.',
  'The goods came in two parties; the party of the first part.',
  'Lives at Baznīcas iela 4, Church Street 2.',
  'Maksājums par trešo preču partiju, operācija atcelta.',
  'Klient on rahvusvaheline ettevõte, vähemalt kaks omanikku.',
  'Raha puudub arvel, dokument on puudu.',
  'Līga lūdz izrakstu; Liga žaidė gerai.',
  'Политика конфиденциальности, оплата в евро, европейский банк.',
  'Saskaņā ar privātuma politiku; pagal privatumo politiką.',
  'A slim chance; the bank Luminor; ask at the till.',
  'Patient with us: will pay on Friday.',
  '',
])('raises no false alarm: %s', (text) => {
  expect(screen(text)).toEqual([])
})
