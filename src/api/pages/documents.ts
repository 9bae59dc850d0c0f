/** The institution's published documents: every version on a public page, and printed on request, by the clause that says so. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Citation } from '../../kernel/decision.ts'
import type { Language } from '../../rulebook/languages.ts'
import { binds, type Clause, type DocumentVersion, type Entity, versionsOn } from '../../rulebook/pack.ts'
import { inWords } from '../../rulebook/wording.ts'
import type { Api } from '../api.ts'
import { languageOf, preferredOf } from '../language.ts'
import { closed, languageText } from '../reads/asked.ts'
import { published } from '../reads/reading.ts'
import type { WordLanguage } from '../refusals/catalogue.ts'
import { type Html, html } from './html.ts'
import { oneShownOf, type Shown, shownOf, today } from './shown.ts'
import { sendPage, wantsJson } from './wanted.ts'

const languageQuery = Type.Object({ language: languageText }, closed)
type Asked = { Querystring: Static<typeof languageQuery> }
type OfDocument = Asked & { Params: { code: string } }
type OfVersion = Asked & { Params: { code: string; version: string } }

export function registerDocuments(server: FastifyInstance, api: Api): void {
  server.get<Asked>('/documents', {
    config: { public: true },
    schema: published('documents', 'The published documents and their versions; HTML or JSON', 'documents', {
      querystring: languageQuery,
    }),
    handler: (request, reply) => {
      const shown = shownOf(api, {})
      const documents = grouped(shown)
      const { clauses } = shown
      return wantsJson(request)
        ? reply.send({ documents: documents.map((versions) => versions.map((one) => summary(api, one))), clauses })
        : sendPage(reply, listPage(api, documents, clauses, language(request)))
    },
  })

  server.get<OfDocument>('/documents/:code', {
    config: { public: true },
    schema: published('document', 'The version of a document that is in force', 'documents', {
      querystring: languageQuery,
    }),
    handler: (request, reply) => {
      const { version } = oneShownOf(api, { name: request.params.code })
      return reply.redirect(addressOf(version, request.query.language))
    },
  })

  server.get<OfVersion>('/documents/:code/:version', {
    config: { public: true },
    schema: published('document-version', 'One version of a document with all its clauses; HTML or JSON', 'documents', {
      querystring: languageQuery,
    }),
    handler: (request, reply) => {
      const { version, clauses } = versionNamed(api, request.params)
      return wantsJson(request)
        ? reply.send({ ...summary(api, version), clauses: version.clauses.map(plain), publishedUnder: clauses })
        : sendPage(reply, versionPage(api, version, clauses, language(request), languageOfText(request, version)))
    },
  })

  server.get<OfVersion>('/documents/:code/:version/pdf', {
    config: { public: true },
    schema: published('document-pdf', 'One version of a document, to be printed', 'documents', {
      querystring: languageQuery,
    }),
    handler: async (request, reply) => {
      const { version, clauses } = versionNamed(api, request.params)
      const words = languageOfText(request, version)
      // Loaded when somebody prints: it is large, and few do.
      const { printed } = await import('./pdf.ts')
      const name = `${version.code}-${version.version}-${words}.pdf`.replace(/[^A-Za-z0-9._-]/g, '_')
      reply.header('content-type', 'application/pdf').header('content-disposition', `inline; filename="${name}"`)
      return reply.send(await printed(api.institution.pack, version, clauses, words))
    },
  })
}

const language = (request: FastifyRequest): WordLanguage =>
  languageOf(request.headers['accept-language'], (request.query as { language?: string }).language)

/** Of the clauses: the one asked for of those in which the document stands; English or the first of them otherwise. */
function languageOfText(request: FastifyRequest, { languages }: DocumentVersion): Language {
  const { language: asked } = request.query as { readonly language?: string }
  const [first = 'en'] = languages
  return preferredOf(languages, request.headers['accept-language'], asked) ?? (languages.includes('en') ? 'en' : first)
}

export const addressOf = ({ code, version }: DocumentVersion, words?: string): string =>
  `/documents/${encodeURIComponent(code)}/${version}${words === undefined ? '' : `?language=${encodeURIComponent(words)}`}`

const versionNamed = (api: Api, { code, version }: { readonly code: string; readonly version: string }) =>
  oneShownOf(api, { name: code, version })

/** Versions of each document, the newest first; the law last. */
function grouped({ versions }: Shown): readonly (readonly DocumentVersion[])[] {
  const byCode = Map.groupBy(versions, ({ code }) => code)
  return [...byCode.values()]
    .map((versions) => versions.toReversed())
    .sort((a, b) => Number(isLaw(a)) - Number(isLaw(b)))
}

const isLaw = ([first]: readonly DocumentVersion[]): boolean => first?.role === 'law'

function isInForce(api: Api, { code, version }: DocumentVersion): boolean {
  return versionsOn(api.institution.pack, today(api))[code] === version
}

function summary(api: Api, one: DocumentVersion) {
  const { code, role, version, effective, title, example, hash } = one
  const [inForce, entities] = [isInForce(api, one), bindsWhom(api, one).map(({ id }) => id)]
  return { code, role, version, effective, title, example, hash, inForce, entities, page: addressOf(one) }
}

const bindsWhom = (api: Api, version: DocumentVersion): readonly Entity[] =>
  api.institution.pack.entities.filter(({ id }) => binds(version, id))

/** Whom a document binds, where that is not everybody. */
function boundHtml(api: Api, version: DocumentVersion | undefined, lang: WordLanguage): Html | undefined {
  if (version?.entities === undefined) return undefined
  const names = bindsWhom(api, version).map(({ name }) => name)
  return html`<p class="quiet">${words[lang].binds}: ${names.join(', ')}</p>`
}

