/** The pack of the hire-purchase lender with a change in its procedure: for tests of what does not load. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { inspectPack } from '../../../src/rulebook/load.ts'

const packs = join(import.meta.dirname, '../../../packs')

/** What is wrong with the pack when a text of its document, which must be there, is another one. */
export function problemsOfChanged(from: string | RegExp, to: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pacta-pack-'))
  try {
    for (const id of ['law', 'koduliising']) cpSync(join(packs, id), join(folder, id), { recursive: true })
    const file = join(folder, 'koduliising/documents/personal-data-procedure/2018-05-25.yaml')
    const text = readFileSync(file, 'utf8')
    const changed = text.replace(from, to)
    expect(changed !== text, `the procedure has ${from}`).toBe(true)
    writeFileSync(file, changed)
    return inspectPack(join(folder, 'koduliising')).errors.map(({ message }) => message)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
