/** Sends the demonstration's commands: each once, whatever happened to the process before. */
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { idOf } from '../../kernel/wire.ts'
import type { CommandRoute, Edge } from '../../privacy/edge.ts'
import type { Actor, Catalogue } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'

export const client = 'demonstration'
/** Raised when what the demonstration does changes, so that keys are not used for other commands. */
const edition = 2

export const keyOf = (step: string): string => `${edition} ${step}`

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
