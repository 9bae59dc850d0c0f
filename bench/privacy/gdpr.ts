/**
 * The mixes of GDPRbench (VLDB 2020: controller, customer, processor) in this vault, at 100,000 and at 1,000,000 facts, 16 clients: what an
 * operation costs, and by how much that grows with the facts. A reading is a passage through the gate with its durable log; a change is a
 * command; a deletion destroys a key. Pages by purpose are of ten persons.
 */
import { parseArgs } from 'node:util'
import { eraseHolder, NotErased } from '../../src/privacy/vault/erasure.ts'
import { categoryOfFact, type FactKind } from '../../src/privacy/vault/rules.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'
import { firstLane, kinds, officer, openingDate, type Persons, withPersons } from './population.ts'

type Operation =
  | 'insert'
  | 'read'
  | 'read-purpose'
  | 'read-user'
  | 'update'
  | 'change-purpose'
  | 'change-user'
  | 'delete'
type Mix = {
  readonly name: string
  readonly draws: 'uniform' | 'zipf'
  readonly share: Readonly<Partial<Record<Operation, number>>>
}

/** As GDPRbench gives them. */
const mixes: readonly Mix[] = [
  {
    name: 'controller',
    draws: 'uniform',
    share: { insert: 0.25, 'change-purpose': 0.25, 'change-user': 0.25, delete: 0.25 },
  },
  {
    name: 'customer',
    draws: 'zipf',
    share: {
      read: 0.2,
      'read-purpose': 0.1,
      'read-user': 0.1,
      update: 0.2,
      'change-purpose': 0.1,
      'change-user': 0.1,
      delete: 0.2,
    },
  },
  { name: 'processor', draws: 'uniform', share: { read: 0.2, 'read-purpose': 0.4, 'read-user': 0.4 } },
]

const clients = 16

type Measured = {
  readonly mix: string
  readonly facts: number
  readonly perSecond: number
  readonly microseconds: number
  readonly refused: number
}

export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      small: { type: 'string', default: '100000' },
      large: { type: 'string', default: '1000000' },
      operations: { type: 'string', default: '4000' },
    },
  })
  const measured: Measured[] = []
  for (const facts of [Number(values.small), Number(values.large)])
    await withPersons(facts / kinds.length, async (persons) => {
      const writer = await persons.institution.takeLane(persons.entity)
      try {
        const bank = new Workload(persons, writer)
        // What is loaded once, and plans that settle.
        for (const mix of mixes) await bank.run(mix, 400)
        for (const mix of mixes) measured.push({ facts, ...(await bank.run(mix, Number(values.operations))) })
      } finally {
        await writer.close()
      }
    })
  const growth = mixes.map(({ name }) => {
    const [small, large] = measured.filter(({ mix }) => mix === name)
    return { mix: name, growth: (large?.microseconds ?? 0) / (small?.microseconds ?? 1) - 1 }
  })
  process.stdout.write(values.json ? `${JSON.stringify({ clients, measured, growth })}\n` : inWords(measured, growth))
}

function inWords(measured: readonly Measured[], growth: readonly { mix: string; growth: number }[]): string {
  const rows = measured.map(
    ({ mix, facts, perSecond, microseconds, refused }) =>
      `${mix.padEnd(10)} ${String(facts).padStart(9)} facts ${perSecond.toFixed(0).padStart(7)}/s ${microseconds.toFixed(0).padStart(6)} us each${refused > 0 ? `, ${refused} refused` : ''}`,
  )
  const grown = growth.map(
    ({ mix, growth: by }) => `${mix.padEnd(10)} grows by ${(by * 100).toFixed(0)} % (asked: less than 25)`,
  )
  return `${[...rows, ...grown].join('\n')}\n`
}

/** What a person is read for as a customer. */
const ofUser = [
  'name',
  'personal-code',
  'birth-date',
  'email',
  'phone',
  'address',
  'correspondence',
] as const satisfies FactKind[]
const ofPurpose = ['name', 'email'] as const
const ofKey = ['phone'] as const

