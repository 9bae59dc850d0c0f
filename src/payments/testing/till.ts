/** A bank for tests of what is paid and charged at its till. */
import { TestBank } from '../../../tests/bank.ts'
import { ligaWithAccount, openInternal } from '../../accounts/testing/accounts.ts'
import type { Pack } from '../../rulebook/pack.ts'

/** Līga's account, the till, and the account of the institution that fees go to. */
export async function bankWithTill(change?: (pack: Pack) => Pack) {
  const bank = await TestBank.open(change === undefined ? {} : { change })
  const { liga, account } = await ligaWithAccount(bank)
  const till = await openInternal(bank, 'till')
  const fees = await openInternal(bank, 'fees')
  return { bank, liga, account, till, fees }
}
