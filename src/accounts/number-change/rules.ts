/** Changing an account's number: announced first, carried out when the notice has run. */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, assertInvariant, type Decision, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { Iban } from '../../kernel/iban.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Affairs } from '../affairs/rules.ts'
import { accountFiles, numberOf } from '../files/rules.ts'
import { accountNumbers, giveNumber } from '../numbers/rules.ts'

/** In this order: the account is closed; a change was announced already. */
export const announceRefusals = ['account-closed', 'change-announced'] as const
export type AnnounceRefusal = (typeof announceRefusals)[number]

/** Tells the customer of a new number. It may take the place of the present one when the notice has run. */
export function decideAnnounce(
  { account, file }: Affairs,
  iban: Iban,
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Decision<Effect, AnnounceRefusal> {
  const cited = terms.cite('account.number')
  if (account.status === 'closed') return refuse('account-closed', cited)
  if (file.numberChange !== null)
    return refuse('change-announced', cited, {
      number: file.numberChange.iban,
      from: file.numberChange.from.toString(),
    })
  const { notice } = terms.parameters('account.number')
  const from = addPeriod(on, parsePeriod(notice), calendar)
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
