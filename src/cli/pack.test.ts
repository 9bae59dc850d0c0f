import { describe, expect, it } from 'vitest'
import { change, rulesFile, withTinyPack } from '../rulebook/testing/tiny-pack.ts'
import { packCheck } from './pack.ts'

/** What `pacta pack check` prints for the tiny pack, and its exit code. */
async function check(options: { json?: boolean; columns?: number; faulty?: boolean }) {
  const changes = options.faulty ? [change(rulesFile, 'P2M', 'P0M')] : []
  let printed = ''
  const output = {
    write: (text: string) => {
      printed += text
    },
    ...(options.columns === undefined ? {} : { columns: options.columns }),
  }
  const code = await withTinyPack((directory) => packCheck(directory, { json: options.json }, output), changes)
  return { code, printed }
}

describe('pacta pack check', () => {
  it('sums up a pack without errors, names what is unbound, and exits with 0', async () => {
    const { code, printed } = await check({})
    expect(code).toBe(0)
    expect(printed).toMatch(/^Provisions that no document binds: .*payment\.order/)
    expect(printed).toMatch(
      /tiny: no errors\. 2 document versions, 5 clauses, 5 bindings, \d+ unbound; hash [0-9a-f]{12}\.\n$/,
    )
  })

  it('prints each error as file, line, message and mend, and exits with 1', async () => {
    const { code, printed } = await check({ faulty: true })
    expect(code).toBe(1)
    expect(printed).toMatch(
      /rules\/2020-01-01\.yaml:17: notice cannot be "P0M"\. A period such as P3BD, P2W or P6M\.\n/,
    )
    expect(printed).toMatch(/tiny: 1 error\.\n$/)
  })

  it('breaks its lines at the width of the terminal', async () => {
    const { printed } = await check({ columns: 80 })
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('prints the same as JSON for other programs', async () => {
    const { code, printed } = await check({ json: true, faulty: true })
    expect(code).toBe(1)
    expect(JSON.parse(printed)).toMatchObject({
      pack: null,
      errors: [{ file: expect.stringContaining(rulesFile), line: 17, message: 'notice cannot be "P0M"' }],
    })
  })
})
