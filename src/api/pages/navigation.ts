/** What stands at the head of every page, in the languages in which pages are. */
type Names = {
  readonly skip: string
  readonly main: string
  readonly documents: string
  readonly privacy: string
  readonly refusals: string
  readonly reference: string
}

const english: Names = {
  skip: 'Skip to the content',
  main: 'Main',
  documents: 'Documents',
  privacy: 'Personal data',
  refusals: 'Refusals',
  reference: 'API reference',
}

const names: Readonly<Record<string, Names>> = {
  lv: {
    skip: 'Uz saturu',
    main: 'Galvenā',
    documents: 'Dokumenti',
    privacy: 'Personas dati',
    refusals: 'Atteikumi',
    reference: 'API apraksts',
  },
  et: {
    skip: 'Sisu juurde',
    main: 'Peamenüü',
    documents: 'Dokumendid',
    privacy: 'Isikuandmed',
    refusals: 'Keeldumised',
    reference: 'API kirjeldus',
  },
  lt: {
    skip: 'Prie turinio',
    main: 'Pagrindinis meniu',
    documents: 'Dokumentai',
    privacy: 'Asmens duomenys',
    refusals: 'Atsisakymai',
    reference: 'API aprašymas',
  },
  ru: {
    skip: 'К содержанию',
    main: 'Главное меню',
    documents: 'Документы',
    privacy: 'Персональные данные',
    refusals: 'Отказы',
    reference: 'Описание API',
  },
}

/** In the language of the page, or in English. */
export const navigationIn = (language: string): Names => names[language] ?? english
