/** Where messages go, and which other systems are told of consents: out of the environment. */
import { readFileSync } from 'node:fs'
import { OperatorError } from '../kernel/operator-error.ts'
import { httpSystems, type WebhookTarget } from '../privacy/consents/propagation/delivery/http.ts'
import type { OtherSystems } from '../privacy/consents/propagation/delivery/port.ts'
import type { SmtpOptions } from '../privacy/marketing/delivery/smtp.ts'

export type MailSettings = { readonly smtp: SmtpOptions; readonly pages: string }

/**
 * E-mail: PACTA_SMTP_URL such as `smtp://user:password@mail.example:587` (smtps for TLS from the first byte), PACTA_SMTP_FROM, and
 * PACTA_PAGES_URL, where the links in offers lead. Undefined without the first: then messages wait.
 *
 * @throws OperatorError when one is missing or no address
 */
export function mailSettings(environment: NodeJS.ProcessEnv): MailSettings | undefined {
  const { PACTA_SMTP_URL: url, PACTA_SMTP_FROM: from, PACTA_PAGES_URL: pages } = environment
  if (!url) return undefined
  const server = URL.parse(url)
  const isSmtp = server !== null && (server.protocol === 'smtp:' || server.protocol === 'smtps:')
  if (!isSmtp || !from || !pages || !URL.canParse(pages))
    throw new OperatorError(
      'e-mail cannot be sent',
      isSmtp ? 'PACTA_SMTP_FROM or PACTA_PAGES_URL is missing' : 'PACTA_SMTP_URL is no address of a mail server',
      'Set all three: PACTA_SMTP_URL=smtp://mail.example:587, PACTA_SMTP_FROM and PACTA_PAGES_URL=https://bank.example.',
    )
  const secure = server.protocol === 'smtps:'
  const [name, password] = [server.username, server.password].map(decodeURIComponent) as [string, string]
  const user = name === '' ? {} : { user: { name, password } }
  const port = Number(server.port || (secure ? 465 : 587))
  return { smtp: { host: server.hostname, port, secure, from, ...user }, pages: pages.replace(/\/+$/, '') }
}

/**
 * Systems that are told of consents: PACTA_CONSENT_SYSTEMS names a file of JSON, `{"entity:lt": {"url": ..., "secret": ...}}`. Undefined
 * without it: then what they ought to hear waits.
 *
 * @throws OperatorError when it is no such file
 */
export function systemSettings(environment: NodeJS.ProcessEnv): OtherSystems | undefined {
  const file = environment['PACTA_CONSENT_SYSTEMS']
  if (!file) return undefined
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as Record<string, WebhookTarget>
    const isRight = Object.entries(read).every(
      ([name, { url, secret }]) => /^(entity|processor):/.test(name) && URL.canParse(url) && secret.length >= 16,
    )
    if (isRight) return httpSystems(read)
  } catch {
    // Said below, like everything else that is wrong with it.
  }
  throw new OperatorError(
    'other systems cannot be told of consents',
    `${file} does not name systems, each with url and secret of at least 16 letters`,
    'Write a line for each: "entity:lt": {"url": "https://lt.example/consents", "secret": "..."}.',
  )
}
