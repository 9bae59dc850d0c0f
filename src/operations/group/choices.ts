/**
 * Carries what persons choose from one entity of an institution to the others: word of a change goes to the lanes of those in which the
 * person is known, and whoever becomes known in another entity brings along what they chose before.
 */
import { type LaneId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { chosenBy, type SwitchChange, switchChanges } from '../../privacy/consents/changes/rules.ts'
import { carryChoices, carryingOf } from '../../privacy/consents/group/commands.ts'
import { choicesOf } from '../../privacy/consents/group/rules.ts'
import { type OtherSystems, SystemAway } from '../../privacy/consents/propagation/delivery/port.ts'
import { changesOf } from '../../privacy/consents/store.ts'
import { switchesOf } from '../../privacy/switches/store.ts'
import type { Command } from '../../storage/command.ts'
import { consume } from '../../storage/lane/outbox.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { Institution } from '../institution.ts'
import { knownElsewhere, partiesAt } from './store.ts'

/** The lanes of an institution's entities, all held by this process. */
export type GroupLanes = {
  readonly lanes: readonly { readonly lane: LaneId; readonly entity: { readonly id: string } }[]
  readonly head: (lane: LaneId) => { readonly batch: number; readonly businessDate: Temporal.PlainDate }
  readonly submit: (lane: LaneId, command: Command) => Promise<DecisionView>
}
type Bank = Pick<Institution, 'sql' | 'storage' | 'rulebookOf'>

const consumer = 'consent-newcomers'
const atOnce = 500
/** Changes of one person that are looked through for what was chosen last about each purpose. */
const changesAtMost = 1_000
/** Commands by which a party gets a code, by which it is known. */
const naming: readonly string[] = ['party.register', 'party.change']

export class GroupChoices {
  readonly #bank: Bank
  readonly #group: GroupLanes
  readonly #lane: LaneId
  #seen = -1

  /** @param lane the lane from which choices go out, and into which newcomers bring theirs */
  constructor(bank: Bank, group: GroupLanes, lane: LaneId) {
    this.#bank = bank
    this.#group = group
    this.#lane = lane
  }

  /**
   * Systems for the delivery of the lane's words. In an entity of the institution the gate is the system: that of the lane itself obeys
   * already, that of another obeys once its lane took the choice over, and from there it goes on to what else the entity has.
   *
   * @param further systems that are told over the network
   */
  systems(further: OtherSystems | undefined): OtherSystems {
    const laneOfSystem = new Map(this.#group.lanes.map(({ lane, entity }) => [`entity:${entity.id}`, lane]))
    return {
      known: new Set([...laneOfSystem.keys(), ...(further?.known ?? [])]),
      tell: async (system, word) => {
        const lane = laneOfSystem.get(system)
        if (lane !== undefined && lane !== this.#lane) {
          const subject = Number(word.subject) as PartyId
          const same = await this.#sameAs([subject], lane)
          for (const { other } of same) await this.#carry(subject, Number(word.change), other)
          if (same.length > 0) return 'confirmed'
        }
        if (further?.known.has(system) === true) return further.tell(system, word)
        if (lane === undefined) throw new SystemAway(`no address is set for ${system}`)
        return 'confirmed'
      },
    }
  }

  /** Lets those who became known in the lane bring along what they chose in the others. */
  async round(): Promise<{ readonly brought: number }> {
    const { batch } = this.#group.head(this.#lane)
    if (batch === this.#seen) return { brought: 0 }
    let brought = 0
    const take = () =>
      consume(this.#bank.sql, this.#lane, consumer, atOnce, async (decisions, sql) => {
        const places = decisions.filter(({ kind, code }) => code === null && naming.includes(kind))
        const newcomers =
          places.length === 0
            ? []
            : await partiesAt(
                sql,
                this.#lane,
                places.map(({ place }) => place),
              )
        for (const { party, other } of await this.#sameAs(newcomers)) {
          const changes = await this.#bring(other, party)
          brought += changes
        }
      })
    while ((await take()) === atOnce) {}
    this.#seen = batch
    return { brought }
  }

  async #sameAs(parties: readonly PartyId[], lane?: LaneId) {
    if (parties.length === 0) return []
    const same = await knownElsewhere(this.#bank.sql, this.#lane, parties)
    return same.filter(({ other }) => lane === undefined || laneOf(other) === lane)
  }

  /** The newest change about each purpose, and of the channel. @returns how many changes went over */
  async #bring(from: PartyId, to: PartyId): Promise<number> {
    const changes = await changesOf(this.#bank.sql, laneOf(from), from, changesAtMost)
    const { register } = this.#terms(laneOf(from))
    const told = new Set<string>()
    const newest = changes.flatMap((change) => {
      const keys = chosenBy(change.act, change.purposes, register).filter((key) => !told.has(key))
      for (const key of keys) told.add(key)
      return keys.length === 0 ? [] : [{ change, keys }]
    })
    let carried = 0
    for (const { change, keys } of newest.reverse()) if (await this.#submit(change, keys, to)) carried += 1
    return carried
  }

  async #carry(subject: PartyId, id: number, to: PartyId): Promise<void> {
    const lane = laneOf(subject)
    const [change] = (await this.#bank.storage.load(lane, [need(switchChanges, id)])) as [SwitchChange | undefined]
    if (change === undefined) throw new Error(`there is no change ${id}`)
    await this.#submit(change, chosenBy(change.act, change.purposes, this.#terms(lane).register), to)
  }

  /** The choices as they stand by now: what overtook the change goes along. @returns whether there was anything to take over */
  async #submit(change: SwitchChange, keys: readonly string[], to: PartyId): Promise<boolean> {
    const { register } = this.#terms(laneOf(change.subject))
    const found = (await switchesOf(this.#bank.sql, [change.subject])).get(change.subject)
    const choices = found === undefined ? [] : choicesOf(found, keys, register)
    if (choices.length === 0) return false
    const { kind, purpose } = carryChoices
    const moments = choices.map(({ key, change }) => `${key} ${change}`).join(' ')
    await this.#group.submit(laneOf(to), {
      ...{ kind, client: 'group', key: `${change.change} to ${to}: ${moments}`, actor: { role: 'system' }, purpose },
      payload: carryingOf(to, change, choices),
    })
    return true
  }

  #terms(lane: LaneId) {
    return this.#bank.rulebookOf(lane).terms(this.#group.head(lane).businessDate)
  }
}
