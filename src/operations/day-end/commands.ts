/** Commands of the close of a day, sent by its runner alone. */
import { type Static, Type } from 'typebox'
import type { StateReader } from '../../kernel/state.ts'
import { dateText, payload } from '../../kernel/wire.ts'
import type { CommandKind, Context } from '../../storage/command.ts'
import { type AboutDay, dayEndNeed, dayEnds, decideBegin, decideCloseDay, decideStep, type StepMove } from './rules.ts'

const stepName = Type.String({ pattern: '^[a-z0-9.-]{1,60}$' })
const subject = Type.Object({}, { description: 'A payload of the step’s command' })
const count = Type.Integer({ minimum: 0 })
const text = Type.String({ maxLength: 500 })

const about = (state: StateReader, { day }: { readonly day: string }, context: Context): AboutDay => ({
  before: state.get(dayEnds, 'day-end'),
  day: Temporal.PlainDate.from(day),
  businessDate: context.businessDate,
  terms: context.terms(),
})

const beginPayload = payload({ day: dateText, steps: Type.Array(stepName) })

export const beginDay: CommandKind<Static<typeof beginPayload>> = {
  kind: 'day.begin',
  summary: 'Begins to close a day that was left behind',
  payload: beginPayload,
  purpose: 'operations',
  roles: ['system'],
  needs: () => [dayEndNeed],
  decide: (state, { payload }, context) => decideBegin(about(state, payload, context), payload.steps),
}

const stepPayload = payload({
  day: dateText,
  step: stepName,
  outcome: Type.Optional(
    payload({ failed: count, problems: Type.Array(payload({ step: stepName, payload: subject, said: text })) }),
  ),
  chunk: Type.Optional(payload({ payloads: Type.Array(subject), subjects: count, after: text })),
  over: Type.Optional(Type.Boolean()),
})

export const stepOfDay: CommandKind<Static<typeof stepPayload>> = {
  kind: 'day.step',
  summary: 'Takes down what a part of a step came to, and plans the next part or ends the step',
  payload: stepPayload,
  purpose: 'operations',
  roles: ['system'],
  needs: () => [dayEndNeed],
  decide: (state, { payload }, context) => decideStep(about(state, payload, context), payload as StepMove),
}

const closePayload = payload({ day: dateText })

export const closeDay: CommandKind<Static<typeof closePayload>> = {
  kind: 'day.close',
  summary: 'Closes a day whose steps are over',
  payload: closePayload,
  purpose: 'operations',
  roles: ['system'],
  needs: () => [dayEndNeed],
  decide: (state, { payload }, context) => decideCloseDay(about(state, payload, context)),
}

export const dayEndCommands = [beginDay, stepOfDay, closeDay]
