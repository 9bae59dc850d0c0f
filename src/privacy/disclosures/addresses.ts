/** Under which addresses data are handed over, over HTTP. */
import type { CommandRoute } from '../edge.ts'
import { assignClaim } from './assignments/commands.ts'
import { makeDisclosure } from './commands.ts'
import { enquireDatabase, returnFromDatabase } from './databases/commands.ts'
import { announceReport, contestReport, reportDebt, settleReport } from './debts/commands.ts'
import { answerEnquiry, declineEnquiry, receiveEnquiry } from './enquiries/commands.ts'
import { passOnRequest, settleRequest } from './passed-on/commands.ts'

export const disclosureRoutes: readonly CommandRoute[] = [
  { command: makeDisclosure, url: '/disclosures' },
  { command: receiveEnquiry, url: '/authority-enquiries' },
  { command: answerEnquiry, url: '/authority-enquiries/:enquiry/answer' },
  { command: declineEnquiry, url: '/authority-enquiries/:enquiry/decline' },
  { command: enquireDatabase, url: '/database-enquiries' },
  { command: returnFromDatabase, url: '/database-enquiries/:enquiry/return' },
  { command: announceReport, url: '/debt-reports' },
  { command: reportDebt, url: '/debt-reports/:report/report' },
  { command: contestReport, url: '/debt-reports/:report/contest' },
  { command: settleReport, url: '/debt-reports/:report/settle' },
  { command: assignClaim, url: '/assignments' },
  { command: passOnRequest, url: '/passed-on-requests' },
  { command: settleRequest, url: '/passed-on-requests/:request/settle' },
]
