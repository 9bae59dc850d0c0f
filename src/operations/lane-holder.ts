/**
 * Holds the lanes of a process: it writes them as long as it lives, and takes a lost one again when no other living process holds it.
 *
 * A lock of the database (advisory, of the session) says who lives: it is gone with its process or connection. The epoch in the lane's
 * row is what keeps the books safe; the lock only keeps two living processes from taking a lane from each other in turns.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { LaneId } from '../kernel/ids.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import type { Entity } from '../rulebook/pack.ts'
import { Unavailable } from '../storage/lane/errors.ts'
import type { LaneHead } from '../storage/lane/port.ts'
import type { LaneWriter } from '../storage/lane/writer.ts'
import { connect, type Sql } from '../storage/sql.ts'
import type { Institution } from './institution.ts'

/** First key of the advisory locks; the second is the lane. */
const LOCK = 7_226_783
/** How often it is seen whether a lane was lost. */
const WATCH_MS = 500
/** A process that was killed a moment ago still holds its lock until the database notices. */
const PATIENCE_MS = 5_000

type OnLost = (lane: LaneId, error: Error) => void
type Held = { readonly entity: Entity; readonly lane: LaneId; writer: LaneWriter }

export class LaneHolder {
  readonly #institution: Institution
  readonly #held: Held[]
  readonly #watch: NodeJS.Timeout
  readonly #onLost: OnLost
  readonly #guard: Guard
  #busy: Promise<void> | undefined
  #closed = false

  private constructor(institution: Institution, guard: Guard, held: Held[], onLost: OnLost) {
    this.#institution = institution
    this.#guard = guard
    this.#held = held
    this.#onLost = onLost
    this.#watch = setInterval(() => {
      this.#busy ??= this.#retake().finally(() => {
        this.#busy = undefined
      })
    }, WATCH_MS).unref()
  }

  /**
   * Takes the lanes of all entities.
   *
   * @param onLost is told each time a lane was lost
   * @throws OperatorError when another process holds one
   */
  static async take(institution: Institution, databaseUrl: string, onLost: OnLost = () => {}): Promise<LaneHolder> {
    const guard = guardOn(databaseUrl)
    const held: Held[] = []
    try {
      for (const entity of institution.pack.entities) {
        const lane = institution.laneOf(entity)
        await lockWithPatience(guard.sql, lane)
        held.push({ entity, lane, writer: await institution.takeLane(entity) })
      }
    } catch (error) {
      for (const { writer } of held) await writer.close()
      await guard.sql.end({ timeout: 1 })
      throw error
    }
    return new LaneHolder(institution, guard, held, onLost)
  }

  /** The lanes that are held, each with its entity. */
  get lanes(): readonly Pick<Held, 'entity' | 'lane'>[] {
    return this.#held
  }

  /** Whether every lane can be written now. */
  get ready(): boolean {
    return !this.#closed && this.#held.every(({ writer }) => writer.ended === undefined)
  }

  /** Commands that wait in all lanes. */
  get queued(): number {
    return this.#held.reduce((sum, { writer }) => sum + writer.queued, 0)
  }

  /** The lane itself when it is held here, otherwise the first. */
  laneFor(lane: LaneId | undefined): LaneId {
    return this.#find(lane).lane
  }

  /** Where a lane stood after its last batch of this process; true also while it is lost, though perhaps behind. */
  head(lane: LaneId): LaneHead {
    return this.#find(lane).writer.head
  }

  /** The writer of a lane, or of the first. Throws Unavailable while the lane is lost. */
  writer(lane: LaneId | undefined): LaneWriter {
    const { writer } = this.#find(lane)
    if (writer.ended !== undefined)
      throw new Unavailable('the lane was lost and is not taken again yet', { cause: writer.ended })
    return writer
  }

  /** Lets what was submitted finish, and gives the lanes up. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watch)
    await this.#busy
    for (const { writer } of this.#held) await writer.close()
    await this.#guard.sql.end({ timeout: 1 })
  }

  #find(lane: LaneId | undefined): Held {
    const found = this.#held.find((one) => one.lane === lane) ?? this.#held[0]
    if (found === undefined) throw new Error('the institution has no lane')
    return found
  }

  /** Takes again what was lost: locks that went with their connection, and lanes whose writer ended. */
  async #retake(): Promise<void> {
    const { unlocked } = this.#guard
    this.#guard.unlocked = false
    for (const held of this.#held) {
      const { ended } = held.writer
      if (this.#closed || (ended === undefined && !unlocked)) continue
      if (ended !== undefined) this.#onLost(held.lane, ended)
      try {
        const locked = await lock(this.#guard.sql, held.lane)
        if (locked && ended !== undefined) held.writer = await this.#institution.takeLane(held.entity)
        this.#guard.unlocked ||= !locked
      } catch {
        // The database is away: the next round asks again.
        this.#guard.unlocked = true
      }
    }
  }
}

/** The connection whose locks say that this process lives; `unlocked` once it was lost. */
type Guard = { readonly sql: Sql; unlocked: boolean }

function guardOn(databaseUrl: string): Guard {
  const onclose = () => {
    guard.unlocked = true
  }
  const guard: Guard = {
    sql: connect(databaseUrl, { max: 1, applicationName: 'pacta lanes', onclose }),
    unlocked: false,
  }
  return guard
}

async function lockWithPatience(sql: Sql, lane: LaneId): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await lock(sql, lane))) {
    if (Date.now() > deadline) {
      const [row] = await sql<{ writer: string | null }[]>`select writer from lane where lane = ${lane}`
      throw new OperatorError(
        'another Pacta serves this bank',
        `${row?.writer ?? 'another process'} holds its lane ${lane}`,
        'Use that one, stop it first, or set PACTA_DATA to another folder for a bank of its own.',
      )
    }
    await sleep(100)
  }
}

async function lock(sql: Sql, lane: LaneId): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${LOCK}, ${lane}) as locked`
  return row?.locked === true
}