const plain = ({ id, kind, force, section, heading, text, bindings }: Clause) => ({
  id,
  kind,
  force: force ?? null,
  section: section ?? null,
  heading: heading ?? null,
  text,
  provisions: bindings,
})

const words = {
  en: {
    documents: 'Published documents',
    lead: 'Every decision that Pacta takes cites a clause of these. Each version stays here as it was.',
    own: 'Of the institution',
    law: 'Law, summed up',
    inForce: 'in force',
    from: 'from',
    print: 'Print (PDF)',
    other: 'Latviski',
    otherVersions: 'Other versions',
    example: 'No source gives these figures: they are examples of this project.',
    clauses: 'clauses',
    publishedUnder: 'Published under',
    binds: 'Binds',
  },
  lv: {
    documents: 'Publicētie dokumenti',
    lead: 'Katrs Pacta lēmums atsaucas uz kādu šo dokumentu punktu. Katra redakcija šeit paliek nemainīta.',
    own: 'Iestādes dokumenti',
    law: 'Normatīvie akti, kopsavilkums',
    inForce: 'spēkā',
    from: 'no',
    print: 'Drukāt (PDF)',
    other: 'In English',
    otherVersions: 'Citas redakcijas',
    example: 'Šie skaitļi nav no avotiem: tie ir šī projekta piemēri.',
    clauses: 'punkti',
    publishedUnder: 'Publicēts saskaņā ar',
    binds: 'Saistošs',
  },
} as const

function listPage(
  api: Api,
  documents: readonly (readonly DocumentVersion[])[],
  clauses: readonly Citation[],
  lang: WordLanguage,
) {
  const say = words[lang]
  const list = (of: readonly (readonly DocumentVersion[])[]): Html =>
    html`<ul class="cards">${of.map(
      (
        versions,
      ) => html`<li><h3>${inWords(versions[0]?.title, lang)} <span class="quiet">${versions[0]?.code}</span></h3>
${boundHtml(api, versions[0], lang)}
${versions.map(
  (one) =>
    html`<p><a href="${addressOf(one, lang)}">${one.version}</a>, ${one.clauses.length} ${say.clauses}${
      isInForce(api, one) ? html`, <strong>${say.inForce}</strong>` : undefined
    } · <a href="${addressOf(one).concat('/pdf?language=', lang)}">PDF</a></p>`,
)}</li>`,
    )}</ul>`
  const body = html`<h1>${say.documents}</h1>
<p class="lead">${say.lead}</p>
<p class="noprint"><a href="/documents?language=${lang === 'en' ? 'lv' : 'en'}" lang="${lang === 'en' ? 'lv' : 'en'}">${say.other}</a></p>
<h2>${say.own}</h2>
${list(documents.filter((versions) => !isLaw(versions)))}
<h2>${say.law}</h2>
${list(documents.filter(isLaw))}`
  return { title: say.documents, language: lang, body, footer: footerOf(clauses, lang), here: '/documents' }
}

/**
 * @param lang of the page
 * @param text language of the clauses
 */
function versionPage(
  api: Api,
  version: DocumentVersion,
  clauses: readonly Citation[],
  lang: WordLanguage,
  text: Language,
) {
  const say = words[lang]
  const title = inWords(version.title, text)
  const versions = api.institution.pack.documents.filter(
    (one) => one.code === version.code && one.version !== version.version,
  )
  const others = version.languages.filter((one) => one !== text)
  const body = html`<h1>${title}</h1>
<ul class="facts"><li>${version.code} ${version.version}</li><li>${say.from} <time>${version.effective.toString()}</time></li>
${isInForce(api, version) ? html`<li><strong>${say.inForce}</strong></li>` : undefined}
<li class="noprint"><a href="${addressOf(version)}/pdf?language=${text}">${say.print}</a></li>
${others.map((one) => html`<li class="noprint"><a href="${addressOf(version, one)}" lang="${one}">${ownNameOf(one)}</a></li>`)}</ul>
${version.example ? html`<p class="note">${say.example}</p>` : undefined}
${versions.length > 0 ? html`<p class="noprint">${say.otherVersions}: ${versions.map((one) => html`<a href="${addressOf(one, text)}">${one.version}</a> `)}</p>` : undefined}
${version.clauses.map((clause) => clauseHtml(clause, text))}
<p class="quiet">SHA-256 ${version.hash}</p>`
  const footer = footerOf(clauses, lang)
  return { title: `${title}, ${version.version}`, language: text, body, footer, here: '/documents' }
}

/** What a language calls itself. */
const ownNameOf = (language: Language): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language

/** The clause by which the page is there. */
const footerOf = (clauses: readonly Citation[], lang: WordLanguage): Html =>
  html`<p class="quiet">${words[lang].publishedUnder} ${clauses.map(
    ({ document, version, clause }) =>
      html`<a href="/documents/${encodeURIComponent(document)}/${version}?language=${lang}#${clause}">${document} ${clause}</a> `,
  )}</p>`

function clauseHtml({ id, section, heading, text, kind, force, bindings }: Clause, lang: Language): Html {
  const provisions = bindings.map(({ provision }) => html`<span>${provision}</span>`)
  return html`${section === undefined ? undefined : html`<h2>${section.number}. ${inWords(section, lang)}</h2>`}
<section class="clause" id="${id}"><a href="#${id}">${id}</a><div>
${heading === undefined ? undefined : html`<p class="heading">${inWords(heading, lang)}</p>`}<p>${inWords(text, lang)}</p>
${kind === 'text' ? undefined : html`<div class="tags">${force === 'may' ? html`<span>may</span>` : undefined}${provisions}</div>`}
</div></section>`
}
