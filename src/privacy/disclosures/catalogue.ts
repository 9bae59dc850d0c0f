/** Commands that hand data over. Those about somebody are wrapped where parties are known: such a party must exist. */
import { assignClaim } from './assignments/commands.ts'
import { makeDisclosure } from './commands.ts'
import { enquireDatabase, returnFromDatabase } from './databases/commands.ts'
import { announceReport, contestReport, reportDebt, settleReport } from './debts/commands.ts'
import { answerEnquiry, declineEnquiry, receiveEnquiry } from './enquiries/commands.ts'
import { passOnRequest, settleRequest } from './passed-on/commands.ts'

export const disclosuresAboutParties = [
  makeDisclosure,
  receiveEnquiry,
  enquireDatabase,
  announceReport,
  assignClaim,
  passOnRequest,
]
export const disclosureCommands = [
  answerEnquiry,
  declineEnquiry,
  returnFromDatabase,
  reportDebt,
  contestReport,
  settleReport,
  settleRequest,
]
