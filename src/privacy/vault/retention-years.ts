import type { RetentionYears } from './sealer.ts'

/**
 * In how many years the key of a class may go at the earliest: the year in its name. How long a datum is kept, the register says, and the sweep
 * seals anew what outlasts others under its key (docs/decisions/0006-vault.md and 0029-retention.md).
 */
export const retentionYears: RetentionYears = {
  identity: 10,
  contact: 1,
  'payment-details': 10,
  representation: 10,
  'staff-note': 5,
  financial: 10,
  special: 1,
  correspondence: 10,
  marketing: 1,
  application: 1,
  recording: 1,
  technical: 1,
  official: 10,
  offence: 1,
}
