/** The commands of the breach register, and their addresses. */
import type { CommandRoute } from '../edge.ts'
import { exemptSubjects, nameAffected, noteDeliveries, noteLetters, notifySubjects } from './affected/commands.ts'
import { assessBreach, closeBreach, notifyAuthority, reportBreach } from './commands.ts'

/** Those that name people are wrapped where parties are known: such parties must exist. */
export const breachesAboutParties = [nameAffected]
export const breachCommands = [
  reportBreach,
  assessBreach,
  notifyAuthority,
  notifySubjects,
  noteLetters,
  noteDeliveries,
  exemptSubjects,
  closeBreach,
]

export const breachAddresses: readonly CommandRoute[] = [
  { command: reportBreach, url: '/breaches' },
  { command: nameAffected, url: '/breaches/:breach/affected' },
  { command: assessBreach, url: '/breaches/:breach/assessment' },
  { command: notifyAuthority, url: '/breaches/:breach/authority-notices' },
  { command: notifySubjects, url: '/breaches/:breach/subject-notices' },
  { command: noteLetters, url: '/breaches/:breach/subject-letters' },
  { command: exemptSubjects, url: '/breaches/:breach/exemption' },
  { command: closeBreach, url: '/breaches/:breach/close' },
]
