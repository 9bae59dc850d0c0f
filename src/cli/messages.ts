import { keepMessages } from '../operations/messages/keeper.ts'
import { HttpSmsGateway, type HttpSmsOptions } from '../payments/cash-codes/sms/http.ts'
import { SystemSimulator } from '../privacy/consents/propagation/delivery/simulator.ts'
import { smtpTransport } from '../privacy/marketing/delivery/smtp.ts'
import { SmtpSimulator } from '../privacy/marketing/delivery/smtp-simulator.ts'
import { mailSettings, systemSettings } from './message-settings.ts'
import { askedToStop } from './stopping.ts'

type Kept = Parameters<typeof keepMessages>

/**
 * Sends messages, and word of consents to other systems, as the environment says; what it does not say, waits.
 *
 * @returns stops it
 * @throws OperatorError when the environment says it wrongly
 */
export function startMessages(
  institution: Kept[0],
  lanes: Kept[1],
  environment: NodeJS.ProcessEnv,
  sms: HttpSmsOptions | undefined,
): () => Promise<void> {
  const mail = mailSettings(environment)
  const email = mail && smtpTransport(mail.smtp)
  const transports = {
    ...(email === undefined ? {} : { email }),
    ...(sms === undefined ? {} : { sms: new HttpSmsGateway(sms) }),
  }
  const stop = keepMessages(institution, lanes, {
    systems: systemSettings(environment),
    sending: { transports, pages: mail?.pages ?? '' },
    onFailure: (error) =>
      process.stderr.write(`pacta: messages: ${error instanceof Error ? error.message : String(error)}\n`),
  })
  return async () => {
    await stop()
    email?.close()
  }
}

export type SimulateOptions = { readonly port?: string; readonly secret?: string }

/** `pacta consents simulate`: another system that is told of consents, and obeys at once, until it is asked to stop. */
export async function simulateSystem({ port = '8093', secret = '' }: SimulateOptions): Promise<void> {
  const stopping = askedToStop()
  const simulator = new SystemSimulator(secret)
  const url = await simulator.listen(Number(port))
  process.stdout.write(
    `Another system on ${url}: it confirms each change of a consent that is signed. Ctrl-C stops it.\n`,
  )
  await stopping
  process.stdout.write(`${simulator.words.length} changes were confirmed.\n`)
  await simulator.close()
}

/** `pacta mail simulate`: a mail server that sends nothing on, and shows whether each message can be ended in one click. */
export async function simulateMail({ port = '8094' }: Pick<SimulateOptions, 'port'>): Promise<void> {
  const stopping = askedToStop()
  const simulator = new SmtpSimulator()
  const taken = await simulator.listen(Number(port))
  process.stdout.write(`A mail server on smtp://127.0.0.1:${taken}. Ctrl-C stops it.\n`)
  await stopping
  for (const { headers } of simulator.mails)
    process.stdout.write(`${headers['message-id']} ${headers['list-unsubscribe'] ?? 'no offer'}\n`)
  await simulator.close()
}
