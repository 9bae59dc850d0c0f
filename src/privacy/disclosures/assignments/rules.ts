/** Assignments of claims: the debtor is told, the creditor changes, and the data that belong to the claim go along. */
import { accept, type Decision, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Disclosers, type DisclosureRefusal, disclosureRefusals } from '../asked/rules.ts'
import type { Showing } from '../evidence/rules.ts'
import { citing, receiverOf } from '../receivers/rules.ts'
import { decideDisclose } from '../rules.ts'

/** Who is owed an obligation since it was assigned; by `creditorKey`. Without a record it is the institution. */
export type Creditor = {
  readonly subject: PartyId
  readonly obligation: string
  /** By registration number. */
  readonly creditor: string
  readonly assignment: number
  readonly since: Temporal.PlainDate
}

export const creditors = records<string, Creditor>('creditor')

export const creditorKey = (subject: PartyId, obligation: string): string => `${subject} ${obligation}`

export type Assignment = {
  readonly assignment: number
  readonly subject: PartyId
  readonly obligations: readonly string[]
  readonly assignee: string
  /** The number of the agreement on it. */
  readonly agreement: string
  /** Under which the archive keeps what was told to the debtor; null where a claim is pledged and nobody was. */
  readonly notice: string | null
  /** The claim is pledged: the creditor stays. */
  readonly pledged: boolean
  readonly disclosure: number
  readonly on: Temporal.PlainDate
}

export const assignments = records<number, Assignment>('assignment')

export type Assigning = {
  readonly subject: PartyId
  readonly obligations: readonly string[]
  readonly recipient: string
  readonly assignee: string
  readonly country: string
  readonly agreement: string
  readonly notice: string | undefined
  readonly purpose: string
  readonly kinds: readonly Attribute[]
  /** Where the register asks for more than the assignment: that the claim is overdue. */
  readonly shown: readonly Showing[]
}

/** In this order. */
export const assignRefusals = [
  'recipient-not-registered',
  'recipient-no-assignee',
  'debtor-not-told',
  'claim-assigned',
  ...disclosureRefusals,
] as const
export type AssignRefusal = 'recipient-no-assignee' | 'debtor-not-told' | 'claim-assigned' | DisclosureRefusal

/** Assigns obligations of one person to a new creditor, with their data. */
export function decideAssign(
  asked: Assigning,
  before: readonly (Creditor | undefined)[],
  by: Disclosers,
  terms: Terms,
): Decision<Effect, AssignRefusal> {
  const { subject, obligations, recipient, assignee, country, agreement, notice, purpose, kinds, shown } = asked
  const receiver = receiverOf(terms, recipient)
  if (receiver === undefined) return refuse('recipient-not-registered', terms.cite('disclosure.listed'), { recipient })
  if (!receiver.requires.every((all) => all.includes('assignment')))
    return refuse('recipient-no-assignee', citing(terms.cite('disclosure.listed'), receiver), { recipient })
  const cited = citing(terms.cite('assignment.creditor'), receiver)
  // Whoever takes a claim for the financing of the institution holds it as a pledge.
  const pledged = receiver.requires.every((all) => all.includes('financing'))
  if (notice === undefined && !pledged) return refuse('debtor-not-told', cited)
  const gone = before.filter((one) => one !== undefined).map(({ obligation }) => obligation)
  if (gone.length > 0) return refuse('claim-assigned', cited, { obligations: gone })
  const made = decideDisclose(
    {
      recipient,
      receiver: assignee,
      purpose,
      basis: 'legitimate-interest',
      kinds,
      country,
      accessFrom: [],
      subjects: [subject],
      shown: [...shown, { kind: 'agreement', reference: agreement }],
      found: [{ kind: 'assignment', reference: agreement }],
    },
    by,
    terms,
  )
  if (made.outcome === 'refused') return made
  const assignment: Assignment = {
    assignment: by.nextId(),
    subject,
    obligations,
    assignee,
    agreement,
    notice: notice ?? null,
    pledged,
    disclosure: Number(made.facts['disclosure']),
    on: by.on,
  }
  const changed = (pledged ? [] : obligations).map((obligation) => {
    const creditor: Creditor = {
      subject,
      obligation,
      creditor: assignee,
      assignment: assignment.assignment,
      since: by.on,
    }
    return effect(creditors, creditorKey(subject, obligation), creditor)
  })
  return accept(
    [...made.effects, create(assignments, assignment.assignment, assignment), ...changed],
    together(cited, made.cited),
    {
      ...made.facts,
      assignment: String(assignment.assignment),
      ...(pledged ? { pledgee: assignee } : { creditor: assignee }),
      obligations,
      told: assignment.notice,
    },
  )
}
