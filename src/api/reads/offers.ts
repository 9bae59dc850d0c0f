/**
 * Offers that people make: what waits to be made by telephone, by post or at an event, and whom to reach, drawn through the gate at that
 * moment. What became of each is noted by `marketing.note`.
 */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { type LaneId, laneOf } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { oneOf } from '../../kernel/wire.ts'
import {
  type ChannelByHand,
  channelsByHand,
  decideDraw,
  drawing,
  isByHand,
  type OfferAttempt,
  offerAttempts,
} from '../../privacy/marketing/by-hand/rules.ts'
import { waitingOffers } from '../../privacy/marketing/by-hand/store.ts'
import { type Letter, letters, type Message, messages } from '../../privacy/marketing/messages/rules.ts'
import { createUnsubscribeTokens } from '../../privacy/marketing/unsubscribe/token.ts'
import { type Switches, switches, untouched } from '../../privacy/switches/rules.ts'
import { switchesOf } from '../../privacy/switches/store.ts'
import type { FactKind } from '../../privacy/vault/rules.ts'
import type { Language } from '../../rulebook/languages.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import type { RefusalCode } from '../refusals/catalogue.ts'
import type { Bearer } from '../tokens/store.ts'
import { only } from './access.ts'
import { businessDate, closed, entityText, idIn, idParams, laneAsked, limitOf, page, termsNow } from './asked.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object(
  { channel: oneOf(channelsByHand, 'Over which channel'), limit: page.limit, entity: entityText },
  closed,
)
const printQuery = Type.Object({ limit: page.limit, entity: entityText }, closed)
const offerers = ['marketing-officer', 'operator'] as const

export function registerOffers(server: FastifyInstance, api: Api): void {
  server.get<{ Querystring: Static<typeof listQuery> }>('/offers', {
    schema: reading('offers', 'Offers that wait to be made by people; without whom they go to', 'messages', {
      querystring: listQuery,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, ...offerers)
      const lane = laneAsked(api, request.query.entity)
      const found = await openOffers(api, bearer, lane, request.query.channel, limitOf(request.query))
      return {
        offers: found.map(({ message, subject, letter, purpose, language, queuedOn, tries, triedOn }) => ({
          ...{
            message: String(message),
            subject: String(subject),
            letter,
            purpose,
            language,
            queuedOn,
            tries,
            triedOn,
          },
        })),
      }
    },
  })

  server.get<{ Params: { message: string } }>('/offers/:message/contact', {
    schema: reading(
      'offer-contact',
      'Whom to reach with an offer, and what to say: read through the gate at the moment of the call',
      'messages',
      { params: idParams('message') },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, ...offerers)
      const id = idIn<number>(api, request.params.message, 'message-unknown')
      const [message, last] = (await api.institution.storage.load(laneOf(id), [
        need(messages, id),
        need(offerAttempts, id),
      ])) as [Message | undefined, OfferAttempt | undefined]
      const { reach, letter, language } = await draw(api, bearer, laneOf(id), message, last)
      return { message: String(id), letter: letter.letter, language, ...wordsOf(letter, language), reach }
    },
  })

  server.get<{ Querystring: Static<typeof printQuery> }>('/offers/letters/pdf', {
    schema: reading('offer-letters', 'Offers by post that wait, as one PDF: each with the way to refuse', 'messages', {
      querystring: printQuery,
    }),
    handler: async (request, reply) => {
      const bearer = bearerOf(request)
      only(bearer, ...offerers)
      const lane = laneAsked(api, request.query.entity)
      const waiting = await openOffers(api, bearer, lane, 'post', limitOf(request.query))
      const tokens = createUnsubscribeTokens(api.institution.keys)
      const printed = []
      for (const message of waiting) {
        const drawn = await draw(api, bearer, lane, message, undefined).catch((error: unknown) => {
          // Somebody who thought otherwise since the list was made: their letter is left out.
          if (error instanceof EdgeProblem) return undefined
          throw error
        })
        const address = drawn?.reach.findLast(({ kind }) => kind === 'address')?.value
        if (drawn === undefined || address === undefined || address === null) continue
        const name = drawn.reach.findLast(({ kind }) => kind === 'name')?.value
        printed.push({
          message: String(message.message),
          language: drawn.language,
          to: [...(name === undefined || name === null ? [] : [name]), address],
          date: businessDate(api, lane).toString(),
          ...wordsOf(drawn.letter, drawn.language),
          link:
            api.pages &&
            `${api.pages}/unsubscribe/${tokens.of({ subject: message.subject, purpose: message.purpose })}`,
        })
      }
      if (printed.length === 0) throw new EdgeProblem('message-unknown')
      const entity = api.lanes.lanes.find((one) => one.lane === lane)?.entity.id
      const controller = termsNow(api, lane).register.controllers.find((one) => one.entity === entity)
      if (controller === undefined) throw new Error(`the register names no controller for ${entity}`)
      // Loaded when somebody prints: it is large, and few do.
      const { offerLetters } = await import('../pages/offer-letters.ts')
      const bytes = await offerLetters(api.institution.pack, controller, printed)
      reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', 'inline; filename="offers.pdf"')
        .header('pacta-messages', printed.map(({ message }) => message).join(' '))
      return reply.send(bytes)
    },
  })
}

