import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

describe('many commands at once', () => {
  const transfers = (amounts: readonly string[], name: string) =>
    amounts.map((minor, i) => ({
      kind: 'payment.transfer',
      key: `${name}-${i}`,
      payload: { from: String(api.bank.martaEuro), to: { account: String(api.bank.jointEuro) }, amount: euro(minor) },
    }))

  it('stand or fall together when they are atomic', async () => {
    const before = await api.fingerprint()
    const { status, body } = await api.post('/commands/bulk', {
      mode: 'atomic',
      commands: transfers(['1', '99999999', '2'], 'a'),
    })
    expect(status).toBe(200)
    expect(body.results.map(({ answer }: { answer: { code: string } }) => answer.code)).toEqual([
      'group-undone',
      'insufficient-funds',
      'group-undone',
    ])
    expect(await api.fingerprint()).toBe(before)
    expect(
      (await api.post('/commands/bulk', { mode: 'atomic', commands: transfers(['1', '2'], 'b') })).body,
    ).toMatchObject({
      carriedOut: 2,
      refused: 0,
    })
  })

  it('are carried out each for itself when they continue on failure, in their order, and repeat', async () => {
    const commands = [...transfers(['1', '99999999', '2'], 'c'), { kind: 'nothing', key: 'c-4', payload: {} }]
    const first = await api.post('/commands/bulk', { mode: 'continueOnFailure', commands })
    expect(first.body).toMatchObject({ carriedOut: 2, refused: 2 })
    expect(first.body.results.map(({ status }: { status: number }) => status)).toEqual([200, 422, 200, 404])
    const again = await api.post('/commands/bulk', { mode: 'continueOnFailure', commands })
    expect(again.body.results.map(({ repeated }: { repeated: boolean }) => repeated)).toEqual([true, true, true, false])
  })

  it('refuse the request as a whole when one of an atomic group is malformed', async () => {
    const [one, two] = transfers(['1', '2'], 'd')
    const commands = [one, { ...two, payload: { ...two?.payload, amount: euro('-2') } }]
    const head = await api.head()
    expect(await api.post('/commands/bulk', { mode: 'atomic', commands })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', facts: { command: 1 } },
    })
    expect(await api.head()).toBe(head)
  })
})
