/** Who read what about a person, and what for: for the person, and for who answers for it. Staff stand by their role alone. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { laneOf } from '../../kernel/ids.ts'
import { writtenController } from '../../privacy/controllers/rules.ts'
import { hiddenFrom } from '../../privacy/disclosures/secrecy/rules.ts'
import { type PassageAbout, passagesAbout } from '../../privacy/gate/store.ts'
import { languages } from '../../rulebook/languages.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { idCursorOf, idPositionOf } from '../cursors.ts'
import { languageOf, preferredOf } from '../language.ts'
import { sentenceOf, type WordLanguage } from '../refusals/catalogue.ts'
import { desk, seenParty } from './access.ts'
import { closed, idParams, languageText, limitOf, page, termsNow } from './asked.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const query = Type.Object({ ...page, language: languageText }, closed)

const words = Type.Array(Type.String())
const response = Type.Object({
  passages: Type.Array(
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      role: Type.String({ description: 'Of whoever read: staff stand by their role alone' }),
      purpose: Type.String(),
      kinds: words,
      code: Type.Union([Type.String(), Type.Null()], { description: 'Why it was refused; null when it was permitted' }),
      clauses: words,
      words: Type.Object(
        { purpose: Type.String(), categories: words, refused: Type.Union([Type.String(), Type.Null()]) },
        { description: 'The same in words of the register' },
      ),
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
})

export function registerPassages(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { party: string }; Querystring: Static<typeof query> }>('/parties/:party/passages', {
    schema: reading('passages', 'Who read what about a person, and what for: the newest first', 'personal data', {
      params: idParams('party'),
      querystring: query,
      response,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const roles = [...desk, 'compliance-officer', 'data-protection-officer'] as const
      const party = await seenParty(api, request.params.party, bearer, roles)
      const terms = termsNow(api, laneOf(party))
      const limit = limitOf(request.query)
      const before = idPositionOf('passages', request.query.cursor)
      const hidden = hiddenFrom(bearer.role, terms)
      const found = await passagesAbout(api.institution.sql, party, limit, hidden, before)
      await lookedInto(api, bearer, 'activity-log', [party])
      const [accept, asked] = [request.headers['accept-language'], request.query.language]
      const inWords = wordsOf(terms, preferredOf(languages, accept, asked) ?? 'en', languageOf(accept, asked))
      const controller = writtenController(terms)
      const last = found.length === limit ? found.at(-1)?.id : undefined
      return {
        passages: found.map(({ id: _id, ...passage }) => ({ ...passage, controller, words: inWords(passage) })),
        next: last === undefined ? null : idCursorOf('passages', last),
      }
    },
  })
}

/** What a passage was for, what it was about, and why it was refused, in the words of the register and of the refusal. */
function wordsOf({ register }: Terms, language: (typeof languages)[number], refusalLanguage: WordLanguage) {
  const purposes = new Map(
    [...register.purposes.values()].flatMap((one) => [one.id, ...(one.uses ?? [])].map((name) => [name, one] as const)),
  )
  const categories = [...register.categories.values()]
  const told = (name: Partial<Record<string, string>>): string => name[language] ?? name['en'] ?? ''
  return ({ purpose, kinds, code }: Omit<PassageAbout, 'id'>) => ({
    purpose: told(purposes.get(purpose)?.name ?? { en: purpose }),
    categories: categories
      .filter(({ attributes }) => attributes.some((one) => kinds.includes(one)))
      .map(({ name }) => told(name)),
    refused: code === null ? null : sentenceOf(code, { purpose, kinds: [...kinds] }, refusalLanguage),
  })
}
