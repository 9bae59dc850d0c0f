import { describe, expect, it, test } from 'vitest'
import { people, registerPerson } from '../../../parties/testing/people.ts'
import { Register } from '../testing/register.ts'
import { authorityDraft } from './authority.ts'
import { draftLanguages, exactMomentIn, languageFor } from './language.ts'
import { subjectsDraft } from './subjects.ts'
import { authorityLabels } from './words/shape.ts'

const extent = { persons: 1200, dataRecords: 3400 }

async function drafted(change: (register: Register) => Promise<unknown> = async () => {}) {
  const register = await Register.at('2026-01-05T09:30:00Z')
  await register.report('2026-01-05T08:15:00Z')
  await change(register)
  const { record, bank } = register
  if (record === undefined) throw new Error('nothing was recorded')
  const { entity } = bank.rulebook
  const terms = bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
  return {
    register,
    authority: (language: (typeof draftLanguages)[number]) => authorityDraft(record, entity, terms, language, extent),
    subjects: (language: (typeof draftLanguages)[number]) => subjectsDraft(record, entity, terms, language),
  }
}

const rowOf = (draft: ReturnType<typeof authorityDraft>, name: string) =>
  draft.about.find(([label]) => label === name)?.[1]

describe('the draft for the authority', () => {
  it('tells all that Article 33(3) asks for, out of both registers', async () => {
    const { authority } = await drafted((register) => register.assess('high'))
    const draft = authority('en')
    // All but the reasons of a delay, since there is none.
    expect(draft.about).toHaveLength(authorityLabels.length - 1)
    expect(rowOf(draft, 'Number of people')).toBe('about 1,200')
    expect(rowOf(draft, 'Number of records')).toBe('about 3,400')
    expect(rowOf(draft, 'Notification due by')).toBe('8 January 2026 at 10:15 (UTC+02:00)')
    expect(rowOf(draft, 'Categories of data')).toBe('Name; Transactions')
    expect(rowOf(draft, 'Data-protection officer or other contact')).toBe('dpo@luminor.example')
    expect(rowOf(draft, 'Telling the people concerned')).toBe('not told yet')
    expect(rowOf(draft, 'Likely consequences')).toBe('somebody may pretend to be the person concerned')
    for (const name of ['Whose data', 'Processors working with such data', 'Transfers outside the EEA'])
      expect(rowOf(draft, name)).toMatch(/[a-z]/i)
  })

  it('an estimate of the officers comes before what the records say', async () => {
    const { authority } = await drafted((register) =>
      register.ask('assess', { risk: 'risk', consequences: [], remedies: [], persons: 40, dataRecords: 0 }),
    )
    expect(rowOf(authority('en'), 'Number of people')).toBe('about 40')
    expect(rowOf(authority('en'), 'Number of records')).toBe('not known yet')
    expect(rowOf(authority('en'), 'Telling the people concerned')).toBe('the risk was not judged high')
  })

  it('says why people are not told one by one, and how many were', async () => {
    const exempt = await drafted(async (register) => {
      await register.assess('high')
      await register.ask('exempt-subjects', { exemption: 'unintelligible', reasons: 'DP-2026/3' })
    })
    expect(rowOf(exempt.authority('en'), 'Telling the people concerned')).toBe(
      'not told one by one: whoever has the data cannot read them (reasons: DP-2026/3)',
    )
    const told = await drafted(async (register) => {
      const subjects = [
        String(await registerPerson(register.bank, 'liga')),
        String(await registerPerson(register.bank, 'anna')),
      ]
      await register.ask('name-affected', { subjects })
      await register.assess('high')
      await register.ask('note-letters', { subjects: subjects.slice(1), evidence: 'L-1' })
    })
    expect(rowOf(told.authority('en'), 'Telling the people concerned')).toBe(
      '1 of 2 told, the last on 5 January 2026 at 11:30',
    )
    expect(rowOf(told.authority('en'), 'Number of people')).toBe('about 1,200; identified so far: 2')
  })
})

test('drafts stand in five languages, with dates that people can read, and name nobody', async () => {
  let liga = ''
  const { authority, subjects } = await drafted(async (register) => {
    liga = String(await registerPerson(register.bank, 'liga'))
    await register.ask('name-affected', { subjects: [liga] })
    await register.assess('high')
  })
  const drafts = draftLanguages.flatMap((language) => [authority(language), subjects(language)])
  expect(new Set(drafts.map(({ title }) => title)).size).toBe(10)
  const told = Object.fromEntries(draftLanguages.map((one) => [one, subjects(one).paragraphs[0]]))
  expect(told).toMatchObject({
    en: expect.stringContaining('between 4 January 2026 at 22:00 and 5 January 2026 at 08:00'),
    lv: expect.stringContaining('Laikā no 04.01.2026. plkst. 22:00 līdz 05.01.2026. plkst. 08:00'),
    et: expect.stringContaining('04.01.2026 kell 22:00 kuni 05.01.2026 kell 08:00'),
    lt: expect.stringContaining('nuo 2026 m. sausio 4 d. 22:00 iki 2026 m. sausio 5 d. 08:00'),
    ru: expect.stringContaining('с 4 января 2026 г. в 22:00 до 5 января 2026 г. в 08:00'),
  })
  const all = JSON.stringify(drafts)
  for (const secret of [people.liga.name, people.liga.code, liga, 'T-07']) expect(all).not.toContain(secret)
  expect(all).not.toMatch(/undefined|null|\d{4}-\d\d-\d\dT/)
})

test('people are advised to guard what others may know, and to check what may be gone', async () => {
  const adviceAfter = async (natures: readonly string[]) => {
    const register = await Register.at('2026-01-05T09:30:00Z')
    await register.report('2026-01-05T08:15:00Z', { natures })
    const { entity } = register.bank.rulebook
    const terms = register.bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
    const { record } = register
    if (record === undefined) throw new Error('nothing was recorded')
    return subjectsDraft(record, entity, terms, 'en').paragraphs.filter((one) => one.startsWith('What you can do'))
  }
  expect(await adviceAfter(['access'])).toEqual([expect.stringContaining('change your passwords')])
  expect(await adviceAfter(['loss'])).toEqual([expect.stringContaining('missing or wrong')])
  expect(await adviceAfter(['loss', 'disclosure'])).toHaveLength(2)
})

test('the hour that comes twice when clocks change is told apart by its offset', () => {
  const moments = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((at) =>
    exactMomentIn(Temporal.Instant.from(at), { timeZone: 'Europe/Riga' }, 'en'),
  )
  expect(moments).toEqual(['25 October 2026 at 03:30 (UTC+03:00)', '25 October 2026 at 03:30 (UTC+02:00)'])
})

test('an entity writes in the language of its country', () => {
  expect(['LV', 'EE', 'LT', 'FI'].map((country) => languageFor({ country }))).toEqual(['lv', 'et', 'lt', 'en'])
})
