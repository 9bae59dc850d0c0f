/**
 * Tests that show a clause of a document at work, and the knock-outs that show they prove something. See docs/decisions/0008-clauses.md.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { accept, type Citation, type Decision, refuse } from '../src/kernel/decision.ts'
import { withoutProvision, withoutRegister, withParameter } from '../src/rulebook/altered-pack.ts'
import { loadPack } from '../src/rulebook/load.ts'
import type { Clause, Pack } from '../src/rulebook/pack.ts'
import { UnboundProvision } from '../src/rulebook/terms.ts'
import { type AnyCommandKind, Catalogue } from '../src/storage/command.ts'
import type { DecisionView } from '../src/storage/lane/port.ts'
import { movedParameter } from './moved-parameter.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** The clause that the test shows, such as RA-6.1, the sentence, and what was knocked out, if anything was. */
    clause?: string
    sentence?: string
    knockout?: string
  }
}

/** What is taken away from a test that should then fail. */
type Knockout = {
  readonly name: string
  /** What the test says of itself by passing nevertheless. */
  readonly unnoticed: string
  /**
   * No clause binds a provision any more, or one of its parameters has another value. Without it, the last decision that the clause
   * settles comes out the other way round.
   */
  readonly apply?: (pack: Pack) => Pack
}

/** One run of a clause test. */
type Run = {
  readonly clause: string
  readonly knockout: Knockout | undefined
  /** Which of the decisions that the clause settles is turned round. */
  readonly turned: number | undefined
  /** Decisions that were asked for, those that failed while they were made among them. */
  asked: number
  /** How many of those decisions the clause settled. */
  settled: number
  /** Whether a decision that was given to the test was settled by the clause. */
  shown: boolean
}

const root = join(import.meta.dirname, '..')
/** Where a document is looked for: the first that has it counts. */
const institutions = ['luminor', 'ozcredit', 'koduliising'].filter((id) =>
  existsSync(join(root, 'packs', id, 'pack.yaml')),
)
const packs = new Map<string, Pack>()
let run: Run | undefined

/** A pack of the project as the running test is to see it: whole, or with a provision knocked out. */
export function packUnderTest(id: string): Pack {
  let pack = packs.get(id)
  if (pack === undefined) {
    pack = loadPack(join(root, 'packs', id))
    packs.set(id, pack)
  }
  return run?.knockout?.apply?.(pack) ?? pack
}

/** The catalogue as the running test is to see it: one of its decisions may be turned round. */
export function catalogueUnderTest(catalogue: Catalogue): Catalogue {
  return new Catalogue(catalogue.all().map(watched))
}

/** Tells the running clause test of a decision that it was given, or that came out on the way to what it was given. */
export function noteDecision({ cited }: Pick<DecisionView, 'cited'>): void {
  if (run !== undefined && settles(run.clause, cited)) run.shown = true
}

/**
 * Declares a test that shows one sentence of a clause. It passes only if a decision made meanwhile was settled by that clause. With
 * KNOCKOUT=1 each provision that the clause binds is unbound, each of its parameters moved, and the outcome of the last decision that the
 * clause settles turned round, one at a time: then the test must fail, and for that reason.
 *
 * @param id document and clause, such as `RA-6.1`
 */
export function clause(id: string, sentence: string, test: () => Promise<void> | void): void {
  it(`${id} ${sentence}`, { meta: { clause: id, sentence } }, async () => {
    await shown(id, test)
  })
  if (process.env['KNOCKOUT'] !== '1') return
  for (const knockout of knockouts(id)) {
    const { name } = knockout
    it(`${id} ${sentence} (without ${name})`, { meta: { clause: id, sentence, knockout: name } }, () =>
      notices(id, test, knockout),
    )
  }
}

/** Fails unless the test fails because of the knock-out. */
export async function notices(id: string, test: () => Promise<void> | void, knockout: Knockout): Promise<void> {
  // Whole, so that what the test sets up is known to work; and to learn how many decisions the clause settles.
  const { settled } = await shown(id, test)
  const turned = knockout.apply === undefined ? settled : undefined
  const attempt = newRun(id, knockout, turned)
  const error = await failureOf(attempt, test)
  if (error === undefined) throw new Error(knockout.unnoticed)
  if (attempt.asked === 0)
    throw new Error(`without ${knockout.name} the test fails before it sends a command`, { cause: error })
  if (!isNotice(error, knockout))
    throw new Error(`without ${knockout.name} the test fails for another reason: ${messageOf(error)}`, { cause: error })
}

async function shown(id: string, test: () => Promise<void> | void): Promise<Run> {
  const whole = newRun(id, undefined, undefined)
  const error = await failureOf(whole, test)
  if (error !== undefined) throw error
  return whole
}

