import { describe, expect, test } from 'vitest'
import { checkRules } from './import-rules.ts'

/** The rules that these files break, as `file:line rule`. */
function broken(files: Record<string, string>): string[] {
  return checkRules(new Map(Object.entries(files))).map(({ file, line, rule }) => `${file}:${line} ${rule}`)
}

describe('features', () => {
  test('see what stands before them', () => {
    expect(broken({ 'src/lending/scoring.ts': "import { post } from '../ledger/posting.ts'" })).toEqual([])
  })
  test('do not see what stands after them, not even its types', () => {
    expect(
      broken({
        'src/ledger/posting.ts': "import { a } from '../kernel/a.ts'\nimport type { B } from '../lending/b.ts'",
      }),
    ).toEqual(['src/ledger/posting.ts:2 feature-order'])
  })
  test('see their own subfolders, and those see each other', () => {
    expect(broken({ 'src/payments/cash-codes/rules.ts': "import { x } from '../holds/rules.ts'" })).toEqual([])
  })
  test('nothing imports api or cli, save cli the api', () => {
    expect(
      broken({
        'src/api/server.ts': "import { main } from '../cli/main.ts'",
        'src/cli/start.ts': "import { serve } from '../api/server.ts'",
        'src/operations/jobs.ts': "const api = await import('../api/server.ts')",
      }),
    ).toEqual(['src/api/server.ts:1 feature-order', 'src/operations/jobs.ts:1 feature-order'])
  })
  test('are all named', () => {
    expect(broken({ 'src/utils/text.ts': 'export const a = 1' })).toEqual(['src/utils/text.ts:1 unknown-feature'])
  })
  test('import nothing of tests, tools and bench, but their tests may', () => {
    const text = "import { testDatabase } from '../../tests/database.ts'"
    expect(broken({ 'src/ledger/store.ts': text, 'src/ledger/store.test.ts': text })).toEqual([
      'src/ledger/store.ts:1 product-only',
    ])
  })
})

describe('rules.ts', () => {
  const rules = (text: string) => broken({ 'src/accounts/rules.ts': text })
  test('see the kernel, rules before them, and types of the rulebook', () => {
    expect(
      rules(`import { minor } from '../kernel/money.ts'
        import { legs } from '../ledger/rules.ts'
        import type { Terms } from '../rulebook/terms.ts'
        import { type Static, Type } from 'typebox'`),
    ).toEqual([])
  })
  test.each([
    ['values of the rulebook', "import { load } from '../rulebook/load.ts'", 'rules-room'],
    ['storage, even as types', "import type { Sql } from '../storage/sql.ts'", 'rules-room'],
    ['a store', "import { read } from './store.ts'", 'rules-room'],
    ['a file without a room', "export { helper } from './helper.ts'", 'rules-room'],
    ['modules of Node', "import { readFileSync } from 'node:fs'", 'pure'],
    ['packages that do things', "import postgres from 'postgres'", 'pure'],
    ['a clock', 'export const today = () => Temporal.Now.plainDateISO()', 'impure'],
    ['Date', 'export const now = () => Date.now()', 'impure'],
    ['new Date', 'export const now = () => new Date()', 'impure'],
    ['chance', 'export const dice = () => Math.random()', 'impure'],
  ])('do not see %s', (_name, text, rule) => {
    expect(rules(text)).toEqual([`src/accounts/rules.ts:1 ${rule}`])
  })
})

test('the kernel has no clock, no chance and no modules of Node', () => {
  const text = "import { randomUUID } from 'node:crypto'\nexport const now = Date.now()"
  expect(broken({ 'src/kernel/ids.ts': text })).toEqual(['src/kernel/ids.ts:1 pure', 'src/kernel/ids.ts:2 impure'])
})

