/** A bank to load: customers with one active account each, made through the command path like any other. */
import type { AccountId, PartyId } from '../../src/kernel/ids.ts'
import type { Actor, Command, Detail } from '../../src/storage/command.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'

export type Customer = { readonly party: PartyId; readonly account: AccountId }

const system: Actor = { role: 'system' }
/** Commands under way at once while the bank is made. */
const atOnce = 4_000

/** Makes `count` customers, each with an account in EUR that holds 1,000,000.00. */
export async function makeCustomers(
  writer: LaneWriter,
  count: number,
  onProgress: (done: number) => void,
): Promise<readonly Customer[]> {
  const ask = asker(writer)
  const till = await ask('internal.open', { product: 'nostro', currency: 'EUR' })
  const customers: Customer[] = []
  for (let from = 0; from < count; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i)
    const made = await Promise.all(
      numbers.map(async (number): Promise<Customer> => {
        const told = [`Customer ${number}`, `code ${number}`].map(
          (text): Detail => ({ category: 'identity', plain: Buffer.from(text) }),
        )
        const { party } = await ask(
          'party.register',
          { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code'] },
          { details: told, blinds: { code: `bench-${number}` } },
        )
        const opened = await ask('account.open', { holders: [party], currency: 'EUR', channel: 'location' })
        const account = opened['account']
        await ask('account.activate', { account })
        const amount = { minor: '100000000', currency: 'EUR' }
        await ask('payment.incoming', { nostro: till['account'], to: { account }, amount })
        return { party: Number(party) as PartyId, account: Number(account) as AccountId }
      }),
    )
    customers.push(...made)
    onProgress(customers.length)
  }
  return customers
}

/** Sends commands of the bench one after another, each of which must be accepted; gives the decision's facts. */
function asker(writer: LaneWriter) {
  let sent = 0
  return async (kind: string, payload: unknown, personal: Pick<Command, 'details' | 'blinds'> = {}) => {
    sent += 1
    const command: Command = {
      kind,
      client: 'bench-setup',
      key: `setup-${sent}`,
      actor: system,
      purpose: 'operations',
      payload,
      ...personal,
    }
    const { decision } = await writer.submit(command)
    if (decision.outcome === 'refused') throw new Error(`${kind} was refused: ${decision.code}`)
    return decision.facts as Readonly<Record<string, string>>
  }
}
