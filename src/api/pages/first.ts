/** The first page: what this is, and, in a demonstration, a refusal that anybody can repeat. */
import type { FastifyInstance } from 'fastify'
import { inWords } from '../../rulebook/wording.ts'
import type { Api, Demonstration } from '../api.ts'
import { answerOf } from '../commands/answers.ts'
import { Bearers } from '../tokens/tokens.ts'
import { type Html, html } from './html.ts'
import { sendPage } from './wanted.ts'

export function registerFirstPage(server: FastifyInstance, api: Api): void {
  server.get('/', {
    config: { public: true },
    schema: { hide: true },
    handler: async (request, reply) => {
      const { pack } = api.institution
      const base = `${request.protocol}://${request.host}`
      const { demonstration } = api
      const shown = demonstration === undefined ? undefined : await demonstrationHtml(api, demonstration, base)
      const body = html`<h1>An account core whose published documents are its programme</h1>
<p class="lead">A bank’s rules of accounts, price list and law are loaded as data. Every decision Pacta takes follows from a clause that binds
that customer on that day, cites it, is kept with it, and can be replayed.</p>
${
  demonstration === undefined
    ? html`<p>This is ${inWords(pack.name, 'en')}.</p>`
    : html`<div class="note"><p>This is a <strong>demonstration</strong>: the documents are modelled on those of ${inWords(pack.name, 'en')},
with which it has nothing to do; the people are made up, and so is their money.</p></div>`
}
<ul class="cards">
<li><h3><a href="/documents">Published documents</a></h3><p>Every version with all its clauses, in English and Latvian, on a page and as PDF.</p></li>
<li><h3><a href="/privacy">Personal data</a></h3><p>Notice, terms of retention, interests, processors and automated decisions, out of the register that the gate obeys.</p></li>
<li><h3><a href="/reference">API reference</a></h3><p>Every command and read, to be tried from the page. <a href="/openapi.json">OpenAPI 3.1</a></p></li>
<li><h3><a href="/refusals">Refusals</a></h3><p>All codes, their words, and the order in which they are found.</p></li>
<li><h3><a href="/clauses">Clauses</a> and <a href="/provisions">provisions</a></h3><p>Which clause asks for what, as JSON.</p></li>
<li><h3><a href="/ready">Readiness</a> and <a href="/metrics">metrics</a></h3><p>Whether it works, and how fast.</p></li>
</ul>
${shown}`
      return sendPage(reply, { title: 'Pacta', language: 'en', body, here: '/' })
    },
  })
}

async function demonstrationHtml(api: Api, demonstration: Demonstration, base: string): Promise<Html> {
  return html`${await refusedHtml(api, demonstration, base)}
<h2>What is known of somebody, and who looked</h2>
<p>Personal data are read through one gate, for a purpose of the register. Try, with tokens from below:
<code>GET /parties/${demonstration.party}</code> and <code>GET /parties/${demonstration.party}/passages</code> as the person,
<code>POST /parties/${demonstration.party}/readings</code> as one of staff (the answer says what is missing),
<code>GET /parties/${demonstration.party}/consents</code>, <code>GET /access-log</code> as the data-protection officer.</p>
<h2>Tokens to try</h2>
<p>Until people sign in, a program is known by its token. These exist in the demonstration alone.</p>
<div class="scroll"><table><thead><tr><th scope="col">Who</th><th scope="col">Role</th><th scope="col">Token</th></tr></thead><tbody>${demonstration.tokens.map(
    ({ name, role, token }) => html`<tr><td>${name}</td><td>${role}</td><td><code>${token}</code></td></tr>
`,
  )}</tbody></table></div>`
}

/** The refusal is what would be decided at this moment, not a picture of it. */
async function refusedHtml(api: Api, { refused, account }: Demonstration, base: string): Promise<Html | undefined> {
  const kind = api.kinds.get('payment.transfer')
  const bearer = refused && (await new Bearers(api.institution.sql).of(refused.token))
  if (refused === undefined || kind === undefined || bearer === undefined) return undefined
  const { lane, command } = api.maker.make(kind, refused.body, bearer, undefined)
  const decision = await api.lanes.writer(lane).preview(command)
  const answer = JSON.stringify(JSON.parse(answerOf(decision, bearer, 'en').json), null, 2)
  const [cited] = decision.cited.disclosed
  const document = api.institution.pack.documents.find(
    ({ code, version }) => code === cited?.document && version === cited.version,
  )
  const clause = document?.clauses.find(({ id }) => id === cited?.clause)
  return html`<h2>A refusal, with the clause that settles it</h2>
<p>Marta tries to send EUR 5,000, which is more than she has. Copy this into a terminal:</p>
<pre tabindex="0"><code>curl ${base}/transfers \\
  -H 'Authorization: Bearer ${refused.token}' \\
  -H 'Idempotency-Key: mine-1' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(refused.body, null, 1).replace(/\n */g, ' ').replace('"amount"', '\n      "amount"')}'</code></pre>
<p>Pacta answers:</p>
<pre tabindex="0"><code>${answer}</code></pre>
${
  clause === undefined || cited === undefined
    ? undefined
    : html`<p>because of <a href="/documents/${cited.document}/${cited.version}#${cited.clause}">${cited.document} ${cited.clause}</a>:</p>
<blockquote class="note"><p>${inWords(clause.text, 'en')}</p></blockquote>`
}
<p>The answer names its decision: ask <code>GET /decisions/…</code> with the same token, and it is explained, in English or Latvian.
Marta’s account is at <code>GET /accounts/${account}</code>, its entries at <code>GET /accounts/${account}/entries</code>.</p>`
}