describe('store.ts', () => {
  test('sees kernel, storage, rules and files beside it', () => {
    expect(
      broken({
        'src/accounts/store.ts': `import { minor } from '../kernel/money.ts'
          import { connect } from '../storage/sql.ts'
          import { accounts } from '../ledger/rules.ts'
          import { columns } from './columns.ts'`,
      }),
    ).toEqual([])
  })
  test.each([
    ['commands', './commands.ts'],
    ['the rulebook', '../rulebook/terms.ts'],
    ['another feature', '../privacy/vault.ts'],
  ])('does not see %s', (_name, target) => {
    expect(broken({ 'src/accounts/store.ts': `import { x } from '${target}'` })).toEqual([
      'src/accounts/store.ts:1 store-room',
    ])
  })
})

describe('commands.ts', () => {
  test("sees rules, stores, the rulebook, the gate and storage's command types", () => {
    expect(
      broken({
        'src/accounts/commands.ts': `import { decide } from './rules.ts'
          import { read } from './store.ts'
          import { legs } from '../ledger/store.ts'
          import { load } from '../rulebook/load.ts'
          import { pass } from '../privacy/gate.ts'
          import { command } from '../storage/command.ts'
          import type { Sql } from '../storage/sql.ts'`,
      }),
    ).toEqual([])
  })
  test.each([
    ['other commands', '../ledger/commands.ts'],
    ['the vault behind the gate', '../privacy/vault.ts'],
    ['the database itself', '../storage/sql.ts'],
    ['routes', './routes.ts'],
  ])('does not see %s', (_name, target) => {
    expect(broken({ 'src/accounts/commands.ts': `import { x } from '${target}'` })).toEqual([
      'src/accounts/commands.ts:1 commands-room',
    ])
  })
})

describe('routes.ts', () => {
  test('sees commands, kernel, rulebook and types of rules', () => {
    expect(
      broken({
        'src/accounts/routes.ts': `import { open } from './commands.ts'
          import { minor } from '../kernel/money.ts'
          import { explain } from '../rulebook/explain.ts'
          import type { Account } from './rules.ts'`,
      }),
    ).toEqual([])
  })
  test.each([
    ['stores', './store.ts'],
    ['what rules do', './rules.ts'],
    ['storage', '../storage/sql.ts'],
  ])('does not see %s', (_name, target) => {
    expect(broken({ 'src/accounts/routes.ts': `import { x } from '${target}'` })).toEqual([
      'src/accounts/routes.ts:1 routes-room',
    ])
  })
})

test('pages know the generated client only', () => {
  const text = "import { a } from '../shared/client.ts'\nimport { b } from '../../src/kernel/money.ts'"
  expect(broken({ 'web/portal/page.tsx': text })).toEqual(['web/portal/page.tsx:2 web-apart'])
})

test('circles are found once, with all their files', () => {
  const findings = checkRules(
    new Map([
      ['src/ledger/a.ts', "import { b } from './b.ts'\nexport const a = 1"],
      ['src/ledger/b.ts', "import type { C } from './c.ts'\nexport const b = 1"],
      ['src/ledger/c.ts', "import { a } from './a.ts'\nexport type C = 1"],
      ['src/ledger/d.ts', "import { a } from './a.ts'"],
    ]),
  )
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({
    file: 'src/ledger/a.ts',
    line: 1,
    rule: 'cycle',
    message: 'src/ledger/a.ts -> src/ledger/b.ts -> src/ledger/c.ts -> src/ledger/a.ts',
  })
})

describe('an assignment that reads before it waits', () => {
  test.each(['total += await load()', 'total = 1; total -= 2 * (await load())', 'cache.x ??= await load()'])(
    '%s',
    (text) => {
      expect(broken({ 'src/ledger/posting.ts': text })).toEqual(['src/ledger/posting.ts:1 lost-update'])
    },
  )
  test('waiting first is right, and so is waiting in a function that runs later', () => {
    const text = 'const more = await load()\ntotal += more\ncache.x ??= async () => await load()'
    expect(broken({ 'src/ledger/posting.ts': text })).toEqual([])
  })
})

test('a finding says what to do', () => {
  const [finding] = checkRules(new Map([['src/ledger/rules.ts', 'const now = Date.now()']]))
  expect(finding).toMatchObject({ message: 'Date.now', mend: expect.stringContaining('Take it as an argument') })
})
