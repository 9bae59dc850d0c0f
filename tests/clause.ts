/** Tests that show a clause of a document at work, and the knock-out that shows they prove something. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadPack } from '../src/rulebook/load.ts'
import type { Clause, Pack } from '../src/rulebook/pack.ts'
import { withoutProvision, withParameter } from '../src/rulebook/terms.ts'
import type { DecisionView } from '../src/storage/lane/port.ts'
import { movedParameter } from './moved-parameter.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** The clause that the test shows, such as RA-6.1, and how it was knocked out, if it was. */
    clause?: string
    knockout?: string
  }
}

const root = join(import.meta.dirname, '..')
const packs = new Map<string, Pack>()
let change: ((pack: Pack) => Pack) | undefined
let decisions: DecisionView[] = []

/** A pack of the project as the running test is to see it: whole, or with a provision knocked out. */
export function packUnderTest(id: string): Pack {
  let pack = packs.get(id)
  if (pack === undefined) {
    pack = loadPack(join(root, 'packs', id))
    packs.set(id, pack)
  }
  return change === undefined ? pack : change(pack)
}

/** Tells the running clause test of a decision that came through the command path. */
export function noteDecision(decision: DecisionView): void {
  decisions.push(decision)
}

/**
 * Declares a test that shows one sentence of a clause. It passes only if a decision made meanwhile was settled by that clause. With
 * KNOCKOUT=1 each provision that the clause binds is unbound, and each of its parameters moved, in turn: then the test must fail.
 *
 * @param id document and clause, such as `RA-6.1`
 */
export function clause(id: string, sentence: string, test: () => Promise<void> | void): void {
  if (process.env['KNOCKOUT'] !== '1') {
    it(`${id} ${sentence}`, { meta: { clause: id } }, () => shown(id, test))
    return
  }
  for (const { name, apply } of knockouts(id)) {
    it(`${id} ${sentence} (without ${name})`, { meta: { clause: id, knockout: name } }, async () => {
      change = apply
      try {
        await expect(shown(id, test), `the test passes although ${name} is knocked out`).rejects.toThrow()
      } finally {
        change = undefined
      }
    })
  }
}

async function shown(id: string, test: () => Promise<void> | void): Promise<void> {
  decisions = []
  await test()
  const [document, number] = partsOf(id)
  const settled = decisions.some(({ cited }) =>
    cited.settled.some((one) => one.document === document && one.clause === number),
  )
  expect(settled, `no decision of this test was settled by ${id}`).toBe(true)
}

/** Ways to take a clause's provisions away: unbound, and each parameter moved. */
function knockouts(id: string): { name: string; apply: (pack: Pack) => Pack }[] {
  return clausesOf(id).flatMap((found) =>
    found.bindings.flatMap(({ provision, parameters }) => [
      { name: provision, apply: (pack: Pack) => withoutProvision(pack, provision) },
      ...Object.entries(parameters).map(([name, value]) => ({
        name: `${provision}.${name}`,
        apply: (pack: Pack) => withParameter(pack, provision, name, movedParameter(value)),
      })),
    ]),
  )
}

function clausesOf(id: string): readonly Clause[] {
  const [document, number] = partsOf(id)
  return packUnderTest('luminor')
    .documents.filter((one) => one.code === document)
    .flatMap((one) => one.clauses.filter((candidate) => candidate.id === number))
}

function partsOf(id: string): readonly [string, string] {
  const dash = id.indexOf('-')
  return [id.slice(0, dash), id.slice(dash + 1)]
}
