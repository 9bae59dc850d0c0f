/** Banks whose accounts earn interest, for tests: money that comes in on any value date, and interest posted as the day's close posts it. */
import { expect } from 'vitest'
import { type Ask, operator, type TestBank } from '../../../../tests/bank.ts'
import { dateOf, dayNumber } from '../../../kernel/day-number.ts'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { type AccountEvent, accounts, type EntryNature } from '../../../ledger/rules.ts'
import { idIn, registerPerson } from '../../../parties/testing/people.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import type { PriceRow } from '../../../rulebook/prices.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import type { InternalProduct } from '../../internal/rules.ts'
import { about, accountIn, openActive } from '../../testing/accounts.ts'

/** The institution's own accounts that interest and charges need, in a currency. */
export type Own = Readonly<Record<'nostro' | 'fees' | 'interest' | 'tax' | 'penalties', AccountId>>

export async function ownAccounts(bank: TestBank, currency = 'EUR'): Promise<Own> {
  const open = async (product: InternalProduct) =>
    idIn<AccountId>(await bank.do('internal.open', { product, currency }, { actor: operator }), 'account')
  return {
    nostro: await open('nostro'),
    fees: await open('fees'),
    interest: await open('interest'),
    tax: await open('tax'),
    penalties: await open('penalties'),
  }
}

/** A customer with an active account in a currency, and the institution's own accounts for it. */
export async function saver(
  bank: TestBank,
  currency = 'EUR',
): Promise<{ readonly own: Own; readonly liga: PartyId; readonly account: AccountId }> {
  const own = await ownAccounts(bank, currency)
  const liga = await registerPerson(bank, 'liga')
  return { own, liga, account: await openActive(bank, [liga], { currency }) }
}

/** Moves money in, or out where the amount is below zero, with the business date as value date unless told otherwise. */
export async function move(
  bank: TestBank,
  { nostro }: Own,
  account: AccountId,
  minorUnits: number,
  valueDate?: string,
): Promise<void> {
  const { currency } = accountIn(bank, account)
  const amount = { minor: String(Math.abs(minorUnits)), currency }
  const dated = valueDate === undefined ? {} : { valueDate }
  const { code } =
    minorUnits > 0
      ? await bank.do(
          'payment.incoming',
          { nostro: String(nostro), to: { account: String(account) }, amount, ...dated },
          { actor: operator },
        )
      : await bank.do(
          'debit.entitled',
          {
            from: String(account),
            to: String(nostro),
            nature: 'forced',
            ground: 'law',
            reference: '1',
            amount,
            ...dated,
          },
          { actor: operator },
        )
  expect(code).toBeNull()
}

/** Posts interest through a day, to accounts as they stand now, for the month in which the day lies. */
export function post(
  bank: TestBank,
  through: string,
  posted: readonly AccountId[],
  ask: Ask = { actor: operator },
): Promise<DecisionView> {
  const from = `${through.slice(0, 8)}01`
  const standing = posted.map((account) => `${account}@${accountIn(bank, account).seq}`)
  return bank.do('interest.post', { through, from, accounts: standing }, ask)
}

/** Every entry of an account of these natures: nature, amount, value date. */
export function entriesOf(bank: TestBank, account: AccountId, ...natures: readonly EntryNature[]): readonly string[] {
  return bank.storage.journal(bank.writer.head.lane).flatMap((batch) =>
    (batch.steps.get(accounts) ?? []).flatMap(({ key, event }) => {
      const entry = event as AccountEvent
      if (key !== account || entry.kind !== 'entry' || !natures.includes(entry.nature)) return []
      return [`${entry.nature} ${entry.amountMinor} ${entry.valueDate}`]
    }),
  )
}

/** The pack with a further version of the price list, in which some rows are others. */
export function withPrices(pack: Pack, version: string, change: (row: PriceRow) => PriceRow | undefined): Pack {
  const documents = pack.documents.flatMap((document) => {
    if (document.code !== 'PL' || document.version >= version) return [document]
    const clauses = document.clauses.map((clause) => ({
      ...clause,
      ...(clause.prices === undefined ? {} : { prices: clause.prices.flatMap((row) => change(row) ?? []) }),
    }))
    return [document, { ...document, version, effective: Temporal.PlainDate.from(version), clauses }]
  })
  return { ...pack, documents, hash: `${pack.hash} ${version}` }
}

/** The pack with another rate of interest from a day on. */
export const withRate = (pack: Pack, version: string, annualPercent: string, minimumBalance = '100000'): Pack =>
  withPrices(pack, version, (row) =>
    row.service === 'balance.interest' ? { ...row, annualPercent, minimumBalance } : row,
  )

/** Gives an account a number of another bank code, after its notice. */
export async function changeNumber(bank: TestBank, account: AccountId, bankCode: string, on: string): Promise<void> {
  expect(await about(bank, 'account.announce-number', account, { bankCode }, { actor: operator })).toMatchObject({
    outcome: 'accepted',
  })
  await bank.cutOver(on)
  expect(await about(bank, 'account.change-number', account, {}, { actor: operator })).toMatchObject({
    outcome: 'accepted',
  })
}

export const dayAfter = (day: string): string =>
  dateOf((dayNumber(Temporal.PlainDate.from(day)) + 1) as never).toString()
