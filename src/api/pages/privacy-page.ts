/** Statements about personal data as pages. */
import type { Citation } from '../../kernel/decision.ts'
import type {
  Entry,
  Line,
  PublishedLanguage,
  Said,
  Section,
  Statement,
  StatementKind,
} from '../../privacy/published/statement.ts'
import type { ListVersion } from '../../privacy/published/versions.ts'
import { words } from '../../privacy/published/words.ts'
import type { Entity } from '../../rulebook/pack.ts'
import { type Html, html, type Page } from './html.ts'

/** Whose pages they are: what they link to is of the same entity. */
export type Whose = {
  /** The one asked for by name; otherwise the addresses name none, and mean the first. */
  readonly entity?: string | undefined
}

/** What stands around the list of statements. */
export type Around = Whose & {
  readonly offered: readonly PublishedLanguage[]
  /** All of the institution, the first of them first. */
  readonly entities: readonly Entity[]
}

/** The address of something of the same entity as the page that links to it. */
export function linkTo({ entity }: Whose, path: string, asked: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...asked, ...(entity === undefined ? {} : { entity }) })
  return query.size === 0 ? path : `${path}?${query}`
}

/** Which statements there are. */
export function indexPage(kinds: readonly StatementKind[], language: PublishedLanguage, around: Around): Page {
  const say = words[language]
  const body = html`<h1>${say.index.title}</h1>
<p class="lead">${say.index.lead}</p>
${otherEntities(around, language)}
${otherLanguages('/privacy', language, around)}
<ul class="cards">${kinds.map(
    (
      kind,
    ) => html`<li><h3><a href="${linkTo(around, `/privacy/${kind}`, { language })}">${say.titles[kind]}</a></h3><p>${say.leads[kind]}</p></li>
`,
  )}</ul>
<p><a href="${linkTo(around, '/privacy/register.jsonld')}">${say.index.data}</a></p>`
  return { title: say.index.title, language, body, here: '/privacy' }
}

/** Where the institution is several entities, the pages of each. */
function otherEntities({ entity, entities }: Around, language: PublishedLanguage): Html | undefined {
  if (entities.length < 2) return undefined
  const shown = entity ?? entities[0]?.id
  return html`<p class="noprint">${entities.map(({ id, name }, i) => [
    i === 0 ? '' : ' · ',
    id === shown
      ? html`<strong aria-current="true">${name}</strong>`
      : html`<a href="${linkTo({ entity: id }, '/privacy', { language })}">${name}</a>`,
  ])}</p>`
}

/** What stands around a statement on the site of the institution. */
export type Site = Whose & {
  readonly offered: readonly PublishedLanguage[]
  /** All statements that are published: the others are linked to. */
  readonly kinds: readonly StatementKind[]
  /** Of the list, where it has any: each is linked to. */
  readonly versions: readonly ListVersion[]
}

/** @param site without it, the page is a file of its own: it links to nothing */
export function statementPage(statement: Statement, site?: Site): Page {
  const { kind, language, institution, title, lead, facts, sections, cited } = statement
  const { labels, index } = words[language]
  const address = `/privacy/${kind}`
  const isLinked = site !== undefined
  const body = html`<p class="quiet">${isLinked ? html`<a href="${linkTo(site, '/privacy', { language })}">${index.title}</a> · ` : undefined}${institution}</p>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<ul class="facts">${facts.map(({ label, text }) => html`<li>${label}: ${text}</li>`)}
${isLinked ? html`<li class="noprint"><a href="${linkTo(site, address, { format: 'pdf', language })}">${labels.print}</a></li>` : undefined}</ul>
${isLinked ? otherLanguages(address, language, site) : undefined}
${isLinked ? otherStatements(kind, language, site) : undefined}
${contentsHtml(sections, language)}
${sections.map((section) => sectionHtml(section, language, isLinked))}
${isLinked && site.versions.length > 0 ? versionsHtml(site, address, language) : undefined}`
  const footer = html`<p class="quiet">${labels.publishedUnder} ${clausesHtml(cited, language, isLinked)}</p>`
  return { title: `${title}, ${institution}`, language, body, footer, here: '/privacy' }
}

const otherLanguages = (address: string, language: PublishedLanguage, around: Whose & Pick<Site, 'offered'>): Html =>
  html`<p class="noprint">${around.offered
    .filter((one) => one !== language)
    .map(
      (one) =>
        html`<a href="${linkTo(around, address, { language: one })}" lang="${one}" hreflang="${one}">${words[one].name}</a> `,
    )}</p>`

/** What else is published: where to learn how long data are kept, what is decided by machine, and so on. */
const otherStatements = (kind: StatementKind, language: PublishedLanguage, site: Site): Html =>
  html`<p class="noprint">${words[language].labels.others}: ${site.kinds
    .filter((one) => one !== kind)
    .map((one, i) => [
      i === 0 ? '' : ' · ',
      html`<a href="${linkTo(site, `/privacy/${one}`, { language })}">${words[language].titles[one]}</a>`,
    ])}</p>`

/** Of a long statement, where to find what. */
function contentsHtml(sections: readonly Section[], language: PublishedLanguage): Html | undefined {
  const named = sections.filter(({ heading }) => heading !== undefined)
  if (named.length < 4) return undefined
  const { contents } = words[language].labels
  return html`<nav class="contents" aria-label="${contents}"><ul>${named.map(
    ({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`,
  )}</ul></nav>`
}

const sectionHtml = ({ id, heading, entries }: Section, language: PublishedLanguage, isLinked: boolean): Html =>
  html`<section${heading === undefined ? undefined : html` aria-labelledby="${id}"`}>${
    heading === undefined ? undefined : html`<h2 id="${id}">${heading}</h2>`
  }
${entries.length === 0 ? html`<p>${words[language].notes.none}</p>` : entries.map((entry) => entryHtml(entry, language, isLinked))}</section>
`

const entryHtml = ({ id, title, lines, cited }: Entry, language: PublishedLanguage, isLinked: boolean): Html =>
  html`<article class="entry" id="${id}"><h3${languageMark(title)}>${title.text}</h3>
${lines.length === 0 ? undefined : html`<dl>${lines.map(lineHtml)}</dl>`}
${cited.length === 0 ? undefined : html`<p class="tags">${clausesHtml(cited, language, isLinked)}</p>`}</article>
`

const lineHtml = (line: Line): Html => html`<div><dt>${line.label}</dt><dd${languageMark(line)}>${line.text}</dd></div>`

/** A text in another language than the page says so, for those who listen to it. */
const languageMark = ({ language }: Said): Html | undefined =>
  language === undefined ? undefined : html` lang="${language}"`

const clausesHtml = (cited: readonly Citation[], language: PublishedLanguage, isLinked: boolean): readonly Html[] =>
  cited.map(({ document, version, clause }) => {
    const name = `${document} ${clause} (${version})`
    const address = `/documents/${encodeURIComponent(document)}/${version}?language=${language}#${clause}`
    return isLinked ? html`<a href="${address}">${name}</a> ` : html`<span>${name}</span> `
  })

const versionsHtml = (site: Site, address: string, language: PublishedLanguage): Html =>
  html`<section class="noprint" aria-labelledby="versions"><h2 id="versions">${words[language].labels.versions}</h2>
<ul>${site.versions.map(
    ({ document, version, effective }) =>
      html`<li><a href="${linkTo(site, address, { version, language })}">${document} ${version}</a> (<time>${effective.toString()}</time>)</li>
`,
  )}</ul></section>
`
