/** The published refusals: all codes with their words, and in which order they are found. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Api } from '../api.ts'
import { languageOf } from '../language.ts'
import { problemBase } from '../problems.ts'
import { closed, languageText } from '../reads/asked.ts'
import { published } from '../reads/reading.ts'
import { refusals, type WordLanguage } from '../refusals/catalogue.ts'
import { edgeRefusals } from '../refusals/edge.ts'
import { precedence } from '../refusals/precedence.ts'
import { html } from './html.ts'
import { sendPage, wantsJson } from './wanted.ts'

const query = Type.Object({ language: languageText }, closed)

export function registerRefusals(server: FastifyInstance, _api: Api): void {
  server.get<{ Querystring: Static<typeof query> }>('/refusals', {
    config: { public: true },
    schema: published(
      'refusals',
      'All refusals with their words, and the order in which they are found; HTML or JSON',
      'documents',
      {
        querystring: query,
      },
    ),
    handler: (request, reply) => {
      if (!wantsJson(request))
        return sendPage(reply, page(languageOf(request.headers['accept-language'], request.query.language)))
      const codes = Object.entries(refusals).map(([code, refusal]) => ({
        code,
        type: `${problemBase}${code}`,
        ...refusal,
      }))
      return reply.send({ codes, beforeDeciding: Object.keys(edgeRefusals), byKind: precedence })
    },
  })
}

function page(lang: WordLanguage) {
  const body = html`<h1>Refusals</h1>
<p class="lead">A refusal is a decision like any other: it has a code, cites what settled it, and is kept. Here are all codes, and the
order in which they are found: of several that apply, the first is given.</p>
<p class="noprint"><a href="/refusals?language=${lang === 'en' ? 'lv' : 'en'}">${lang === 'en' ? 'Latviski' : 'In English'}</a></p>
<h2>Codes</h2>
<div class="scroll"><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">What is said</th></tr></thead>
<tbody>${Object.entries(refusals).map(
    ([code, refusal]) =>
      html`<tr id="${code}"><td><code>${code}</code></td><td>${refusal.status}</td><td lang="${lang}">${refusal[lang]}</td></tr>
`,
  )}</tbody></table></div>
<h2>Order, before a command is decided</h2>
<p>${linked(Object.keys(edgeRefusals))}</p>
<h2>Order, by kind of command</h2>
<div class="scroll"><table><thead><tr><th scope="col">Kind</th><th scope="col">In this order</th></tr></thead>
<tbody>${Object.entries(precedence).map(
    ([kind, codes]) => html`<tr><td><code>${kind}</code></td><td>${linked(codes)}</td></tr>
`,
  )}</tbody></table></div>`
  return { title: 'Refusals', language: 'en', body, here: '/refusals' }
}

const linked = (codes: readonly string[]) =>
  codes.map((code, i) => html`${i === 0 ? '' : ', '}<a href="#${code}"><code>${code}</code></a>`)
