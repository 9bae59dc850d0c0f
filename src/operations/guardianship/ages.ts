/**
 * Reads how old minors are, who have a parent or guardian on record, and has the lane note the stage of life that each has reached. A birth
 * date is read through the gate and goes no further: what is kept is the stage.
 */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { type CodeCountry, parsePersonalCode } from '../../kernel/personal-code.ts'
import { grow } from '../../parties/guardianship/commands.ts'
import { type Stage, stageOn } from '../../parties/guardianship/rules.ts'
import { growingWards } from '../../parties/guardianship/store.ts'
import { compiledGate } from '../../privacy/gate/verdicts/rules.ts'
import type { Gate, ReadFact } from '../../privacy/gate.ts'
import type { FactKind } from '../../privacy/vault/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Command } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { Sql } from '../../storage/sql.ts'

export type AgesOptions = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly gate: Pick<Gate, 'readFacts'>
  readonly terms: Terms
  readonly on: Temporal.PlainDate
  readonly submit: (command: Command) => Promise<DecisionView>
}

const atOnce = 100
const purpose = 'service'
/** The lists live long: the gate finds its answers by them. */
const bothKinds = ['birth-date', 'personal-code'] as const satisfies FactKind[]
const codeAlone = ['personal-code'] as const satisfies FactKind[]
const countries: readonly CodeCountry[] = ['LV', 'EE', 'LT', 'CZ']

/**
 * One look at everybody who was not of age at the last.
 *
 * @param seen those who are passed over; whoever was looked at is added
 * @returns how many were read, whose stage changed, and whose age nobody can tell
 */
export async function readAges(
  options: AgesOptions,
  seen = new Set<PartyId>(),
): Promise<{ readonly read: number; readonly grown: number; readonly unknown: number }> {
  const { sql, lane } = options
  const counts = { read: 0, grown: 0, unknown: 0 }
  for (let after = 0; ; ) {
    const wards = await growingWards(sql, lane, after, atOnce)
    const last = wards.at(-1)
    if (last === undefined) return counts
    after = last.ward
    for (const { ward, stage } of wards.filter((one) => !seen.has(one.ward))) {
      seen.add(ward)
      const reached = await stageOf(ward, options)
      counts.read += 1
      if (reached === undefined) counts.unknown += 1
      else if (reached !== stage) {
        await note(ward, reached, options)
        counts.grown += 1
      }
    }
  }
}

/** The stage that somebody's birth date says; undefined where none is known, or it may not be read. */
async function stageOf(ward: PartyId, { gate, terms, on }: AgesOptions): Promise<Stage | undefined> {
  const isListed = compiledGate(terms).verdict('system', purpose, bothKinds).code === undefined
  const kinds = isListed ? bothKinds : codeAlone
  const read = await gate.readFacts({ actor: { role: 'system' }, purpose, kinds, subjects: [ward] }, terms)
  const birthDate = read.outcome === 'permitted' ? birthDateIn(read.values) : undefined
  return birthDate && stageOn(birthDate, on, terms)
}

function birthDateIn(facts: readonly ReadFact[]): Temporal.PlainDate | undefined {
  const newest = (kind: FactKind): string | undefined => {
    const plain = facts.findLast((one) => one.kind === kind && one.plain !== undefined)?.plain
    return plain && Buffer.from(plain).toString()
  }
  const told = newest('birth-date')
  if (told !== undefined) return Temporal.PlainDate.from(told)
  const code = newest('personal-code')
  if (code === undefined) return undefined
  return countries.map((country) => parsePersonalCode(country, code)?.birthDate).find((day) => day !== undefined)
}

async function note(ward: PartyId, stage: Stage, { on, submit }: AgesOptions): Promise<void> {
  const { kind, purpose } = grow
  await submit({
    kind,
    client: 'ages',
    key: `${ward} ${stage} ${on}`,
    actor: { role: 'system' },
    purpose,
    payload: { ward: String(ward), stage },
  })
}
