/** From a checked body to a decision: the one way of commands from HTTP into a lane. */
import { type LaneId, laneOf, parseDecisionId, parseId } from '../../kernel/ids.ts'
import type { LaneHolder } from '../../operations/lane-holder.ts'
import { isUnderAgeOn } from '../../parties/guardianship/rules.ts'
import { type Edge, fencedTopics, listedWords } from '../../privacy/edge.ts'
import { type Stray, strayIn } from '../../privacy/straying/rules.ts'
import type { BlindIndex } from '../../privacy/vault/blind-index.ts'
import type { Pack } from '../../rulebook/pack.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import { holds } from '../../rulebook/register/register.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Command } from '../../storage/command.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import type { WireKind } from './wires.ts'

/** Visible ASCII, as the draft of the header has it; kept only as a hash. */
const keyForm = /^[\x21-\x7e]{1,200}$/

/** A command and the lane it belongs to. */
export type Addressed = { readonly lane: LaneId | undefined; readonly command: Command }

export class CommandMaker {
  readonly #lanes: LaneHolder
  readonly #edges: ReadonlyMap<LaneId, Edge>

  /** @param termsOf those in force in a lane today */
  constructor(lanes: LaneHolder, blindIndex: BlindIndex, pack: Pack, termsOf: (lane: LaneId) => Terms) {
    this.#lanes = lanes
    const listed = listedWords(pack)
    const grouped = pack.entities.length > 1
    this.#edges = new Map(
      lanes.lanes.map(({ lane, entity }) => {
        const fences = fencedTopics(pack, entity)
        const isUnderAge = (born: Temporal.PlainDate): boolean =>
          isUnderAgeOn(born, lanes.head(lane).businessDate, termsOf(lane))
        const keeps = (kind: Attribute): boolean => holds(termsOf(lane).register, kind)
        return [lane, { entity, blindIndex, listed, fences, grouped, isUnderAge, keeps }]
      }),
    )
  }

  /**
   * The command of a body, for its lane: that of the party who sends it, or else of the first id that the body names, or else of the entity
   * that is asked.
   *
   * @param key undefined for a preview, which needs none
   * @param entity its id; the first entity where nothing says which
   * @throws EdgeProblem, Malformed when the body has not the form of its kind
   */
  make(kind: WireKind, body: unknown, bearer: Bearer, key: string | undefined, entity?: string | undefined): Addressed {
    const { command } = kind
    const faults = kind.check(body)
    if (faults !== undefined) throw invalid(faults)
    const lane = this.#laneOf(bearer, body, entity)
    const edge = this.#edges.get(this.#lanes.laneFor(lane))
    if (edge === undefined) throw new Error('a lane without an entity')
    const { payload, details, blinds } = kind.part(body, edge)
    const stray = strayIn(payload, edge.entity.country)
    if (stray !== undefined) throw invalid([{ at: stray.at, message: notKept[stray.what] }])
    return {
      lane,
      command: {
        kind: command.kind,
        client: bearer.client,
        key: key ?? 'preview',
        actor: { role: bearer.role, party: bearer.party, staff: bearer.staff },
        purpose: command.purpose,
        payload: inOrder(payload),
        details,
        blinds,
      },
    }
  }

  #laneOf(bearer: Bearer, body: unknown, entity: string | undefined): LaneId | undefined {
    const { lanes } = this.#lanes
    const asked = entity === undefined ? undefined : lanes.find((one) => one.entity.id === entity)?.lane
    if (entity !== undefined && asked === undefined)
      throw invalid([{ at: '/query/entity', message: 'is no entity of the institution' }])
    const found = lanes.length === 1 ? lanes[0]?.lane : laneIn(bearer, body)
    if (asked !== undefined && found !== undefined && asked !== found)
      throw invalid([{ at: '/query/entity', message: 'is not the entity whose party or account the command is about' }])
    return found ?? asked
  }
}

/** What payloads keep is readable by whoever reads the journal. */
export const notKept: { readonly [W in Stray['what']]: string } = {
  'personal-code': 'is a personal code: write the number of the paper',
  email: 'is an e-mail address: write the number of the paper',
  name: 'looks like the name of a person: write the number of the paper',
  words: 'holds words where the number of a paper or of an organisation stands: an abbreviation and a number',
  sensitive: 'tells of health, belief or the like: write the number of the paper',
}

/** Members in the order of their names: two bodies that mean the same are the same under a key. */
function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(inOrder)
  const ordered: Record<string, unknown> = {}
  for (const name of Object.keys(value).sort()) ordered[name] = inOrder((value as Record<string, unknown>)[name])
  return ordered
}

/** Who may send this kind at all; finer questions are rules. Throws EdgeProblem. */
export function checkRole({ command }: WireKind, { role }: Bearer): void {
  if (command.roles.includes(role)) return
  const roles = command.roles.filter((one) => one !== 'system')
  throw new EdgeProblem('role-not-permitted', { facts: { role, ...(roles.length === 0 ? {} : { roles }) } })
}

/** The key of a command. Throws EdgeProblem when there is none, or no proper one. */
export function checkKey(key: string | readonly string[] | undefined): string {
  if (typeof key !== 'string' || !keyForm.test(key)) throw new EdgeProblem('key-missing')
  return key
}

function laneIn({ party }: Bearer, body: unknown): LaneId | undefined {
  return party === undefined ? firstLane(body) : laneOf(party)
}

function firstLane(value: unknown): LaneId | undefined {
  if (typeof value === 'string') {
    const id = parseId(value)
    return id === undefined ? parseDecisionId(value)?.lane : laneOf(id)
  }
  if (value === null || typeof value !== 'object') return undefined
  for (const inner of Object.values(value)) {
    const found = firstLane(inner)
    if (found !== undefined) return found
  }
  return undefined
}
