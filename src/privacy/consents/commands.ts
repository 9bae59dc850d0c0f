/** Commands about consents. */
import { type Static, Type } from 'typebox'
import { oneOf } from '../../kernel/wire.ts'
import { language } from '../../rulebook/languages.ts'
import { decideAccept, decideGive, decideWithdraw } from './rules.ts'
import { channelText, entityText, purposeText, switching } from './switching.ts'

const version = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'The version that was shown' })
const channelList = Type.Array(channelText, { minItems: 1, maxItems: 6, uniqueItems: true })
const entityList = Type.Array(entityText, { minItems: 1, maxItems: 20, uniqueItems: true })

const giving = Type.Object({
  purpose: purposeText,
  version,
  language,
  channels: Type.Optional({ ...channelList, description: 'All channels unless told' }),
  except: Type.Optional({ ...entityList, description: 'Entities that it is not given to' }),
  explicit: Type.Optional(Type.Boolean({ description: 'Given expressly for what is special' })),
  recipients: Type.Optional(Type.Array(purposeText, { minItems: 1, maxItems: 20, uniqueItems: true })),
})

/** Refuses as `switching`; then as `decideGive`. */
export const giveConsent = switching<Static<typeof giving>>({
  kind: 'consent.give',
  summary: 'Gives consent to a purpose of the register, with the wording that was shown',
  properties: giving.properties,
  provision: 'consent.giving',
  decide: ({
    asking,
    before,
    payload: { purpose, version, language, channels, except = [], explicit = false, recipients },
    terms,
  }) => decideGive(asking, before, { purpose, version, language, channels, except, explicit, recipients }, terms),
})

const withdrawing = Type.Object({
  purpose: purposeText,
  channels: Type.Optional({ ...channelList, description: 'Only these; all unless told' }),
  entities: Type.Optional({ ...entityList, description: 'Only from these; from all unless told' }),
})

/** Refuses as `switching`; then as `decideWithdraw`. */
export const withdrawConsent = switching<Static<typeof withdrawing>>({
  kind: 'consent.withdraw',
  summary: 'Takes a consent back, and tells what goes and what stays',
  properties: withdrawing.properties,
  provision: 'consent.withdrawal',
  decide: ({ asking, before, payload, terms }) => decideWithdraw(asking, before, payload, terms),
})

const accepting = Type.Object({
  document: Type.String({ pattern: '^[A-Z0-9]{1,8}$', description: 'The code of a document' }),
  version,
  by: oneOf(['accepted', 'handed-over'] as const, 'Whether it was accepted, or data were given under it'),
})

/** Refuses as `switching`; then as `decideAccept`. */
export const acceptNotice = switching<Static<typeof accepting>>({
  kind: 'notice.accept',
  summary: 'Keeps that a document was shown and accepted: which is no consent',
  properties: accepting.properties,
  provision: 'notice.acceptance',
  decide: ({ asking, payload, terms }) => decideAccept(asking, payload, terms),
})
