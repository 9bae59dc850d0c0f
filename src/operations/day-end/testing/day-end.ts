/** The close of days over a bank in memory, for tests: the steps that carry out deadlines find them in memory, a few at a time. */
import { type TestBank, testLane } from '../../../../tests/bank.ts'
import { type DeadlineKey, deadlines, parseDeadlineKey } from '../../../kernel/deadline.ts'
import type { Command } from '../../../storage/command.ts'
import type { DayStep } from '../../../storage/day-step.ts'
import type { Sql } from '../../../storage/sql.ts'
import type { DayEndBank } from '../runner.ts'

/** A step whose deadlines are those in memory. */
export type MemoryStep = Pick<DayStep, 'name' | 'command'> & {
  readonly payloadsOf: (subjects: readonly string[], day: Temporal.PlainDate) => readonly object[]
}

/**
 * @param calls is told of every call to the lane and its records, before and after it: what it throws ends the run there
 * @param atOnce subjects of one part
 */
export function inMemory(
  bank: TestBank,
  steps: readonly MemoryStep[],
  calls: (moment: 'before' | 'after', command: Command | undefined) => void = () => {},
  atOnce = 3,
): DayEndBank {
  const called = async <T>(command: Command | undefined, call: () => Promise<T>): Promise<T> => {
    calls('before', command)
    const result = await call()
    calls('after', command)
    return result
  }
  return {
    lane: testLane,
    sql: undefined as unknown as Sql,
    storage: { load: (lane, needs) => called(undefined, () => bank.storage.load(lane, needs)) },
    writer: () => ({
      head: bank.writer.head,
      submit: (command) => called(command, () => bank.writer.submit(command)),
    }),
    steps: steps.map(({ name, command, payloadsOf }) => ({
      name,
      command,
      next: (_sql, _lane, day, after) =>
        called(undefined, async () => {
          const due = dueBy(bank, name, day)
            .filter((place) => after === undefined || place > after)
            .slice(0, atOnce)
          const last = due.at(-1)
          if (last === undefined) return undefined
          const subjects = due.map((place) => place.slice(11))
          return { payloads: payloadsOf(subjects, day), subjects: subjects.length, after: last }
        }),
    })),
  }
}

/** Day and subject of every deadline of a kind that is due, in order. */
const dueBy = (bank: TestBank, kind: string, day: Temporal.PlainDate): readonly string[] =>
  [...bank.storage.records(testLane, deadlines.name)]
    .filter(([, state]) => state === 'set')
    .map(([key]) => parseDeadlineKey(key as DeadlineKey))
    .filter((one) => one.kind === kind && Temporal.PlainDate.compare(one.due, day) <= 0)
    .map(({ due, subject }) => `${due} ${subject}`)
    .sort()
