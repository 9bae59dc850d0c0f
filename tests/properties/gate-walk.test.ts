/** The gate beside an independent reading of the register it obeys: every purpose, category and role, in every kind of situation. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PartyId } from '../../src/kernel/ids.ts'
import { type GateRequest, type GateState, passGate } from '../../src/privacy/gate/rules.ts'
import { type Switches, untouched } from '../../src/privacy/switches/rules.ts'
import { withoutRegister } from '../../src/rulebook/altered-pack.ts'
import { loadPack } from '../../src/rulebook/load.ts'
import type { Pack } from '../../src/rulebook/pack.ts'
import { type ActorRole, actorRoles, type EvidenceKind } from '../../src/rulebook/register/vocabulary.ts'
import { Rulebook } from '../../src/rulebook/terms.ts'
import { type Question, RegisterReader, type Situation } from './register-reader.ts'

const root = join(import.meta.dirname, '../..')
const day = Temporal.PlainDate.from('2026-01-05')
const subject = 101 as PartyId
const other = 102 as PartyId

const situationsWith = (evidence: readonly string[]): readonly Situation[] => {
  const all = new Set(evidence.filter((kind) => kind !== 'consent' && kind !== 'explicit-consent'))
  const claimless = all.difference(new Set(['case']))
  const idle = claimless.difference(new Set(['aml-case', 'rights-of-others', 'public-interest']))
  const none = new Set<string>()
  const plain = { consent: 'none', restricted: false } as const
  return [
    { name: 'nothing shown', shown: none, ...plain },
    { name: 'everything shown', shown: all, ...plain },
    { name: 'consent alone', shown: none, ...plain, consent: 'given' },
    { name: 'express consent, all shown but a case', shown: claimless, ...plain, consent: 'explicit' },
    { name: 'refused', shown: claimless, ...plain, consent: 'given', stop: 'refusal' },
    { name: 'refused, then consented to', shown: claimless, ...plain, consent: 'given', stop: 'refusal', anew: true },
    { name: 'objected to, then consented to', shown: none, ...plain, consent: 'given', stop: 'objection', anew: true },
    { name: 'refused, then consented to elsewhere', shown: claimless, ...plain, stop: 'refusal', anew: true },
    { name: 'forbidden', shown: all, ...plain, stop: 'prohibition' },
    { name: 'demanded to end', shown: claimless, ...plain, stop: 'demand' },
    { name: 'data of third parties unwanted', shown: claimless, ...plain, stop: 'third-party' },
    { name: 'objection weighed', shown: claimless, ...plain, stop: 'weighing' },
    { name: 'objection weighed, with consent', shown: claimless, ...plain, consent: 'given', stop: 'weighing' },
    { name: 'objection upheld, a claim shown', shown: new Set([...all, 'case']), ...plain, stop: 'objection' },
    { name: 'restricted', shown: idle, consent: 'none', restricted: true },
    { name: 'restricted, all shown but a case', shown: claimless, consent: 'none', restricted: true },
    {
      name: 'restricted, the rights of others shown',
      shown: new Set([...idle, 'rights-of-others']),
      consent: 'none',
      restricted: true,
    },
    { name: 'restricted, with consent', shown: claimless, consent: 'explicit', restricted: true },
    { name: 'restricted, a claim shown', shown: new Set([...all, 'case']), consent: 'none', restricted: true },
    {
      name: 'restricted, held for the claim',
      shown: new Set([...all, 'case']),
      ...plain,
      restricted: true,
      held: true,
    },
    { name: 'objected, held for the claim', shown: new Set([...all, 'case']), ...plain, stop: 'objection', held: true },
  ]
}

function switchesIn({ consent, stop, anew, restricted }: Situation, purpose: string): Switches {
  const given = { purpose, except: [], explicit: consent === 'explicit', given: day }
  return {
    ...untouched(subject),
    consents: consent === 'none' ? [] : [given],
    stops: stop === undefined ? [] : [{ purpose, ground: stop, since: day, ...(anew && { yields: anew }) }],
    restrictions: restricted ? [{ ground: 'claims', since: day }] : [],
  }
}

const actorOf = (role: ActorRole): GateRequest['actor'] => {
  if (role === 'customer') return { role, party: subject }
  if (role === 'representative') return { role, party: other }
  return role === 'system' ? { role } : { role, staff: 'S-01' }
}

const load = (id: string): Pack => loadPack(join(root, 'packs', id))

/** Asks the gate everything that the reader knows, and the reader the same. */
function walk(reader: RegisterReader, pack: Pack, entity: string) {
  const terms = new Rulebook(pack).of(entity).terms(day)
  const { purposes, categories, roles } = reader.lists
  const situations = situationsWith(reader.evidence)
  const counts = { passed: 0, refused: 0 }
  const differences: string[] = []
  const compare = (question: Question, situation: Situation, asked: GateRequest, state: GateState): void => {
    const objections = reader.objections(question, situation)
    const decision = passGate(asked, state, terms)
    const passes = decision.outcome === 'accepted'
    counts[passes ? 'passed' : 'refused'] += 1
    if (passes === (objections.length === 0)) return
    const { actor, purpose, category, concerned = 'anyone' } = question
    const asking = `${actor} for ${purpose.id}: ${category.id} of ${concerned} (${situation.name})`
    differences.push(`${asking}: the gate ${passes ? 'passes' : decision.code}, the reader objects [${objections}]`)
  }
  for (const category of categories) {
    // The same list each time: the gate knows its answer again by it.
    const kinds = category.attributes as GateRequest['kinds']
    for (const purpose of purposes)
      for (const situation of situations) {
        const state: GateState = {
          entityOf: () => 'any',
          undertaken: true,
          cases: new Map([[subject, situation.held === true ? ['R-1'] : []]]),
          switches: new Map([[subject, switchesIn(situation, purpose.id)]]),
        }
        const shown = [...situation.shown].map((kind) => ({ kind: kind as EvidenceKind, reference: 'R-1' }))
        for (const actor of actorRoles)
          for (const concerned of [undefined, ...roles.map((role) => role.id)]) {
            const asked: GateRequest = {
              actor: actorOf(actor),
              purpose: purpose.id,
              kinds,
              subjects: [subject],
              represented: actor === 'representative' ? [subject] : [],
              roles: concerned === undefined ? undefined : [concerned],
              shown,
            }
            compare({ actor, purpose, category, concerned }, situation, asked, state)
          }
      }
  }
  return { differences, ...counts }
}

describe('the gate lets in whom the register lets in, and nobody else', () => {
  const entities = [
    ['luminor', 'lv'],
    ['luminor', 'ee'],
    ['luminor', 'lt'],
    ['ozcredit', 'lv'],
    ['koduliising', 'ee'],
  ] as const
  it.each(entities)('of %s in %s', { timeout: 120_000 }, (id, entity) => {
    const { differences, passed, refused } = walk(new RegisterReader(join(root, 'packs', id), entity), load(id), entity)
    expect(differences.slice(0, 20), `${differences.length} of ${passed + refused}`).toEqual([])
    expect(passed).toBeGreaterThan(100)
    expect(refused).toBeGreaterThan(passed)
  })

  it.each(['1.4.1', '2.1', '2.2'])('and without the items of OZ %s the two differ', { timeout: 60_000 }, (clause) => {
    const reader = new RegisterReader(join(root, 'packs/ozcredit'), 'lv')
    const { differences } = walk(reader, withoutRegister(load('ozcredit'), 'OZ', clause), 'lv')
    expect(differences.length).toBeGreaterThan(0)
  })
})
