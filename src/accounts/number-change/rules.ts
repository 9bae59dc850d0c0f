/** Changing an account's number: announced first, carried out when the notice has run. */
import { calendarOf } from '../../kernel/calendar.ts'
import { accept, assertInvariant, type Decision, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Affairs } from '../affairs/rules.ts'
import { accountFiles, numberOf } from '../files/rules.ts'
import { accountNumbers, allotNumber, giveNumber } from '../numbers/rules.ts'

/** What the number is to be made of: one of the entity's bank codes, its first unless told, and a fresh number. */
export type NumberAsked = {
  readonly entity: Entity
  readonly bankCode: string | undefined
  readonly nextId: () => number
}

/** In this order: the entity has no such bank code; the account is closed; a change was announced already. */
export const announceRefusals = ['bank-code-unknown', 'account-closed', 'change-announced'] as const
export type AnnounceRefusal = (typeof announceRefusals)[number]

/** Tells the customer of a new number. It may take the place of the present one when the notice has run. */
export function decideAnnounce(
  { account, file }: Affairs,
  { entity, bankCode, nextId }: NumberAsked,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, AnnounceRefusal> {
  const cited = terms.cite('account.number')
  if (bankCode !== undefined && !entity.bankCodes.includes(bankCode))
    return refuse('bank-code-unknown', cited, { bankCodes: entity.bankCodes })
  if (account.status === 'closed') return refuse('account-closed', cited)
  if (file.numberChange !== null)
    return refuse('change-announced', cited, {
      number: file.numberChange.iban,
      from: file.numberChange.from.toString(),
    })
  const { notice } = terms.parameters('account.number')
  const from = addPeriod(on, parsePeriod(notice), calendarOf(entity.calendar))
  const iban = allotNumber(entity, nextId(), bankCode)
  const changed = { ...file, numberChange: { iban, announcedOn: on, from } }
  return accept([effect(accountFiles, file.account, changed)], cited, {
    account: String(file.account),
    number: iban,
    from: from.toString(),
  })
}

/** In this order: the account is closed; no change was announced; its notice still runs. */
export const changeRefusals = ['account-closed', 'change-not-announced', 'notice-running'] as const
export type ChangeRefusal = (typeof changeRefusals)[number]

/** Carries out an announced change: the new number holds from today, the old one still names the account, marked as former. */
export function decideChange(
  { account, file }: Affairs,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, ChangeRefusal> {
  const cited = terms.cite('account.number')
  if (account.status === 'closed') return refuse('account-closed', cited)
  const change = file.numberChange
  if (change === null) return refuse('change-not-announced', cited)
  if (Temporal.PlainDate.compare(on, change.from) < 0)
    return refuse('notice-running', cited, { from: change.from.toString() })
  const former = numberOf(file)
  assertInvariant(former !== change.iban, 'a changed number is another one')
  const numbers = [...file.numbers, { iban: change.iban, from: on }]
  return accept(
    [
      effect(accountFiles, file.account, { ...file, numbers, numberChange: null }),
      effect(accountNumbers, former, { kind: 'replaced' }),
      giveNumber(change.iban, file.account),
    ],
    cited,
    { account: String(file.account), number: change.iban, former },
  )
}
