/** Shapes that commands about measures share: codes, numbers of the archive and days. No personal data: numbers, not names. */
import { Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import type { Command, Context, Role } from '../../storage/command.ts'
import type { Recorder } from './rules.ts'

/** Those who answer for the measures. */
export const measureOfficers: readonly Role[] = ['security-officer', 'compliance-officer', 'data-protection-officer']

export const staffCode = Type.String({ pattern: '^[A-Za-z0-9-]{1,20}$', description: 'The code of one of staff' })

export function recorderOf({ actor }: Pick<Command, 'actor'>, { businessDate: on, entity, nextId }: Context): Recorder {
  return { role: actor.role, staff: actor.staff ?? null, on, calendar: calendarOf(entity.calendar), nextId }
}
