/** How the gate is asked over HTTP: what for, which data, and what is shown for it. The gate decides; no list of roles stands here. */
import { type Static, Type } from 'typebox'
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { oneOf } from '../../kernel/wire.ts'
import { compiledGate } from '../../privacy/gate/verdicts/rules.ts'
import type { FactRequest, ReadFact } from '../../privacy/gate.ts'
import { strayIn } from '../../privacy/straying/rules.ts'
import { channels } from '../../privacy/switches/rules.ts'
import { factKinds } from '../../privacy/vault/rules.ts'
import { evidenceKinds } from '../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Api } from '../api.ts'
import { notKept } from '../commands/carry-out.ts'
import { invalid } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { representedNow } from './access.ts'
import { closed, entityOf } from './asked.ts'

const word = '^[a-z][a-z0-9-]{0,39}$'
/** The number of a paper: the gate takes nobody's name or code for evidence. */
export const reference = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,59}$',
  description: 'Its number; never anything personal',
})

/** Whether somebody consented, the gate sees for itself: no word of whoever asks counts for it. */
const shownKinds = evidenceKinds.filter((kind) => kind !== 'consent' && kind !== 'explicit-consent')

export const purposeText = Type.Optional(
  Type.String({
    pattern: word,
    description: 'What it is read for: a purpose of the register, such as service (which it is unless told) or aml',
  }),
)

/** What somebody can show for a use, where the register asks for it. */
export const shownText = Type.Optional(
  Type.Array(Type.Object({ kind: oneOf(shownKinds, 'What is shown'), reference }, closed), {
    maxItems: 10,
    description: 'What the register asks to be shown for this use: facts.needs of the refusal says what is missing',
  }),
)

/** What is asked of the gate, about whomever. */
export const gateAsked = {
  purpose: Type.String({ pattern: word, description: 'What it is read for: a purpose of the register' }),
  facts: Type.Array(oneOf(factKinds, 'A kind of datum'), { minItems: 1, maxItems: 100, uniqueItems: true }),
  shown: shownText,
  interest: Type.Optional(
    Type.String({ pattern: word, description: 'The legitimate interest, where the use rests on it alone' }),
  ),
  roles: Type.Optional(
    Type.Array(Type.String({ pattern: word }), {
      maxItems: 10,
      description: 'In which roles of the register they are concerned',
    }),
  ),
  channel: Type.Optional(oneOf(channels, 'For offers: over which channel they go')),
}
export type GateAsked = Static<ReturnType<typeof gateBody>>
export const gateBody = (examples: readonly object[]) => Type.Object(gateAsked, { ...closed, examples: [...examples] })

/** The gate's request of what the bearer asks about these persons of a lane. Throws EdgeProblem where evidence holds something personal. */
export async function gateRequest(
  api: Api,
  bearer: Bearer,
  lane: LaneId,
  subjects: readonly PartyId[],
  { purpose, facts: kinds, shown = [], interest, roles, channel }: GateAsked,
): Promise<FactRequest> {
  const { role, party, staff } = bearer
  const stray = strayIn({ shown }, entityOf(api, lane).country)
  if (stray !== undefined) throw invalid([{ at: stray.at, message: notKept[stray.what] }])
  const represented = await representedNow(api, bearer)
  return { actor: { role, party, staff }, purpose, kinds, subjects, represented, interest, roles, channel, shown }
}

/** What the gate says of a request, whoever it is about. */
export const verdictOn = ({ actor, purpose, kinds, interest }: Omit<FactRequest, 'subjects'>, terms: Terms) =>
  compiledGate(terms).verdict(actor.role, purpose, kinds, interest)

const day = Type.Union([Type.String({ format: 'date' }), Type.Null()])

/** How a datum is described, in an answer. */
export const valueShape = {
  kind: oneOf(factKinds, 'What it tells'),
  source: Type.String({ description: 'Where it came from: a source of the register' }),
  recordedOn: Type.String({ format: 'date' }),
  value: Type.Union([Type.String(), Type.Null()]),
  erased: Type.Boolean(),
  fenced: Type.Optional(Type.Literal(true, { description: 'Free text that tells more than this purpose covers' })),
}
export const factsShape = Type.Object({
  party: Type.String(),
  kind: Type.String(),
  consumer: Type.Boolean(),
  residence: Type.String(),
  facts: Type.Array(
    Type.Object({
      fact: Type.String(),
      ...valueShape,
      role: Type.Union([Type.String(), Type.Null()]),
      validFrom: day,
      validUntil: day,
      valid: Type.Boolean({ description: 'Whether it holds today' }),
      current: Type.Boolean({ description: 'The newest of its kind that holds' }),
    }),
  ),
})

/** What a datum says; null where it was erased, or is fenced: free text that tells more than this purpose covers. */
export const valueText = ({ plain, fenced }: Pick<ReadFact, 'plain' | 'fenced'>) => ({
  value: plain === undefined ? null : Buffer.from(plain).toString(),
  erased: plain === undefined && fenced !== true,
  ...(fenced === undefined ? {} : { fenced }),
})
