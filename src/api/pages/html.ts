/** HTML put together on the server: whatever is put in is escaped, unless it is markup itself. */
import { navigationIn } from './navigation.ts'

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | undefined | false | readonly Part[]

/** Markup: html`<p>${text}</p>`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + string + (i < parts.length ? shown(parts[i]) : ''), ''))
}

function shown(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(shown).join('')
  return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export type Page = {
  readonly title: string
  readonly language: string
  readonly body: Html
  readonly footer?: Html
  /** The address of this page's section, marked in the navigation. */
  readonly here?: string
  /** For a page that is a file of its own: its style; it has no navigation. */
  readonly standalone?: string
}

/** A whole page. */
export function pageOf({ title, language, body, footer, here, standalone }: Page): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${
  standalone === undefined
    ? html`<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">`
    : html`<style>${new Html(standalone)}</style>`
}
</head>
<body>
${standalone === undefined ? navigation(language, here) : undefined}
<main id="main">
${body}
</main>
${
  footer === undefined
    ? undefined
    : html`<footer>${footer}</footer>
`
}</body>
</html>
`.text
}

function navigation(language: string, here: string | undefined): Html {
  const say = navigationIn(language)
  const links: readonly (readonly [string, string])[] = [
    ['/', 'Pacta'],
    ['/documents', say.documents],
    ['/privacy', say.privacy],
    ['/refusals', say.refusals],
    ['/reference', say.reference],
  ]
  return html`<a class="skip" href="#main">${say.skip}</a>
<header><nav aria-label="${say.main}">${links.map(
    ([href, name]) =>
      html`<a href="${href}"${href === here ? new Html(' aria-current="page"') : undefined}>${name}</a>`,
  )}</nav></header>`
}
