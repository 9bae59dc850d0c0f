/** Reads rows a page ahead of who takes them. */
export class Ahead<T> {
  readonly #read: (last: T | undefined) => Promise<readonly T[]>
  #page: readonly T[] = []
  #at = 0
  #next: Promise<readonly T[]>

  /** @param read the page after a row, or the first; an empty one when there are no more */
  constructor(read: (last: T | undefined) => Promise<readonly T[]>) {
    this.#read = read
    this.#next = this.#fetch(undefined)
  }

  /** The row that `take` takes next; undefined after the last. */
  async peek(): Promise<T | undefined> {
    if (this.#at === this.#page.length) {
      const page = await this.#next
      const last = page.at(-1)
      if (last !== undefined) this.#next = this.#fetch(last)
      this.#page = page
      this.#at = 0
    }
    return this.#page[this.#at]
  }

  /** Goes on to the next row. */
  take(): void {
    this.#at += 1
  }

  /** Up to `most` rows, as long as they are wanted. */
  async takeWhile(wanted: (row: T) => boolean, most: number): Promise<readonly T[]> {
    const taken: T[] = []
    for (
      let row = await this.peek();
      row !== undefined && taken.length < most && wanted(row);
      row = await this.peek()
    ) {
      taken.push(row)
      this.take()
    }
    return taken
  }

  #fetch(last: T | undefined): Promise<readonly T[]> {
    const page = this.#read(last)
    // An error shows when the page is asked for; until then it counts as handled.
    page.catch(() => {})
    return page
  }
}
