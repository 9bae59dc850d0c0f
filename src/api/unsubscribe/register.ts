/**
 * The link in each offer by e-mail: one click ends them, without signing in (RFC 8058). To look changes nothing: mail programs open links
 * before people do. A wrong link is answered like a right one, and no sooner: so it tells nothing about anybody.
 */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { laneOf } from '../../kernel/ids.ts'
import { refuseMarketing } from '../../privacy/marketing/commands.ts'
import { createUnsubscribeTokens, type UnsubscribeTokens } from '../../privacy/marketing/unsubscribe/token.ts'
import { Unavailable } from '../../storage/lane/errors.ts'
import type { Api } from '../api.ts'
import { languageOf } from '../language.ts'
import { LINK_MS, noSooner } from '../no-sooner.ts'
import { type Html, html, pageOf } from '../pages/html.ts'
import type { WordLanguage } from '../refusals/catalogue.ts'

/** As other pages, and a form that goes to this address. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

type Linked = { Params: { token: string } }

export function registerUnsubscribe(server: FastifyInstance, api: Api): void {
  const tokens = createUnsubscribeTokens(api.institution.keys)
  void server.register(async (scope) => {
    // Mail programs post a form, of one kind or the other; what stands in it says nothing that the link does not.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_request, _body, done) =>
      done(null, undefined),
    )
    const shared = { config: { public: true }, schema: { hide: true } } as const
    scope.get<Linked>('/unsubscribe/:token', {
      ...shared,
      handler: async (request, reply) => show(reply, request, wordsFor(request).ask, true),
    })
    scope.post<Linked>('/unsubscribe/:token', {
      ...shared,
      handler: async (request, reply) => {
        // Before the link is read, so that it is the same for all.
        if (!api.lanes.ready) throw new Unavailable('a lane was lost and is not taken again yet')
        await Promise.all([end(api, tokens, request.params.token), noSooner(LINK_MS, 0)])
        return show(reply, request, wordsFor(request).done, false)
      },
    })
  })
}

/** Ends the offers that the link names; nothing, where it names none. */
async function end(api: Api, tokens: UnsubscribeTokens, token: string): Promise<void> {
  const about = tokens.read(token)
  if (about === undefined) return
  const lane = laneOf(about.subject)
  if (api.lanes.laneFor(lane) !== lane) return
  const { kind, purpose } = refuseMarketing
  const payload = { purpose: about.purpose, subject: String(about.subject) }
  const actor = { role: 'system' } as const
  // A key of its own each time: who allows offers again, and then ends them by the same link, is obeyed.
  await api.lanes.writer(lane).submit({ kind, client: 'unsubscribe', key: randomUUID(), actor, purpose, payload })
}

type Words = { readonly title: string; readonly text: string; readonly button?: string }

const words: { readonly [L in WordLanguage]: { readonly ask: Words; readonly done: Words } } = {
  en: {
    ask: {
      title: 'End these offers',
      text: 'One press ends offers of this kind, on every channel. Messages about your contracts still come.',
      button: 'End the offers',
    },
    done: {
      title: 'Done',
      text: 'If the link came from a message of ours, offers of this kind have ended. You need do nothing more.',
    },
  },
  lv: {
    ask: {
      title: 'Pārtraukt šos piedāvājumus',
      text: 'Viens spiediens pārtrauc šāda veida piedāvājumus visos kanālos. Ziņas par jūsu līgumiem joprojām pienāks.',
      button: 'Pārtraukt piedāvājumus',
    },
    done: {
      title: 'Darīts',
      text: 'Ja saite ir no mūsu ziņas, šāda veida piedāvājumi ir pārtraukti. Nekas vairāk nav jādara.',
    },
  },
}

const wordsFor = ({ headers }: FastifyRequest) => words[languageOf(headers['accept-language'])]

function show(
  reply: FastifyReply,
  { headers }: FastifyRequest,
  { title, text, button }: Words,
  asks: boolean,
): FastifyReply {
  const form: Html | undefined = asks
    ? html`<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>${button}</button></form>`
    : undefined
  const body = html`<h1>${title}</h1>
<p>${text}</p>
${form}`
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .send(pageOf({ title, language: languageOf(headers['accept-language']), body }))
}
