/** Cash by code: slips with a code, an amount and one day on which they are good. */
import type { Actor } from '../../src/storage/command.ts'
import type { ModelAccount, ModelBank } from './bank.ts'
import { isStaff, mayNotAct, mayNotRepresent, noCredit, noDebit, notOpenToDebits, type Payload } from './checks.ts'
import { feeFor, incomeOf } from './fees.ts'
import { agreementOf, noCash, type Rule, type Rules } from './rule.ts'

type Direction = 'withdrawal' | 'deposit'
export type ModelCode = {
  readonly id: string
  readonly account: string
  readonly direction: Direction
  readonly currency: string
  readonly applied: bigint
  readonly channel: 'location' | 'digital'
  readonly filedBy: string | null
  readonly person: string
  readonly day: string
  readonly chosen: string
  assigned: string | null
  used: bigint
  tries: number
  state: 'live' | 'used-up' | 'revoked' | 'blocked' | 'expired'
  /** It was blocked for wrong entries. */
  guessed: boolean
}
export type ModelCodeEntry = { readonly atm: string; readonly code: string | undefined; used: boolean }
/** What was applied for and used on the last day with either. */
export type ModelCodeDay = { day: string; applied: Record<Direction, bigint>; used: Record<Direction, bigint> }

const digits = { chosen: 4, assigned: 6 }
const mostTries = 3
const shownUpTo = 30_000n
/** In euro; other currencies have no limits. */
const limits = { location: { one: 60_000n, day: 100_000n }, digital: { one: 50_000n, day: 80_000n } }

const isOver = (bank: ModelBank, { day }: ModelCode): boolean => day < bank.today
const isLive = (bank: ModelBank, code: ModelCode): boolean => code.state === 'live' && !isOver(bank, code)

function ended(bank: ModelBank, code: ModelCode): string | undefined {
  if (code.state === 'revoked' || code.state === 'blocked' || code.state === 'used-up') return `cash-code-${code.state}`
  return isLive(bank, code) ? undefined : 'cash-code-expired'
}

function dayOf(bank: ModelBank, account: string): ModelCodeDay {
  const found = bank.codeDays.get(account)
  if (found?.day === bank.today) return found
  const fresh = {
    day: bank.today,
    applied: { withdrawal: 0n, deposit: 0n },
    used: { withdrawal: 0n, deposit: 0n },
  }
  bank.codeDays.set(account, fresh)
  return fresh
}

/** What is left of an ended code may be applied for again on its day. */
function end(bank: ModelBank, code: ModelCode, state: ModelCode['state']): void {
  code.state = state
  const day = bank.codeDays.get(code.account)
  if (day?.day === code.day) day.applied[code.direction] -= code.applied - code.used
}

/** Whether a person may pay in or take out so much for the account's holder. */
function isEntitled(
  bank: ModelBank,
  { holder }: ModelAccount,
  { person, filedBy, channel }: Pick<ModelCode, 'person' | 'filedBy' | 'channel'>,
  amount: Payload,
): boolean {
  const customer = bank.parties.get(holder ?? '')
  if (customer === undefined) return false
  if (customer.kind === 'natural' && customer.id === person) return true
  if (filedBy !== person && (customer.kind === 'natural' || channel !== 'digital')) return false
  return mayNotRepresent(bank, customer.id, person, amount) === undefined
}

function overLimit({ currency, channel }: Pick<ModelCode, 'currency' | 'channel'>, amount: bigint, day: bigint) {
  if (currency !== 'EUR') return undefined
  if (amount > limits[channel].one) return 'transaction-limit-exceeded'
  return day > limits[channel].day ? 'day-limit-exceeded' : undefined
}

/** Takes a fee from the account, or writes it down as due. */
function takeOrOwe(bank: ModelBank, account: ModelAccount, fee: bigint, decision: string): void {
  if (bank.available(account) >= fee) bank.move(decision, account.id, incomeOf(bank, account.currency).id, fee)
  else agreementOf(bank, account.holder).dues.push({ account: account.id, dueOn: bank.date, left: fee })
}

const about =
  (rest: (bank: ModelBank, code: ModelCode, payload: Payload, actor: Actor) => ReturnType<Rule>): Rule =>
  (bank, payload, actor) => {
    const code = bank.codes.get(payload.code)
    return code === undefined ? 'cash-code-unknown' : rest(bank, code, payload, actor)
  }

