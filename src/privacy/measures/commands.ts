/** Commands about tests of measures. */
import type { Static } from 'typebox'
import { dateText, oneOf, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { itemName, reference } from '../disclosures/payload.ts'
import { measureOfficers, recorderOf } from './payload.ts'
import { decideRenew, decideTest, testResults } from './rules.ts'

const acting = { measure: itemName, on: dateText, evidence: reference } as const
const testing = payload({ ...acting, result: oneOf(testResults, 'Whether the measure does what it should') })
const renewing = payload(acting)

/** Refuses as `decideTest`. Facts: `test`, its id; `next`, by when it is tested again. */
export const testMeasure: CommandKind<Static<typeof testing>> = {
  kind: 'measure.test',
  summary: 'Records what a test of a measure found, and when it is tested again',
  payload: testing,
  purpose: 'operations',
  roles: [...measureOfficers, 'system'],
  needs: () => [],
  decide: (_state, command, context) => {
    const { on, ...asked } = command.payload
    return decideTest({ ...asked, on: Temporal.PlainDate.from(on) }, recorderOf(command, context), context.terms())
  },
}

/** Refuses as `decideRenew`. */
export const renewMeasure: CommandKind<Static<typeof renewing>> = {
  kind: 'measure.renew',
  summary: 'Records what was done to renew a measure',
  payload: renewing,
  purpose: 'operations',
  roles: measureOfficers,
  needs: () => [],
  decide: (_state, command, context) => {
    const { on, ...asked } = command.payload
    const act = { ...asked, on: Temporal.PlainDate.from(on) }
    return decideRenew(act, recorderOf(command, context), context.terms())
  },
}
