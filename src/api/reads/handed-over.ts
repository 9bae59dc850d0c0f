/** To whom data of a person went: disclosures, and what messages and payments handed over, each told once, from where it stands. */
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { codesCarried } from '../../payments/cash-codes/sms/store.ts'
import { paymentsHandedOver } from '../../payments/network/store.ts'
import { messageTold, paymentTold, type Told } from '../../privacy/disclosures/carriers/rules.ts'
import { disclosuresAbout } from '../../privacy/disclosures/store.ts'
import { contactFor } from '../../privacy/marketing/messages/rules.ts'
import { messagesCarried } from '../../privacy/marketing/messages/store.ts'
import { agreementsOfParty } from '../../terms/agreements/store.ts'
import type { Api } from '../api.ts'
import { entityOf } from './asked.ts'

/** The newest, newest first: ids of all kinds are of one series, so one cursor goes through all of them. */
export async function handedOver(
  api: Api,
  party: PartyId,
  asked: Parameters<typeof disclosuresAbout>[2],
): Promise<readonly Told[]> {
  const { sql, rulebookOf } = api.institution
  const lane = laneOf(party)
  const { timeZone } = entityOf(api, lane)
  const held = (await agreementsOfParty(sql, lane, party)).flatMap(({ accounts }) => accounts)
  const [disclosures, messages, codes, payments] = await Promise.all([
    disclosuresAbout(sql, party, asked),
    messagesCarried(sql, lane, party, asked),
    codesCarried(sql, party, asked),
    paymentsHandedOver(
      sql,
      lane,
      held.map(({ account }) => account),
      asked,
    ),
  ])
  const went = (id: number, at: Temporal.Instant) => {
    const on = at.toZonedDateTimeISO(timeZone).toPlainDate()
    return { went: { id, subject: party, at, on }, terms: rulebookOf(lane).terms(on) }
  }
  const told: readonly (Told | undefined)[] = [
    ...disclosures,
    ...messages.map(({ message, at, processor, purpose, channel }) => {
      const one = went(message, at)
      return messageTold({ ...one.went, processor, purpose, kinds: contactFor[channel] }, one.terms)
    }),
    ...codes.map(({ code, at, processor }) => {
      const one = went(code, at)
      return messageTold({ ...one.went, processor, purpose: 'payment', kinds: contactFor.sms }, one.terms)
    }),
    ...payments.map(({ payment, at }) => {
      const one = went(payment, at)
      return paymentTold(one.went, one.terms)
    }),
  ]
  return told
    .filter((one) => one !== undefined)
    .sort((one, other) => other.disclosure - one.disclosure)
    .slice(0, asked.limit)
}
