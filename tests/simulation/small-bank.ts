/** The bank that simulations and properties begin with. */
import { operator } from '../bank.ts'
import { authorise, euros, openAccount, openInternal, payIn, register, type Sender } from '../customers.ts'

/** The machine for cash by code. */
export const atm = 'ATM-01'

/** Some twenty accounts in two currencies: the institution's own, and those of six people and three companies, with money on them. */
export async function settle(bank: Sender): Promise<void> {
  const nostro = await openInternal(bank, 'nostro')
  await openInternal(bank, 'nostro', 'USD')
  for (const currency of ['EUR', 'USD'])
    for (const product of ['till', 'fees', 'interest', 'tax']) await openInternal(bank, product, currency)
  await openInternal(bank, 'transit')
  const cash = await openInternal(bank, 'till')
  await bank.do('atm.install', { atm, till: cash }, { actor: operator })
  await bank.do('internal.move', { from: cash, to: nostro, amount: euros(200_000) }, { actor: operator })
  const people: string[] = []
  for (let i = 0; i < 6; i += 1) people.push(await register(bank, 'natural', `person ${i}`))
  for (const [i, holder] of people.entries()) {
    const account = await openAccount(bank, holder)
    await payIn(bank, nostro, account, 20_000)
    if (i < 3) await openAccount(bank, holder, { currency: 'USD' })
  }
  for (let i = 0; i < 3; i += 1) {
    const company = await register(bank, 'legal', `company ${i}`)
    const orderedBy = people[i] as string
    await authorise(bank, company, orderedBy)
    const account = await openAccount(bank, company, { orderedBy })
    await payIn(bank, nostro, account, 50_000)
  }
}
