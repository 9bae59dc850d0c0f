/** Whether the published list of processors was brought up to date in time. */
import { calendarOf } from '../../kernel/calendar.ts'
import type { Citation } from '../../kernel/decision.ts'
import { UnboundProvision } from '../../rulebook/terms.ts'
import { type LateProcessor, lateProcessors } from './rules.ts'
import type { StatementSource } from './statement.ts'

export type ListReport = {
  readonly late: readonly LateProcessor[]
  /** The clause that sets the time. */
  readonly cited: readonly Citation[]
}

/** What is late on a day; undefined where no document sets a time. */
export function listReport({ entity, terms, day }: StatementSource): ListReport | undefined {
  try {
    const { within } = terms.parameters('privacy.processors.listed')
    const cited = terms.cite('privacy.processors.listed').disclosed
    const calendar = calendarOf(entity.calendar)
    return { late: lateProcessors(terms.register.processors.values(), within, day, calendar), cited }
  } catch (error) {
    if (error instanceof UnboundProvision) return undefined
    throw error
  }
}
