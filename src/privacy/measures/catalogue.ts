/** The commands about measures, and their addresses. */
import type { CommandRoute } from '../edge.ts'
import { recordCheck } from './background-checks/commands.ts'
import { renewMeasure, testMeasure } from './commands.ts'
import { reviewProvider } from './providers/commands.ts'
import { recipientUndertakes } from './recipients/commands.ts'
import { recordTraining } from './training/commands.ts'

/** Those that name people are wrapped where parties are known: such parties must exist. */
export const measuresAboutParties = [recordCheck]
export const measureCommands = [testMeasure, renewMeasure, recordTraining, reviewProvider, recipientUndertakes]

export const measureAddresses: readonly CommandRoute[] = [
  { command: testMeasure, url: '/measures/:measure/tests' },
  { command: renewMeasure, url: '/measures/:measure/renewals' },
  { command: recordTraining, url: '/staff/trainings' },
  { command: reviewProvider, url: '/processors/:provider/reviews' },
  { command: recipientUndertakes, url: '/recipients/:recipient/undertakings' },
  { command: recordCheck, url: '/parties/:subject/background-checks' },
]
