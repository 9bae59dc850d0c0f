/** Chance that repeats itself: the same seed gives the same numbers everywhere. */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** @param seed any whole number; each gives a stream of its own. */
  constructor(seed: number) {
    this.#a = seed | 0
    this.#b = Math.floor(seed / 2 ** 32) | 0
    this.#c = 0x9e3779b9 | 0
    for (let i = 0; i < 16; i += 1) this.next()
  }

  /** 32 random bits. Source: C. Doty-Humphrey, PractRand, generator sfc32. */
  next(): number {
    const t = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t
    return t >>> 0
  }

  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number {
    return this.next() % below
  }
  /** A whole number between two, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }
  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0
  }
  /** One of a list; undefined of an empty one. */
  of<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)]
  }
  /** One of the names, each as often as its weight says. */
  weighted<N extends string>(weights: readonly (readonly [N, number])[]): N {
    let left = this.below(weights.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [name, weight] of weights) {
      if (left < weight) return name
      left -= weight
    }
    throw new RangeError('no weights')
  }
  /** The seed of another stream, which tells nothing of this one. */
  fork(): number {
    return this.next() * 2 ** 20 + (this.next() >>> 12)
  }
}