/** Offers that wait, without those whose person thinks otherwise by now. Reads nothing personal. */
async function openOffers(api: Api, bearer: Bearer, lane: LaneId, channel: ChannelByHand, limit: number) {
  const { sql } = api.institution
  const waiting = await waitingOffers(sql, lane, channel, limit)
  const known = await switchesOf(sql, [...new Set(waiting.map(({ subject }) => subject))])
  return waiting.filter((message) => {
    const now = known.get(message.subject) ?? untouched(message.subject)
    return judge(api, bearer, lane, { message, last: undefined }, now).outcome === 'accepted'
  })
}

const judge = (api: Api, bearer: Bearer, lane: LaneId, drawn: Parameters<typeof decideDraw>[0], now: Switches) => {
  const entity = api.lanes.lanes.find((one) => one.lane === lane)?.entity.id ?? ''
  // Whether staff undertook confidentiality, the passage itself asks.
  return decideDraw(drawn, now, { actor: actorOf(bearer), entity, undertaken: true }, termsNow(api, lane))
}

const actorOf = ({ role, staff }: Bearer) => ({ role, staff })

/** Whom to reach with an offer and its letter. Throws EdgeProblem: a refusal of a minute ago counts. */
async function draw(
  api: Api,
  bearer: Bearer,
  lane: LaneId,
  message: Message | undefined,
  last: OfferAttempt | undefined,
) {
  const { gate, storage } = api.institution
  if (message === undefined) throw new EdgeProblem('message-unknown')
  const { channel } = message
  const [now, letter] = (await storage.load(lane, [
    need(switches, message.subject),
    need(letters, message.letter),
  ])) as [Switches | undefined, Letter | undefined]
  const judged = judge(api, bearer, lane, { message, last }, now ?? untouched(message.subject))
  if (judged.outcome === 'refused') throw refusedAs(judged)
  if (letter === undefined || !isByHand(channel)) throw new EdgeProblem('message-unknown')
  const terms = termsNow(api, lane)
  const { kinds, ...passage } = drawing({ ...message, channel }, actorOf(bearer), terms)
  const read = await gate.readFacts({ ...passage, kinds: kinds as readonly FactKind[] }, terms)
  if (read.outcome === 'refused') throw refusedAs(read)
  const reach = read.values.map(({ kind, plain }) => ({
    kind,
    value: plain === undefined ? null : Buffer.from(plain).toString(),
  }))
  return { reach, letter, language: message.language as Language }
}

const refusedAs = ({ code, facts, cited }: Extract<ReturnType<typeof judge>, { readonly outcome: 'refused' }>) =>
  new EdgeProblem(code as RefusalCode, { facts, clauses: cited.disclosed })

const wordsOf = ({ title, text }: Letter, language: Language) => ({
  title: title[language] ?? '',
  text: text[language] ?? '',
})
