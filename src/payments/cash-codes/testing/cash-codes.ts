/** Cash codes in a bank for tests: applied for, completed, entered and used the way of all commands. */
import { expect } from 'vitest'
import { type Ask, operator, TestBank } from '../../../../tests/bank.ts'
import { accountIn, eur, ligaWithAccount, openInternal, payIn } from '../../../accounts/testing/accounts.ts'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { idIn, type Person, people, told } from '../../../parties/testing/people.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import type { Actor } from '../../../storage/command.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { type CashCode, type CashCodeId, cashCodes } from '../rules.ts'

export const atm: Actor = { role: 'atm', staff: 'ATM-01' }
export const system: Actor = { role: 'system' }

export type CodeBank = {
  readonly bank: TestBank
  readonly liga: PartyId
  readonly account: AccountId
  readonly till: AccountId
  readonly cash: AccountId
}

/** The local time in Riga, as an instant. */
export const inRiga = (text: string): Temporal.Instant =>
  Temporal.ZonedDateTime.from(`${text}[Europe/Riga]`).toInstant()

/** Līga has 500.00 on an account; the machine ATM-01 holds 1,000.00. It is noon in Riga. */
export async function codeBank(on = '2026-01-05', change = (pack: Pack): Pack => pack): Promise<CodeBank> {
  const bank = await TestBank.open({ on, change })
  bank.clock.at = inRiga(`${on}T12:00`)
  const { liga, account } = await ligaWithAccount(bank)
  await openInternal(bank, 'fees')
  const till = await openInternal(bank, 'till')
  const cash = await openInternal(bank, 'till')
  expect(await payIn(bank, till, account, 50_000)).toMatchObject({ outcome: 'accepted' })
  await bank.do('internal.move', { from: String(cash), to: String(till), amount: eur(20_000) }, { actor: operator })
  await bank.do('atm.install', { atm: 'ATM-01', till: String(cash) }, { actor: operator })
  return { bank, liga, account, till, cash }
}

export type Wanted = {
  readonly account: AccountId
  readonly minor?: number
  readonly direction?: 'withdrawal' | 'deposit'
  readonly person?: Person
  readonly digits?: string
  readonly more?: object
}

/** What an application says; in the digital channel unless told. */
export const applicationOf = ({ account, minor = 10_000, direction = 'withdrawal', more = {} }: Wanted) => ({
  account: String(account),
  direction,
  amount: eur(minor),
  channel: 'digital',
  signed: true,
  acknowledged: true,
  delivery: 'sms',
  phoneNamed: true,
  chosenLength: 4,
  weak: [],
  ...more,
})

const blindOf = (person: Person) => `blind of ${people[person].code}`

/** Applies, as the customer named, or as `actor`. */
export function apply(bank: TestBank, actor: Actor, wanted: Wanted): Promise<DecisionView> {
  const { person = 'liga', digits = '2580' } = wanted
  const ask: Ask = {
    actor,
    details: [told('+37120000001', 'contact')],
    blinds: { code: blindOf(person), chosen: `chosen ${digits}` },
  }
  return bank.do('cash-code.apply', applicationOf(wanted), ask)
}

export const customer = (party: PartyId): Actor => ({ role: 'customer', party })

/** Assigns the institution's digits, as the system does after an application. */
export const assign = (bank: TestBank, code: CashCodeId, digits = '604913'): Promise<DecisionView> =>
  bank.do(
    'cash-code.assign',
    { code: String(code), length: digits.length },
    { actor: system, blinds: { assigned: `assigned ${digits}` } },
  )

/** An application of Līga's that was accepted, with the institution's digits. */
export async function codeOf({ bank, liga, account }: CodeBank, wanted: Partial<Wanted> = {}): Promise<CashCodeId> {
  const code = idIn<CashCodeId>(await apply(bank, customer(liga), { account, ...wanted }), 'code')
  expect(await assign(bank, code)).toMatchObject({ outcome: 'accepted' })
  return code
}

/** The bank with such a code. */
export async function liveCode(wanted: Partial<Wanted> = {}): Promise<CodeBank & { readonly code: CashCodeId }> {
  const setUp = await codeBank()
  return { ...setUp, code: await codeOf(setUp, wanted) }
}

export type Typed = {
  readonly person?: Person
  readonly chosen?: string
  readonly assigned?: string
  readonly actor?: Actor
}

/** Enters a code at the machine: the right one unless told. */
export async function enter(bank: TestBank, typed: Typed = {}): Promise<string> {
  const { person = 'liga', chosen = '2580', assigned = '604913', actor = atm } = typed
  const blinds = { code: blindOf(person), chosen: `chosen ${chosen}`, assigned: `assigned ${assigned}` }
  return String(idIn(await bank.do('cash-code.enter', {}, { actor, blinds }), 'entry'))
}

/** Asks for a transaction with an entry. */
export const transact = (
  bank: TestBank,
  entry: string,
  minor: number,
  direction: 'withdrawal' | 'deposit' = 'withdrawal',
  actor: Actor = atm,
): Promise<DecisionView> => bank.do('cash-code.use', { entry, direction, amount: eur(minor) }, { actor })

/** Enters the right code and asks for a transaction. */
export async function use(
  bank: TestBank,
  minor: number,
  direction: 'withdrawal' | 'deposit' = 'withdrawal',
  typed: Typed = {},
): Promise<DecisionView> {
  return transact(bank, await enter(bank, typed), minor, direction)
}

export function codeIn(bank: TestBank, code: CashCodeId): CashCode {
  const found = bank.record(cashCodes, code)
  if (found === undefined) throw new Error(`there is no code ${code}`)
  return found
}

export const balanceOf = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).balanceMinor
