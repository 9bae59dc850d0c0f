/** The running of the institution, over HTTP. */
import type { CommandRoute } from '../privacy/edge.ts'
import { cutOver } from './clock/commands.ts'

export const operationsRoutes: readonly CommandRoute[] = [{ command: cutOver, url: '/clock/cut-overs' }]