export const cashCodeRules: Rules = {
  'atm.install': (bank, { atm, till }) =>
    bank.accounts.get(till)?.kind === 'till' ? () => bank.atms.set(atm, till) : 'till-unknown',
  'cash-code.apply': (bank, payload, actor, blinds) => {
    const account = bank.accounts.get(payload.account)
    if (account?.kind !== 'customer') return 'account-unknown'
    const refused = mayNotAct(bank, account, payload, actor)
    if (refused !== undefined) return refused
    const asked = {
      ...payload,
      person: bank.byCode.get(blinds['code'] ?? ''),
      filedBy: filedBy(bank, account, payload, actor),
    }
    const unfit =
      unfitForm(bank, account, asked, actor) ?? unfitAccount(bank, account, asked) ?? declined(bank, account, asked)
    if (unfit !== undefined) return unfit
    return ({ id, facts }) => {
      const code = String(facts['code'])
      const { direction, channel, amount, person } = asked
      const applied = BigInt(amount.minor)
      const kept = (bank.codesOf.get(person) ?? []).filter((one) => !isOver(bank, bank.codes.get(one) as ModelCode))
      bank.codesOf.set(person, [...kept, code])
      bank.codes.set(code, {
        ...{ id: code, account: account.id, direction, currency: amount.currency, applied, channel, person },
        ...{ filedBy: asked.filedBy, day: bank.today, chosen: blinds['chosen'] ?? '', assigned: null },
        ...{ used: 0n, tries: 0, state: 'live', guessed: false },
      })
      dayOf(bank, account.id).applied[direction as Direction] += applied
      const fee = feeFor(bank, 'cash-code.application', account, applied, actor)
      if (fee !== undefined) takeOrOwe(bank, account, fee.amount, id)
    }
  },
  'cash-code.assign': (bank, payload, _actor, { assigned = '' }) => {
    const code = bank.codes.get(payload.code)
    if (code === undefined) return 'cash-code-unknown'
    const refused = ended(bank, code)
    if (refused !== undefined) return refused
    if (payload.length !== digits.assigned) return 'digits-length'
    return () => {
      code.assigned = assigned
    }
  },
  'cash-code.enter': (bank, _payload, { staff = '' }, { code: blind = '', chosen, assigned }) => {
    if (!bank.atms.has(staff)) return 'atm-unknown'
    return ({ facts }) => {
      const list = (bank.codesOf.get(bank.byCode.get(blind) ?? '') ?? []).map((id) => bank.codes.get(id) as ModelCode)
      const open = list.filter(({ guessed }) => !guessed)
      const right = open.filter((one) => one.chosen === chosen && one.assigned !== null && one.assigned === assigned)
      const match = right.find((one) => isLive(bank, one)) ?? right[0]
      bank.codeEntries.set(String(facts['entry']), { atm: staff, code: match?.id, used: false })
      if (match !== undefined) return
      for (const one of open.filter((code) => isLive(bank, code))) {
        one.tries += 1
        // What was left of it still counts towards its day.
        if (one.tries >= mostTries) Object.assign(one, { state: 'blocked', guessed: true })
      }
    }
  },
  'cash-code.use': (bank, { entry: text, direction, amount }, { staff = '' }) => {
    const till = bank.accounts.get(bank.atms.get(staff) ?? '')
    if (till === undefined) return 'atm-unknown'
    const entry = bank.codeEntries.get(text)
    if (entry === undefined || entry.atm !== staff || entry.used) return 'code-entry-unknown'
    const code = bank.codes.get(entry.code ?? '')
    if (code === undefined) return 'cash-code-wrong'
    const account = bank.account(code.account)
    const refused = ended(bank, code)
    if (refused !== undefined) return refused
    if (!isEntitled(bank, account, code, amount)) return 'person-not-entitled'
    if (direction !== code.direction || amount.currency !== code.currency) return 'details-differ'
    const minor = BigInt(amount.minor)
    if (till.currency !== amount.currency) return 'currency-not-at-machine'
    if (minor === 0n) return 'amount-zero'
    if (minor > code.applied - code.used) return 'amount-exceeds-code'
    const fee = feeFor(bank, `cash-code.${direction}`, account, minor, { role: 'atm' })?.amount ?? 0n
    const day = bank.codeDays.get(account.id)
    const before = day?.day === bank.today ? day.used[code.direction] : 0n
    const out = direction === 'withdrawal'
    const unfit =
      (out ? noDebit(bank, account, minor + fee) : noCredit(bank, account)) ??
      overLimit(code, minor, before + minor) ??
      (out ? noCash(till, minor) : undefined)
    if (unfit !== undefined) return unfit
    return ({ id }) => {
      const free = bank.available(account)
      const covered = out || free + minor >= fee || minor >= fee
      if (out) bank.move(id, account.id, till.id, minor)
      else bank.move(id, till.id, account.id, minor)
      if (fee > 0n && covered) bank.move(id, account.id, incomeOf(bank, account.currency).id, fee)
      if (fee > 0n && !covered)
        agreementOf(bank, account.holder).dues.push({ account: account.id, dueOn: bank.date, left: fee })
      code.used += minor
      code.tries = 0
      if (code.used === code.applied) code.state = 'used-up'
      dayOf(bank, account.id).used[code.direction] += minor
      entry.used = true
    }
  },
  'cash-code.revoke': about((bank, code, { channel, orderedBy }, actor) => {
    const refused = mayNotAct(bank, bank.account(code.account), { orderedBy }, actor)
    if (refused !== undefined) return refused
    if (isStaff(actor) === (channel === 'digital')) return 'channel-not-accepted'
    if (channel === 'digital' && code.channel === 'location') return 'not-revocable-digitally'
    return ended(bank, code) ?? (() => end(bank, code, 'revoked'))
  }),
  'cash-code.block': about((bank, code, _payload, { staff }) => {
    if (staff === undefined) return 'staff-decision-needed'
    return ended(bank, code) ?? (() => end(bank, code, 'blocked'))
  }),
  'cash-code.expire':
    (bank, { codes }) =>
    () => {
      for (const id of codes) {
        const code = bank.codes.get(id)
        if (code !== undefined && code.state === 'live' && isOver(bank, code)) code.state = 'expired'
      }
    },
}

