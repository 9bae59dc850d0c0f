/**
 * The wrapping of commands that reach a person or hand their data over: whoever must be told of data that somebody else gave, is told at
 * the first of them, not only when the time is up.
 */
import { clearDeadline, setDeadline } from '../../kernel/deadline.ts'
import { together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { effect, need } from '../../kernel/state.ts'
import { idOf } from '../../kernel/wire.ts'
import type { AnyCommandKind, Command } from '../../storage/command.ts'
import { type NoticeOwed, noticeDeadline, noticesOwed } from './notices/rules.ts'

type Named = { readonly subject?: string; readonly subjects?: readonly string[] }

/** Commands that are a first contact with the person, or a disclosure about them. */
export const contacts: readonly string[] = ['message.send', 'marketing.send', 'disclosure.make']

const subjectsOf = ({ payload: { subject, subjects = [] } }: Command<Named>): readonly PartyId[] =>
  [...(subject === undefined ? [] : [subject]), ...subjects].map((one) => idOf<PartyId>(one))

/** The kind; where it is accepted, notices owed to its persons fall due the same day. */
export function noticing(kind: AnyCommandKind): AnyCommandKind {
  if (!contacts.includes(kind.kind)) return kind
  return {
    ...kind,
    needs: (command, state) => [
      ...subjectsOf(command).map((one) => need(noticesOwed, one)),
      ...kind.needs(command, state),
    ],
    decide: (state, command, context) => {
      const decision = kind.decide(state, command, context)
      if (decision.outcome === 'refused') return decision
      const on = context.businessDate
      const owed = subjectsOf(command).flatMap((one) => state.get(noticesOwed, one) ?? [])
      const later = owed.filter((one) => one.settled === undefined && Temporal.PlainDate.compare(one.due, on) > 0)
      if (later.length === 0) return decision
      return {
        ...decision,
        effects: [...decision.effects, ...later.flatMap((one) => bringForward(one, on))],
        cited: together(decision.cited, context.terms().cite('fact.others')),
        facts: { ...decision.facts, noticeDue: on.toString() },
      }
    },
  }
}

const bringForward = (owed: NoticeOwed, on: Temporal.PlainDate) => [
  effect(noticesOwed, owed.subject, { ...owed, due: on }),
  clearDeadline({ due: owed.due, kind: noticeDeadline, subject: owed.subject }),
  setDeadline({ due: on, kind: noticeDeadline, subject: owed.subject }),
]
