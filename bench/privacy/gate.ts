/**
 * What the gate costs: decisions in memory, and facts read through gate, durable log and decryption beside plain reads of the same rows by
 * the same driver, with 16 clients each.
 */
import { parseArgs } from 'node:util'
import type { PartyId } from '../../src/kernel/ids.ts'
import { passGate } from '../../src/privacy/gate/rules.ts'
import { type Switches, untouched } from '../../src/privacy/switches/rules.ts'
import { firstLane, officer, openingDate, type Persons, withPersons } from './population.ts'

const clients = 16
const asked = ['name', 'email', 'phone'] as const

export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      persons: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '5' },
    },
  })
  const seconds = Number(values.seconds)
  const result = await withPersons(Number(values.persons), async (persons) => {
    const decisions = decide(persons, seconds)
    // One after the other, and both twice: the first of each warms up.
    await readPlain(persons, 1)
    await readThroughGate(persons, 1)
    const plain = await readPlain(persons, seconds)
    const gate = await readThroughGate(persons, seconds)
    return { decisions, plain, gate, ratio: gate / plain }
  })
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ clients, ...result })}\n`
      : [
          `${Math.round(result.decisions)} decisions a second in memory (aim: 1,000,000)`,
          `${Math.round(result.gate)} passages a second of ${asked.length} facts, ${clients} clients: gate, durable log, decryption`,
          `${Math.round(result.plain)} plain reads a second of the same rows: the gate reaches ${result.ratio.toFixed(2)} of that (asked: 0.5)\n`,
        ].join('\n'),
  )
}

/** Decisions about one person a time, every tenth with switches of their own, in one thread. */
function decide({ institution, person, count }: Persons, seconds: number): number {
  const terms = institution.rulebookOf(firstLane).terms(openingDate)
  const switches = new Map<PartyId, Switches>()
  for (let n = 0; n < count; n += 10) {
    const subject = person(n)
    switches.set(subject, {
      ...untouched(subject),
      consents: [{ purpose: 'direct-marketing', except: [], explicit: false, given: openingDate }],
    })
  }
  const state = { entityOf: () => 'lv', undertaken: true, switches }
  let made = 0
  let permitted = 0
  const began = performance.now()
  while (performance.now() - began < seconds * 1000)
    for (let i = 0; i < 1000; i += 1) {
      const request = { actor: officer, purpose: 'service', kinds: asked, subjects: [person(made % count)] }
      if (passGate(request, state, terms).outcome === 'accepted') permitted += 1
      made += 1
    }
  if (permitted !== made) throw new Error('the gate refused what it should permit')
  return made / ((performance.now() - began) / 1000)
}

async function readThroughGate({ institution, person, count }: Persons, seconds: number): Promise<number> {
  const terms = institution.rulebookOf(firstLane).terms(openingDate)
  return throughput(seconds, async (n) => {
    const request = { actor: officer, purpose: 'service', kinds: asked, subjects: [person(n % count)] }
    const read = await institution.gate.readFacts(request, terms)
    if (read.outcome === 'refused' || read.values.length !== asked.length) throw new Error('not what was asked for')
  })
}

/** The rows as they stand, sealed: nothing is decided, logged or opened. */
async function readPlain({ institution: { sql }, lane, person, count }: Persons, seconds: number): Promise<number> {
  return throughput(seconds, async (n) => {
    const rows = await sql`
      select fact, subject, kind, source, recorded_on, place, sealed from fact
      where lane = ${lane} and subject = ${person(n % count)} and kind = any(${[...asked]}::text[])
      order by kind, fact`
    if (rows.length !== asked.length) throw new Error('not what was asked for')
  })
}

/** How often a second `one` can be done by 16 clients, each of which waits for its answer. */
async function throughput(seconds: number, one: (n: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  const until = began + seconds * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      // Far apart, so that clients do not follow each other through the cache.
      for (let n = client * 7919; performance.now() < until; n += 104_729) {
        await one(n)
        done += 1
      }
    }),
  )
  return done / ((performance.now() - began) / 1000)
}