class Workload {
  readonly #persons: Persons
  readonly #writer: LaneWriter
  #number = 0
  /** A generator of its own, so that each run draws the same (mulberry32). */
  #seed = 20_261_122

  constructor(persons: Persons, writer: LaneWriter) {
    this.#persons = persons
    this.#writer = writer
  }

  async run({ name, share, draws }: Mix, operations: number): Promise<Omit<Measured, 'facts'>> {
    let left = operations
    let refused = 0
    const began = performance.now()
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (left > 0) {
          left -= 1
          const accepted = await this.#carryOut(this.#draw(share), this.#person(draws))
          if (!accepted) refused += 1
        }
      }),
    )
    const seconds = (performance.now() - began) / 1000
    return { mix: name, perSecond: operations / seconds, microseconds: (seconds / operations) * 1e6, refused }
  }

  async #carryOut(operation: Operation, n: number): Promise<boolean> {
    const { institution, entity, lane, person, count } = this.#persons
    const subject = String(person(n))
    switch (operation) {
      case 'insert':
        return this.#record(n, 'phone')
      case 'update':
        return this.#record(n, 'address')
      case 'read':
        return this.#read([n], ofKey)
      case 'read-user':
        return this.#read([n], ofUser)
      case 'read-purpose':
        return this.#read(
          Array.from({ length: 10 }, (_, i) => (n + i) % count),
          ofPurpose,
        )
      case 'change-user':
        return this.#send('consent.give', {
          subject,
          purpose: 'direct-marketing',
          version: '2018-05-25',
          language: 'en',
          evidence: 'paper-1',
        })
      case 'change-purpose':
        return this.#send('objection.raise', { subject, purpose: 'service', evidence: 'paper-2' })
      case 'delete': {
        const erasure = { lane, entity: entity.id, holder: person(n), categories: ['contact'], only: 'facts' } as const
        const erase = () => eraseHolder(institution.sql, institution.keys, erasure, Temporal.Now.instant(), [])
        // Where somebody told a datum anew meanwhile, it is not gone, and goes with the next.
        await erase().catch((error: unknown) => {
          if (error instanceof NotErased) return erase()
          throw error
        })
        return true
      }
    }
  }

  #record(n: number, kind: FactKind): Promise<boolean> {
    const party = String(this.#persons.person(n))
    return this.#send('fact.record', { party, facts: [kind], purpose: 'service', source: 'subject' }, [
      { category: categoryOfFact[kind], plain: Buffer.from(`${kind} of person ${n}, told anew`) },
    ])
  }

  async #read(of: readonly number[], asked: readonly FactKind[]): Promise<boolean> {
    const { institution, person } = this.#persons
    const request = { actor: officer, purpose: 'service', kinds: asked, subjects: of.map(person) }
    return (
      (await institution.gate.readFacts(request, institution.rulebookOf(firstLane).terms(openingDate))).outcome ===
      'permitted'
    )
  }

  async #send(
    kind: string,
    payload: object,
    details?: Parameters<LaneWriter['submit']>[0]['details'],
  ): Promise<boolean> {
    this.#number += 1
    const { decision } = await this.#writer.submit({
      kind,
      client: 'bench',
      key: `gdpr ${this.#number}`,
      actor: officer,
      purpose: 'service',
      payload,
      details,
    })
    return decision.outcome === 'accepted'
  }

  #draw(share: Mix['share']): Operation {
    let at = this.#random()
    for (const [operation, part] of Object.entries(share) as [Operation, number][]) {
      at -= part
      if (at < 0) return operation
    }
    return 'read'
  }

  /** Zipf: few persons are asked about often. By the inverse of the sum of 1/x, which is close enough for a thousand ranks and more. */
  #person(draws: Mix['draws']): number {
    const { count } = this.#persons
    const u = this.#random()
    return draws === 'uniform' ? Math.floor(u * count) : Math.min(count - 1, Math.floor(count ** u) - 1)
  }

  #random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0
    let t = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
