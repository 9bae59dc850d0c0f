import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NotTaken } from '../../../privacy/marketing/delivery/port.ts'
import { isSigned, sign } from '../../../privacy/webhooks/signature.ts'
import { HttpSmsGateway, type HttpSmsOptions } from './http.ts'
import { SmsSimulator } from './simulator.ts'

const secret = 'a secret of both sides'
const sms = { id: 'message-1', to: '+37120000001', text: '604913 is part of a code.' }

let simulator: SmsSimulator
let url: string
beforeEach(async () => {
  simulator = new SmsSimulator(secret)
  url = await simulator.listen()
})
afterEach(() => simulator.close())

const gateway = (options: Partial<HttpSmsOptions> = {}) =>
  new HttpSmsGateway({ url, secret, timeoutMs: 20_000, tries: 3, pauseMs: 5, ...options })

const failureOf = (sending: Promise<void>): Promise<unknown> =>
  sending.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the SMS gateway over HTTP', () => {
  it('hands a message over, signed', async () => {
    await gateway().send(sms)
    expect(simulator.messages).toEqual([sms])
    expect(simulator.requests).toBe(1)
  })

  it('tries again where none comes in time', async () => {
    simulator.fail('silent')
    await gateway({ timeoutMs: 300, tries: 8 }).send(sms)
    expect(simulator.messages).toEqual([sms])
    expect(simulator.requests).toBeGreaterThan(1)
  })

  it('tries again after an answer of the server’s fault, or a cut connection', async () => {
    for (const fault of [500, 503, 429, 408, 'cut'] as const) {
      simulator.fail(fault)
      await gateway().send({ ...sms, id: `message ${fault}` })
    }
    expect(simulator.messages).toHaveLength(5)
    expect(simulator.requests).toBe(10)
  })

  it('sends a message once though its answer was lost', async () => {
    simulator.fail('lost')
    await gateway().send(sms)
    expect(simulator.requests).toBe(2)
    expect(simulator.messages).toEqual([sms])
  })

  it('gives up after its tries, and at once where another try cannot help', async () => {
    simulator.fail(503, 503, 503)
    expect(await failureOf(gateway().send(sms))).toMatchObject({ name: 'NotTaken', again: true })
    expect(simulator.requests).toBe(3)
    simulator.fail(422)
    expect(await failureOf(gateway().send(sms))).toMatchObject({ name: 'NotTaken', again: false })
    expect(simulator.requests).toBe(4)
  })

  it('is not believed under another secret, and fails without telling number or text', async () => {
    const error = await failureOf(gateway({ secret: 'another' }).send(sms))
    expect(error).toBeInstanceOf(NotTaken)
    expect(String(error)).not.toMatch(/37120000001|604913/)
    expect(simulator.messages).toEqual([])
  })

  it('fails where nobody listens', async () => {
    const error = await failureOf(gateway({ url: 'http://127.0.0.1:9/sms' }).send(sms))
    expect(error).toMatchObject({ again: true })
  })
})

describe('a signature', () => {
  it('holds for its body, secret and time alone', () => {
    const header = sign(secret, 'body', 1_000_000)
    expect(isSigned(secret, 'body', header, 1_000_000)).toBe(true)
    expect(isSigned(secret, 'body', header, 1_000_300)).toBe(true)
    expect(isSigned(secret, 'body', header, 1_000_301)).toBe(false)
    expect(isSigned(secret, 'bodx', header, 1_000_000)).toBe(false)
    expect(isSigned('other', 'body', header, 1_000_000)).toBe(false)
    expect(isSigned(secret, 'body', 'v1=00', 1_000_000)).toBe(false)
  })
})
