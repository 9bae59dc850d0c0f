/** Cash codes over HTTP. */
import type { CommandRoute } from '../../privacy/edge.ts'
import { applyForCode } from './application/commands.ts'
import { installAtm } from './atm/commands.ts'
import { renewDigits } from './digits/commands.ts'
import { blockCode, reportCode, revokeCode } from './ending/commands.ts'
import { enterCode } from './entry/commands.ts'
import { agreeCashLimits } from './limits/commands.ts'
import { useCode } from './use/commands.ts'
import { applicationWire, entryWire } from './wire.ts'

export const cashCodeRoutes: readonly CommandRoute[] = [
  { command: applyForCode, url: '/cash-codes', wire: applicationWire },
  { command: renewDigits, url: '/cash-codes/:code/renewals' },
  { command: enterCode, url: '/cash-codes/entries', wire: entryWire },
  { command: useCode, url: '/cash-codes/entries/:entry/transactions' },
  { command: revokeCode, url: '/cash-codes/:code/revocation' },
  { command: blockCode, url: '/cash-codes/:code/blocking' },
  { command: reportCode, url: '/cash-codes/:code/reports' },
  { command: agreeCashLimits, url: '/accounts/:account/cash-code-limits' },
  { command: installAtm, url: '/atms' },
]
