/** What is wrong in a pack, in words for the person who writes it. */
export type PackProblem = {
  readonly file: string
  /** The line in the file, from 1. */
  readonly line: number
  /** What is wrong, without a full stop. */
  readonly message: string
  /** What to do about it: whole sentences. */
  readonly mend: string
}

export const formatProblem = ({ file, line, message, mend }: PackProblem): string =>
  `${file}:${line}: ${message}. ${mend}`

/** A pack that cannot be used, with everything that is wrong with it, not the first fault only. */
export class PackError extends Error {
  readonly problems: readonly PackProblem[]

  constructor(directory: string, problems: readonly PackProblem[]) {
    const count = problems.length === 1 ? '1 error' : `${problems.length} errors`
    super(`the pack in ${directory} has ${count}:\n${problems.map(formatProblem).join('\n')}`)
    this.name = 'PackError'
    this.problems = problems
  }
}

/** The word that was probably meant: the one with the fewest edits, if they are few for its length. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let fewest = Math.max(2, Math.floor(written.length / 3)) + 1
  for (const word of known) {
    const distance = edits(written.toLowerCase(), word.toLowerCase())
    if (distance < fewest) {
      fewest = distance
      best = word
    }
  }
  return best
}

/** Levenshtein's distance, row by row. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
