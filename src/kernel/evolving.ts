/**
 * Records as they will stand after some effects. A decision about many subjects decides each on what those before it left; what it gives
 * in the end is the same list of effects, applied in the same order.
 */
import type { Collection, Effect, Key, StateReader } from './state.ts'

export class Evolving implements StateReader {
  readonly #before: StateReader
  readonly #changed = new Map<string, Map<Key, unknown>>()

  constructor(before: StateReader) {
    this.#before = before
  }

  get<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): V | undefined {
    const changed = this.#changed.get(collection.name)
    return changed?.has(key) ? (changed.get(key) as V) : this.#before.get(collection, key)
  }

  peek<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): V | undefined {
    const changed = this.#changed.get(collection.name)
    return changed?.has(key) ? (changed.get(key) as V) : this.#before.peek(collection, key)
  }

  /** Throws as the collections' reducers do. */
  apply(effects: readonly Effect[]): void {
    for (const { collection, key, event, fresh } of effects) {
      const before = fresh === true ? this.peek(collection, key) : this.get(collection, key)
      let changed = this.#changed.get(collection.name)
      if (changed === undefined) {
        changed = new Map()
        this.#changed.set(collection.name, changed)
      }
      changed.set(key, collection.reduce(before, event, key))
    }
  }
}