async function failureOf(attempt: Run, test: () => Promise<void> | void): Promise<unknown> {
  run = attempt
  try {
    await test()
    expect(attempt.shown, `no decision of this test was settled by ${attempt.clause}`).toBe(true)
    return undefined
  } catch (error) {
    return error ?? new Error('the test threw nothing')
  } finally {
    run = undefined
  }
}

const newRun = (id: string, knockout: Knockout | undefined, turned: number | undefined): Run => ({
  clause: id,
  knockout,
  turned,
  asked: 0,
  settled: 0,
  shown: false,
})

/** An assertion of the test that no longer holds, or a command that found no provision to go by. What else is thrown shows nothing. */
function isNotice(error: unknown, knockout: Knockout): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'AssertionError') return true
    if (cause instanceof UnboundProvision) return knockout.apply !== undefined
  }
  return false
}

function watched(kind: AnyCommandKind): AnyCommandKind {
  return { ...kind, decide: (state, command, context) => watch(() => kind.decide(state, command, context)) }
}

/**
 * A decision that is not made in the catalogue, such as that on a passage through the gate, as the running test is to see it: counted, and
 * turned round where a knock-out says so. Put into the place of the rule by `vi.mock`, so that the way to it is that of the program.
 */
export function watchDecision<A extends readonly unknown[], E, C extends string>(
  decide: (...asked: A) => Decision<E, C>,
): (...asked: A) => Decision<E, C | 'knocked-out'> {
  return (...asked) => {
    const decision = watch<E, C | 'knocked-out'>(() => decide(...asked))
    noteDecision(decision)
    return decision
  }
}

/**
 * A statement that is published out of the register, as the running test is to see it: counted like a decision that was asked for, and
 * turned round where a knock-out says so. A statement turned round is silent on what it cites the clause for.
 */
export function watchStatement<A extends readonly unknown[], S>(
  make: (...asked: A) => S,
  citedBy: (statement: S) => readonly Citation[],
  silenced: (statement: S, isCited: (cited: readonly Citation[]) => boolean) => S,
): (...asked: A) => S {
  return (...asked) => {
    const watching = run
    if (watching === undefined) return make(...asked)
    watching.asked += 1
    const statement = make(...asked)
    if (!names(watching.clause, citedBy(statement))) return statement
    watching.settled += 1
    watching.shown = true
    return watching.settled === watching.turned
      ? silenced(statement, (cited) => names(watching.clause, cited))
      : statement
  }
}

function watch<E, C extends string>(decide: () => Decision<E, C>): Decision<E, C | 'knocked-out'> {
  const watching = run
  if (watching !== undefined) watching.asked += 1
  const decision = decide()
  if (watching === undefined || !settles(watching.clause, decision.cited)) return decision
  watching.settled += 1
  return watching.settled === watching.turned ? turnedRound(decision) : decision
}

/** The same in all but its outcome, and so without effect. */
function turnedRound<E>({ outcome, cited, facts, internal }: Decision<E, string>): Decision<E, 'knocked-out'> {
  return outcome === 'accepted' ? refuse('knocked-out', cited, facts, internal) : accept([], cited, facts, internal)
}

const settles = (id: string, { settled }: DecisionView['cited']): boolean => names(id, settled)

function names(id: string, cited: readonly Citation[]): boolean {
  const [document, number] = partsOf(id)
  return cited.some((one) => one.document === document && one.clause === number)
}

/** Ways to take away what makes a clause work. */
export function knockouts(id: string): readonly Knockout[] {
  const ofPack = (name: string, apply: (pack: Pack) => Pack): Knockout => ({
    name,
    unnoticed: `the test passes although ${name} is knocked out`,
    apply,
  })
  const provisions = clausesOf(id).flatMap(({ bindings }) =>
    bindings.flatMap(({ provision, parameters }) => [
      ofPack(provision, (pack) => withoutProvision(pack, provision)),
      ...Object.entries(parameters).map(([name, value]) =>
        ofPack(`${provision}.${name}`, (pack) => withParameter(pack, provision, name, movedParameter(value))),
      ),
    ]),
  )
  const [document, number] = partsOf(id)
  const items = clausesOf(id).flatMap(({ register }) =>
    register === undefined
      ? []
      : [ofPack('its items of the register', (pack) => withoutRegister(pack, document, number))],
  )
  const unnoticed = `the test asserts nothing about the outcome of the last decision that ${id} settles`
  return [...provisions, ...items, { name: 'its outcome', unnoticed }]
}

function clausesOf(id: string): readonly Clause[] {
  const [document, number] = partsOf(id)
  return (
    institutions
      .map((pack) => packUnderTest(pack).documents.filter(({ code }) => code === document))
      .find((versions) => versions.length > 0)
      ?.flatMap((one) => one.clauses.filter((candidate) => candidate.id === number)) ?? []
  )
}

function partsOf(id: string): readonly [string, string] {
  const dash = id.indexOf('-')
  return [id.slice(0, dash), id.slice(dash + 1)]
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
