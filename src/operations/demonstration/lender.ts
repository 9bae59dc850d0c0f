/**
 * A small demonstration of a lender that keeps no accounts: persons with what is known of them, what they allow and refuse, and an enquiry
 * in a database. Made through the command path, once, like that of a bank.
 */
import type { PartyId } from '../../kernel/ids.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Actor } from '../../storage/command.ts'
import { KeyReused } from '../../storage/lane/errors.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import type { Institution } from '../institution.ts'
import { openedOn } from '../lanes.ts'
import { lenders } from './people.ts'
import { type Sender, senderFor } from './sender.ts'
import { begin, confidentialityOf, creditOfficer, teller, type Vetted, vettedOf } from './staff.ts'

/** Whom the demonstration is about. */
export type DemonstrationLender = { readonly client: PartyId; readonly other: PartyId }

type Shown = (typeof lenders)[keyof typeof lenders]

/**
 * Makes the demonstration of a lender, or what is missing of it. Gives undefined, and does nothing, in a lane that holds something else,
 * and for a pack that there is no demonstration of.
 *
 * @param writer the writer of the entity's lane
 */
export async function demonstrateLender(
  institution: Institution,
  entity: Entity,
  writer: LaneWriter,
): Promise<DemonstrationLender | undefined> {
  const { pack, rulebookOf } = institution
  const shown = Object.entries(lenders).find(([id]) => id === pack.id)?.[1]
  if (shown === undefined) return undefined
  const sender = await senderFor(institution, { entity, writer, firstStep: confidentialityOf(teller) })
  if (sender === undefined) return undefined
  const lane = institution.laneOf(entity)
  const { register } = rulebookOf(lane).terms(await openedOn(institution.sql, lane))
  const version = register.purposes.get(shown.consent)?.cited.version ?? ''
  try {
    return await make(sender, shown, version, await vettedOf(institution, entity))
  } catch (error) {
    // Made by another version of the program: it stays as it is.
    if (error instanceof KeyReused) return undefined
    throw error
  }
}

async function make(
  sender: Sender,
  { country, client, other, consent, enquiry }: Shown,
  version: string,
  vetted: Vetted,
): Promise<DemonstrationLender> {
  await begin(sender, vetted)
  const person = { residence: country, kind: 'natural', consumer: true }
  const first = await sender.make<PartyId>('client', teller, 'party.register', { ...person, ...client }, 'party')
  const second = await sender.make<PartyId>('other client', teller, 'party.register', { ...person, ...other }, 'party')
  const [her, him] = [String(first), String(second)]
  // Without an agreement a lender keeps nothing of anybody for long.
  for (const [subject, affair] of [
    [her, 'A-2026-1'],
    [him, 'A-2026-2'],
  ])
    await sender.accepted(`agreement ${affair}`, creditOfficer, 'affair.note', {
      ...{ subject, affair, kind: 'agreement', amountMinor: '80000' },
    })
  const finances = [
    { kind: 'income', value: 'EUR 1,450 a month' },
    { kind: 'liabilities', value: 'A car lease, EUR 120 a month' },
  ]
  const source = { party: her, purpose: 'creditworthiness', source: 'subject' }
  await sender.accepted('finances', creditOfficer, 'fact.record', { ...source, facts: finances })
  const wording = { purpose: consent, version, language: 'en', channels: ['email'] }
  await sender.accepted('consent', self(first), 'consent.give', { subject: her, ...wording })
  await sender.accepted('refusal', self(second), 'marketing.refuse', { subject: him })
  if (enquiry !== undefined)
    await sender.accepted('enquiry', creditOfficer, 'database-enquiry.make', { subject: her, ...enquiry })
  return { client: first, other: second }
}

const self = (party: PartyId): Actor => ({ role: 'customer', party })
