/** Sends the demonstration's commands: each once, whatever happened to the process before. */
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { idOf } from '../../kernel/wire.ts'
import { isUnderAgeOn } from '../../parties/guardianship/rules.ts'
import { partyRoutes } from '../../parties/routes.ts'
import { type CommandRoute, type Edge, fencedTopics, listedWords } from '../../privacy/edge.ts'
import { privacyRoutes } from '../../privacy/routes.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import { holds } from '../../rulebook/register/register.ts'
import type { Actor, Catalogue } from '../../storage/command.ts'
import { keyHash } from '../../storage/lane/identity.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import type { Institution } from '../institution.ts'

const client = 'demonstration'
/** Raised when what the demonstration does changes, so that keys are not used for other commands. */
const edition = 2

const keyOf = (step: string): string => `${edition} ${step}`

type Start = {
  readonly entity: Entity
  /** Of the entity's lane. */
  readonly writer: LaneWriter
  /** What is sent besides commands about parties and personal data. */
  readonly routes?: readonly CommandRoute[]
  /** By it a demonstration is known that was begun. */
  readonly firstStep: string
}

/** What sends the steps of a demonstration; undefined in a lane that holds something else. */
export async function senderFor(
  institution: Institution,
  { entity, writer, routes = [], firstStep }: Start,
): Promise<Sender | undefined> {
  const { blindIndex, pack, rules, storage } = institution
  const first = { kind: '', actor: { role: 'system' }, purpose: 'operations', payload: {} } as const
  const begun = await storage.known(institution.laneOf(entity), [keyHash({ client, key: keyOf(firstStep), ...first })])
  if (writer.head.batch > 0 && begun.size === 0) return undefined
  const edge = {
    ...{ entity, blindIndex, fences: fencedTopics(pack, entity), listed: listedWords(pack) },
    grouped: pack.entities.length > 1,
    isUnderAge: (born: Temporal.PlainDate) => {
      const { businessDate: on } = writer.head
      return isUnderAgeOn(born, on, institution.rulebookOf(institution.laneOf(entity)).terms(on))
    },
    keeps: (kind: Attribute) =>
      holds(institution.rulebookOf(institution.laneOf(entity)).terms(writer.head.businessDate).register, kind),
  }
  return new Sender(writer, edge, rules.catalogue, [...partyRoutes, ...privacyRoutes, ...routes])
}

export class Sender {
  readonly #writer: LaneWriter
  readonly #edge: Edge
  readonly #catalogue: Catalogue
  readonly #wires: ReadonlyMap<string, CommandRoute>

  constructor(writer: LaneWriter, edge: Edge, catalogue: Catalogue, routes: readonly CommandRoute[]) {
    this.#writer = writer
    this.#edge = edge
    this.#catalogue = catalogue
    this.#wires = new Map(routes.map((route) => [route.command.kind, route]))
  }

  /** Sends a body as it would come from outside; a step that was done before gives its decision again. */
  async send(step: string, actor: Actor, kind: string, body: object): Promise<DecisionView> {
    const wire = this.#wires.get(kind)?.wire
    const parted = wire === undefined ? { payload: body } : wire.part(body, this.#edge)
    const { purpose } = this.#catalogue.get(kind)
    const { decision } = await this.#writer.submit({ kind, client, key: keyOf(step), actor, purpose, ...parted })
    return decision
  }

  /** The same, for what must be accepted: gives an id among its facts. */
  async make<Id extends number>(step: string, actor: Actor, kind: string, body: object, fact: string): Promise<Id> {
    return idOf<Id>(String((await this.accepted(step, actor, kind, body)).facts[fact]))
  }

  async accepted(step: string, actor: Actor, kind: string, body: object): Promise<DecisionView> {
    const decision = await this.send(step, actor, kind, body)
    if (decision.outcome === 'refused')
      throw new Error(`the demonstration's step ${step} was refused: ${decision.code}`)
    return decision
  }

  /** Opens and activates an account. */
  async account(
    step: string,
    actor: Actor,
    holders: readonly PartyId[],
    currency: string,
    more: object = {},
  ): Promise<AccountId> {
    const body = { holders: holders.map(String), currency, channel: 'location', ...more }
    const account = await this.make<AccountId>(`${step}: open`, actor, 'account.open', body, 'account')
    await this.accepted(`${step}: activate`, actor, 'account.activate', { account: String(account) })
    return account
  }
}