function filedBy(bank: ModelBank, { holder }: ModelAccount, { orderedBy }: Payload, actor: Actor): string | null {
  if (actor.party !== undefined) return String(actor.party)
  if (actor.role === 'system') return null
  return orderedBy ?? (bank.parties.get(holder ?? '')?.kind === 'natural' ? holder : null)
}

function unfitForm(bank: ModelBank, account: ModelAccount, asked: Payload, actor: Actor): string | undefined {
  const { channel, signed, phoneNamed, person, acknowledged, chosenLength, weak, delivery, amount } = asked
  if ((actor.party === undefined) !== (channel === 'location')) return 'channel-not-accepted'
  if (!signed) return 'application-unsigned'
  if (!phoneNamed) return 'phone-missing'
  if (person === undefined) return 'person-unknown'
  if (bank.parties.get(person)?.kind !== 'natural') return 'person-not-natural'
  if (!isEntitled(bank, account, asked, amount)) return 'person-not-entitled'
  if (!acknowledged) return 'duties-not-acknowledged'
  if (chosenLength !== digits.chosen) return 'digits-length'
  if (weak.length > 0) return 'digits-guessable'
  const mayShow =
    channel === 'digital' && (amount.currency === 'EUR' ? BigInt(amount.minor) <= shownUpTo : amount.minor === '0')
  return delivery === 'sms' || mayShow ? undefined : 'display-not-offered'
}

function unfitAccount(bank: ModelBank, account: ModelAccount, { amount, direction }: Payload): string | undefined {
  if (account.currency !== amount.currency) return 'currency-differs'
  if (amount.minor === '0') return 'amount-zero'
  return direction === 'deposit' ? noCredit(bank, account) : notOpenToDebits(bank, account)
}

function declined(bank: ModelBank, account: ModelAccount, asked: Payload): string | undefined {
  const { amount, direction, channel } = asked
  const minor = BigInt(amount.minor)
  const fee = feeFor(bank, 'cash-code.application', account, minor, { role: 'teller' })?.amount ?? 0n
  if (direction === 'withdrawal' && fee > 0n && fee > bank.available(account)) return 'application-fee-not-covered'
  const day = bank.codeDays.get(account.id)
  const before = day?.day === bank.today ? day.applied[direction as Direction] : 0n
  return overLimit({ currency: amount.currency, channel }, minor, before + minor)
}
