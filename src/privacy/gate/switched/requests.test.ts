import { expect, it } from 'vitest'
import { packUnderTest } from '../../../../tests/clause.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import type { Actor } from '../../../storage/command.ts'
import { untouched } from '../../switches/rules.ts'
import { type GateRequest, passGate } from '../rules.ts'

const me = 101 as PartyId
const since = Temporal.PlainDate.from('2026-01-02')
const officer: Actor = { role: 'data-protection-officer', staff: 'D-01' }

it.each(['luminor', 'koduliising', 'ozcredit'])('%s answers what a person asks, restricted or not', (id) => {
  const pack = packUnderTest(id)
  const [entity] = pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  const terms = new Rulebook(pack).of(entity.id).terms(Temporal.PlainDate.from('2026-01-05'))
  const restricted = { ...untouched(me), restrictions: [{ ground: 'accuracy', since }] } as const
  const ask = (actor: Actor, more: Partial<GateRequest> = {}) =>
    passGate(
      {
        actor,
        purpose: 'rights',
        kinds: ['name'],
        subjects: [me],
        shown: [{ kind: 'request', reference: 'R-1' }],
        ...more,
      },
      { entityOf: () => entity.id, undertaken: true, switches: new Map([[me, restricted]]) },
      terms,
    )
  const answered = ask(officer)
  expect(answered.outcome).toBe('accepted')
  expect(answered.cited.settled).toEqual(expect.arrayContaining([...terms.cite('restriction.open').settled]))
  // Not without a request, not by the word of whoever else, and not for another purpose.
  expect(ask(officer, { shown: [] }).outcome).toBe('refused')
  expect(ask({ role: 'teller', staff: 'T-01' }).outcome).toBe('refused')
  expect(ask(officer, { purpose: 'service' }).outcome).toBe('refused')
})
