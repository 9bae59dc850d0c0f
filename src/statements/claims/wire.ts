/** How a claim looks from outside: what the customer writes parts from the payload. */
import { textWire } from '../../accounts/wire.ts'
import type { Wire } from '../../privacy/edge.ts'
import type { AnyCommandKind } from '../../storage/command.ts'

export const claimWire = (command: AnyCommandKind): Wire =>
  textWire(command, 'words', 'payment-details', 'What is wrong, as the customer puts it')
