import { existsSync, readFileSync } from 'node:fs'
import { it } from 'vitest'

/**
 * Public reference vectors that are not part of the project, in `shared/data` beside it. A test on them is declared
 * with its file, and is skipped, and says so in its title, where that is absent.
 */
export function itAgainst(path: string, title: string, test: (text: string) => void): void {
  const file = new URL(`../../../../shared/data/${path}`, import.meta.url)
  const absent = !existsSync(file)
  it.skipIf(absent)(absent ? `${title} (skipped: reference data ${path} is absent)` : title, () => {
    test(readFileSync(file, 'utf8'))
  })
}

/**
 * The fields of a comma-separated file below its header; for files whose quoted fields, if any, come after those that
 * are wanted.
 */
export function rowsOf(csv: string): string[][] {
  const [, ...lines] = csv.trim().split(/\r?\n/)
  return lines.map((line) => line.split(','))
}
