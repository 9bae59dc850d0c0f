/** Keys that were unwrapped, in memory: their bytes stand in one block, so that half a million cost some 80 MB. */
import type { LivingKey } from './key-store.ts'

const keyBytes = 32

export class KeyCache {
  readonly #places = new Map<string, number>()
  /** By place; undefined where a key was dropped. */
  readonly #names: (string | undefined)[] = []
  readonly #generations: Uint32Array
  readonly #bytes: Buffer
  #next = 0

  /** @param capacity how many are held at most; then the one that came first makes room */
  constructor(capacity: number) {
    this.#generations = new Uint32Array(capacity)
    this.#bytes = Buffer.alloc(capacity * keyBytes)
  }

  /** A copy, which stays what it is when another key takes its place. */
  get(name: string): LivingKey | undefined {
    const place = this.#places.get(name)
    if (place === undefined) return undefined
    const from = place * keyBytes
    return {
      generation: this.#generations[place] as number,
      key: Buffer.from(this.#bytes.subarray(from, from + keyBytes)),
    }
  }

  set(name: string, { generation, key }: LivingKey): void {
    const place = this.#places.get(name) ?? this.#free()
    this.#places.set(name, place)
    this.#names[place] = name
    this.#generations[place] = generation
    this.#bytes.set(key, place * keyBytes)
  }

  drop(name: string): void {
    const place = this.#places.get(name)
    if (place !== undefined) this.#empty(place, name)
  }

  clear(): void {
    this.#bytes.fill(0, 0, this.#names.length * keyBytes)
    this.#places.clear()
    this.#names.length = 0
    this.#next = 0
  }

  #free(): number {
    const place = this.#next
    this.#next = (place + 1) % this.#generations.length
    const earlier = this.#names[place]
    if (earlier !== undefined) this.#empty(place, earlier)
    return place
  }

  #empty(place: number, name: string): void {
    this.#places.delete(name)
    this.#names[place] = undefined
    this.#bytes.fill(0, place * keyBytes, (place + 1) * keyBytes)
  }
}
