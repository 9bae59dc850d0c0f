import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { atmTokenName, martaTokenName } from '../api/tokens/demonstration.ts'
import { derivedToken } from '../api/tokens/tokens.ts'
import { currency, formatMoney, majorToMinor, minor } from '../kernel/money.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { people } from '../operations/demonstration/people.ts'
import { AtmOffline, AtmSimulator, type Served } from '../payments/cash-codes/atm/simulator.ts'
import { SmsSimulator } from '../payments/cash-codes/sms/simulator.ts'
import { atmPage, type Shown } from './atm-page.ts'
import { openKeys } from './key-store.ts'
import { demonstrationSms } from './settings.ts'
import { askedToStop } from './stopping.ts'

export type AtmOptions = { readonly core: string; readonly port: string; readonly token?: string }

/** `pacta atm`: a machine, a phone and a digital channel on one page, for trying cash by code on a running demonstration. */
export async function atm({ core, port, token }: AtmOptions): Promise<void> {
  const stopping = askedToStop()
  const tokens = token === undefined ? demonstrationTokens() : { ...demonstrationTokens(), atm: token }
  const stand = new Stand(core, tokens, await accountShownAt(core))
  const server = createServer((request, response) => {
    stand.serve(request, response).catch(() => response.writeHead(500).end('Something went wrong here.\n'))
  })
  await listen(server, port)
  process.stdout.write(`Open http://localhost:${port} to apply, read the SMS and draw cash. Ctrl-C stops it.\n`)
  await stopping
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

type Tokens = { readonly atm: string; readonly marta: string }

/** The tokens of the demonstration in this data folder: the same at each start. */
function demonstrationTokens(): Tokens {
  const keys = openKeys(process.env)
  try {
    const { key } = keys.ensureNow('institution/demonstration')
    return { atm: derivedToken(key, atmTokenName), marta: derivedToken(key, martaTokenName) }
  } finally {
    keys.close()
  }
}

/** Marta's account, as the first page of a demonstration tells it; empty where there is none. */
async function accountShownAt(core: string): Promise<string> {
  const page = await fetch(core).then(
    (response) => response.text(),
    () => undefined,
  )
  if (page === undefined)
    throw new OperatorError(
      'the bank does not answer',
      core,
      'Run ./pacta start first, or name it: --core http://localhost:8080.',
    )
  return /\/accounts\/([0-9]{13,16})/.exec(page)?.[1] ?? ''
}

function listen(server: Server, port: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: Number(port) }, resolve)
  })
}

const euro = currency('EUR')

/** Where somebody stands with a phone in front of a machine. */
export class Stand {
  readonly #core: string
  readonly #tokens: Tokens
  readonly #account: string
  readonly #machine: AtmSimulator
  readonly #phone = new SmsSimulator(demonstrationSms.secret)
  #told: Shown['told']

  constructor(core: string, tokens: Tokens, account: string) {
    this.#core = core
    this.#tokens = tokens
    this.#account = account
    this.#machine = new AtmSimulator({ core, token: tokens.atm })
  }

  /** Answers one request: the page, a form of it, or a message from the bank. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url } = request
    if (method === 'POST' && url === '/sms') return this.#phone.answer(request, response)
    if (method === 'POST' && (url === '/apply' || url === '/machine')) {
      const form = await formOf(request)
      this.#told = url === '/apply' ? await this.#apply(form) : await this.#use(form)
      response.writeHead(303, { location: '/' }).end()
      return
    }
    if (method !== 'GET' || url !== '/') return void response.writeHead(404).end('There is nothing here.\n')
    const shown = { account: this.#account, personalCode: people.marta.personalCode, told: this.#told }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(atmPage({ ...shown, messages: this.#phone.messages }))
  }

  async #apply(form: URLSearchParams): Promise<Shown['told']> {
    const amountMinor = minorIn(form)
    if (amountMinor === undefined) return { by: 'channel', good: false, text: 'Write the amount like 80.00.' }
    const answer = await fetch(new URL('/cash-codes', this.#core), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#tokens.marta}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify({
        account: form.get('account'),
        direction: form.get('direction'),
        amount: { minor: amountMinor, currency: euro },
        channel: 'digital',
        signed: true,
        acknowledged: form.get('acknowledged') === 'on',
        delivery: 'sms',
        person: { personalCode: form.get('personalCode') },
        phone: form.get('phone'),
        digits: form.get('digits'),
      }),
    })
    const { detail, facts } = (await answer.json()) as { detail?: string; facts?: { validUntil?: string } }
    if (answer.status !== 200) return { by: 'channel', good: false, text: detail ?? `refused with ${answer.status}` }
    return {
      by: 'channel',
      good: true,
      text: `Accepted. The code works until ${facts?.validUntil}; look at the phone.`,
    }
  }

  async #use(form: URLSearchParams): Promise<Shown['told']> {
    const amountMinor = minorIn(form)
    if (amountMinor === undefined) return { by: 'machine', good: false, text: 'Enter the amount like 30.00.' }
    const word = (name: string) => form.get(name) ?? ''
    try {
      const served = await this.#machine.serve({
        personalCode: word('personalCode'),
        chosen: word('chosen'),
        assigned: word('assigned'),
        direction: form.get('direction') === 'deposit' ? 'deposit' : 'withdrawal',
        amountMinor,
        currency: euro,
      })
      return { by: 'machine', good: served.outcome === 'done', text: onScreen(served) }
    } catch (error) {
      if (!(error instanceof AtmOffline)) throw error
      return { by: 'machine', good: false, text: 'Out of service: the bank does not answer. No cash was given.' }
    }
  }
}

function onScreen(served: Served): string {
  if (served.outcome === 'refused') return served.detail
  const { direction, amount, left } = served.facts
  const fee = (served.facts['fee'] as { readonly amount?: unknown } | undefined)?.amount
  const verb = direction === 'deposit' ? 'Taken in' : 'Paid out'
  return `${verb} ${moneyIn(amount)}, fee ${moneyIn(fee)}. ${moneyIn(left)} are left of the code.`
}

function moneyIn(fact: unknown): string {
  const { minor: text } = (fact ?? { minor: '0' }) as { readonly minor: string }
  return formatMoney({ minor: minor(text), currency: euro }, 'en')
}

function minorIn(form: URLSearchParams): string | undefined {
  try {
    return majorToMinor((form.get('amount') ?? '').trim(), euro).toString()
  } catch {
    return undefined
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 10_000) throw new Error('the form is too long')
  }
  return new URLSearchParams(text)
}
