/** Pages and data of one address: browsers get HTML, programs JSON. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Page, pageOf } from './html.ts'

/** Nothing is loaded from elsewhere, and nothing runs in the page. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Whether the client asks for JSON before HTML. */
export function wantsJson({ headers: { accept = '*/*' } }: FastifyRequest): boolean {
  const [html, json] = ['text/html', 'application/json'].map((type) => accept.indexOf(type)) as [number, number]
  return html < 0 || (json >= 0 && json < html)
}

export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('vary', 'accept, accept-language')
    .send(pageOf(page))
}
