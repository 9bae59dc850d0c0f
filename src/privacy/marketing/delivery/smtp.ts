/** E-mail through an SMTP server, with the headers by which a mail program ends offers in one click (RFC 2369, RFC 8058). */
import { createTransport } from 'nodemailer'
import { NotTaken, type Outgoing, type Transport } from './port.ts'

export type SmtpOptions = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  readonly secure?: boolean
  readonly user?: { readonly name: string; readonly password: string }
  /** Sender, such as `Bank <news@bank.example>`. */
  readonly from: string
  /** Signs what goes out, the one-click headers among it, as RFC 8058 wants it. */
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly privateKey: string }
  readonly timeoutMs?: number
}

export function smtpTransport(options: SmtpOptions): Transport & { close(): void } {
  const { host, port, secure = false, user, from, dkim, timeoutMs = 20_000 } = options
  const transport = createTransport({
    host,
    port,
    secure,
    ...(user === undefined ? {} : { auth: { user: user.name, pass: user.password } }),
    ...(dkim === undefined
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([^>\s]+)>?$/.exec(from)?.[1] ?? host
  return {
    async send({ id, to, title, text, unsubscribe }: Outgoing): Promise<void> {
      try {
        await transport.sendMail({
          from,
          // As an object: an address is never read as a list of several.
          to: { name: '', address: to },
          subject: title,
          text,
          messageId: `<${id}@${domain}>`,
          ...(unsubscribe === undefined ? {} : { headers: oneClick(unsubscribe) }),
        })
      } catch (error) {
        const { responseCode } = error as { readonly responseCode?: number }
        // What the server says may quote the address: only its number is kept.
        throw new NotTaken(`the mail server answers ${responseCode ?? 'nothing'}`, (responseCode ?? 400) < 500)
      }
    },
    close: () => transport.close(),
  }
}

const oneClick = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})
