/** Every kind of command about cash codes. */
import { applyForCode } from './application/commands.ts'
import { installAtm } from './atm/commands.ts'
import { assignDigits, renewDigits } from './digits/commands.ts'
import { blockCode, expireCodes, reportCode, revokeCode } from './ending/commands.ts'
import { enterCode } from './entry/commands.ts'
import { agreeCashLimits } from './limits/commands.ts'
import { useCode } from './use/commands.ts'

export const cashCodeCommands = [
  applyForCode,
  renewDigits,
  assignDigits,
  enterCode,
  useCode,
  revokeCode,
  blockCode,
  reportCode,
  expireCodes,
  agreeCashLimits,
  installAtm,
]
