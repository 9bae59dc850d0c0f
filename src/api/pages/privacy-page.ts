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
import { type Html, html, type Page } from './html.ts'

/** Which statements there are. */
export function indexPage(
  kinds: readonly StatementKind[],
  language: PublishedLanguage,
  offered: readonly PublishedLanguage[],
): Page {
  const say = words[language]
  const body = html`<h1>${say.index.title}</h1>
<p class="lead">${say.index.lead}</p>
${otherLanguages('/privacy', language, offered)}
<ul class="cards">${kinds.map(
    (
      kind,
    ) => html`<li><h3><a href="/privacy/${kind}?language=${language}">${say.titles[kind]}</a></h3><p>${say.leads[kind]}</p></li>
`,
  )}</ul>
<p><a href="/privacy/register.jsonld">${say.index.data}</a></p>`
  return { title: say.index.title, language, body, here: '/privacy' }
}

/** What stands around a statement on the site of the institution. */
export type Site = {
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
  const body = html`<p class="quiet">${isLinked ? html`<a href="/privacy?language=${language}">${index.title}</a> · ` : undefined}${institution}</p>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<ul class="facts">${facts.map(({ label, text }) => html`<li>${label}: ${text}</li>`)}
${isLinked ? html`<li class="noprint"><a href="${address}?format=pdf&amp;language=${language}">${labels.print}</a></li>` : undefined}</ul>
${isLinked ? otherLanguages(address, language, site.offered) : undefined}
${isLinked ? otherStatements(kind, language, site.kinds) : undefined}
${contentsHtml(sections, language)}
${sections.map((section) => sectionHtml(section, language, isLinked))}
${isLinked && site.versions.length > 0 ? versionsHtml(site.versions, address, language) : undefined}`
  const footer = html`<p class="quiet">${labels.publishedUnder} ${clausesHtml(cited, language, isLinked)}</p>`
  return { title: `${title}, ${institution}`, language, body, footer, here: '/privacy' }
}

const otherLanguages = (address: string, language: PublishedLanguage, offered: readonly PublishedLanguage[]): Html =>
  html`<p class="noprint">${offered
    .filter((one) => one !== language)
    .map(
      (one) => html`<a href="${address}?language=${one}" lang="${one}" hreflang="${one}">${words[one].name}</a> `,
    )}</p>`

/** What else is published: where to learn how long data are kept, what is decided by machine, and so on. */
const otherStatements = (kind: StatementKind, language: PublishedLanguage, kinds: readonly StatementKind[]): Html =>
  html`<p class="noprint">${words[language].labels.others}: ${kinds
    .filter((one) => one !== kind)
    .map((one, i) => [
      i === 0 ? '' : ' · ',
      html`<a href="/privacy/${one}?language=${language}">${words[language].titles[one]}</a>`,
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

const versionsHtml = (versions: readonly ListVersion[], address: string, language: PublishedLanguage): Html =>
  html`<section class="noprint" aria-labelledby="versions"><h2 id="versions">${words[language].labels.versions}</h2>
<ul>${versions.map(
    ({ document, version, effective }) =>
      html`<li><a href="${address}?version=${version}&amp;language=${language}">${document} ${version}</a> (<time>${effective.toString()}</time>)</li>
`,
  )}</ul></section>
`
