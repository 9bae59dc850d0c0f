/** What persons allow, refuse and object to, over HTTP. */
import type { CommandRoute } from '../edge.ts'
import { noteAttempt } from '../marketing/by-hand/commands.ts'
import { chooseChannel, refuseMarketing } from '../marketing/commands.ts'
import { sendMessage, sendOffer, setLetter } from '../marketing/messages/commands.ts'
import { answerObjection, raiseObjection, sendObjectionAnswer } from '../objections/commands.ts'
import { allowPurpose, forbidPurpose, stopProcessing } from '../objections/stops/commands.ts'
import { answerWire } from '../objections/wire.ts'
import { liftRestriction, setRestriction, tellLifting } from '../restrictions/commands.ts'
import { acceptNotice, giveConsent, withdrawConsent } from './commands.ts'
import { confirmPropagation } from './propagation/commands.ts'

export const consentRoutes: readonly CommandRoute[] = [
  { command: giveConsent, url: '/parties/:subject/consents' },
  { command: withdrawConsent, url: '/parties/:subject/consents/:purpose/withdrawal' },
  { command: acceptNotice, url: '/parties/:subject/notice-acceptances' },
  { command: refuseMarketing, url: '/parties/:subject/marketing/refusal' },
  { command: chooseChannel, url: '/parties/:subject/marketing/channel' },
  { command: forbidPurpose, url: '/parties/:subject/purposes/:purpose/prohibition' },
  { command: allowPurpose, url: '/parties/:subject/purposes/:purpose/permission' },
  { command: stopProcessing, url: '/parties/:subject/purposes/:purpose/stop' },
  { command: raiseObjection, url: '/parties/:subject/purposes/:purpose/objections' },
  { command: answerObjection, url: '/parties/:subject/objections/:objection/answer', wire: answerWire },
  { command: sendObjectionAnswer, url: '/parties/:subject/objections/:objection/answer/dispatch' },
  { command: setRestriction, url: '/parties/:subject/restrictions' },
  { command: tellLifting, url: '/parties/:subject/restrictions/:ground/notice' },
  { command: liftRestriction, url: '/parties/:subject/restrictions/:ground/lifting' },
  { command: confirmPropagation, url: '/consents/propagation/:propagation/confirmation' },
  { command: setLetter, url: '/letters' },
  { command: sendOffer, url: '/parties/:subject/offers' },
  { command: sendMessage, url: '/parties/:subject/messages' },
  { command: noteAttempt, url: '/parties/:subject/offers/:message/result' },
]
