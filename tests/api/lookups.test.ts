/** Finding people by code and by name, whatever is asked: a clear answer, and nothing of what was asked in what went wrong. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { refusals } from '../../src/api/refusals/catalogue.ts'
import { ApiUnderTest, type Told } from '../../src/api/testing/api-under-test.ts'
import { people } from '../../src/operations/demonstration/people.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

const ask = (path: 'lookups' | 'searches', body: unknown): Promise<Told> =>
  api.post(`/parties/${path}`, body as object, { token: api.tokens.teller })

/** A text that is in no answer by chance. */
const personal = fc
  .oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ minLength: 141, maxLength: 300 }),
  )
  .map((text) => `ķē${text}`)

/** What a personal text looks like in an answer of JSON. */
const spelled = (text: string): string => JSON.stringify(text).slice(1, -1)

function expectQuiet({ status, body }: Told, texts: readonly string[]): void {
  expect([200, 400, 404], JSON.stringify(body)).toContain(status)
  if (status === 200) return
  expect(refusals).toHaveProperty([body.code])
  for (const text of texts) expect(JSON.stringify(body)).not.toContain(spelled(text))
}

it('whatever stands for a code, a country or a kind is answered clearly, and not told back', async () => {
  const asked = fc.record(
    {
      kind: fc.oneof(fc.constantFrom('natural', 'legal'), personal),
      code: fc.oneof(personal, fc.constantFrom('220890-03918', '220890-03919', '49999999903')),
      country: fc.oneof(fc.constantFrom('LV', 'EE', 'LT', 'CZ', 'DE', 'ZZ', 'lv'), personal),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(asked, personal, fc.boolean(), async (body, text, more) => {
      const sent = more ? { ...body, [text]: text } : body
      const texts = [...Object.values(body), text].filter((one) => one.startsWith('ķē'))
      expectQuiet(await ask('lookups', sent), texts)
    }),
    { numRuns: 200 },
  )
})

it('whatever stands for a name finds people or nobody, and is not told back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(personal, fc.jsonValue({ maxDepth: 2 })), async (name) => {
      const told = await ask('searches', { name })
      expectQuiet(told, typeof name === 'string' && name.startsWith('ķē') ? [name] : [])
      if (told.status === 200) expect(told.body.parties.length).toBeLessThanOrEqual(50)
    }),
    { numRuns: 100 },
  )
})

it('a person is found by their code in every spelling, and by no code that differs in a digit', async () => {
  const { anna } = people
  const digits = anna.personalCode.replace('-', '')
  for (const code of [anna.personalCode, digits, ` ${anna.personalCode} `])
    expect((await ask('lookups', { kind: 'natural', code })).body).toEqual({ party: String(api.bank.anna) })
  const other = fc.tuple(fc.nat(10), fc.nat(9)).filter(([at, digit]) => digits[at] !== String(digit))
  await fc.assert(
    fc.asyncProperty(other, async ([at, digit]) => {
      const code = `${digits.slice(0, at)}${digit}${digits.slice(at + 1)}`
      const { status, body } = await ask('lookups', { kind: 'natural', code })
      expect([400, 404]).toContain(status)
      expect(JSON.stringify(body)).not.toContain(code)
    }),
    { numRuns: 40 },
  )
})

it('a name leads to its people by any of its parts, in any order, letters and punctuation', async () => {
  const between = fc.constantFrom(' ', '-', ', ', "'", '  ')
  const parts = ['Marta', 'Paraudziņa']
  const spelling = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => text.normalize('NFD'),
    (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
  )
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(parts, { minLength: 1 }), between, spelling, async (asked, joint, spell) => {
      const { body } = await ask('searches', { name: spell(asked.join(joint)) })
      expect(body.parties).toContainEqual({ party: String(api.bank.marta), names: [people.marta.name] })
    }),
    { numRuns: 40 },
  )
})
