/** Commands that write letters and let messages out. */
import { type Static, Type } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { payload } from '../../../kernel/wire.ts'
import { language, languages } from '../../../rulebook/languages.ts'
import type { CommandKind, Role } from '../../../storage/command.ts'
import { channelText, purposeText, switching } from '../../consents/switching.ts'
import { decideSendMessage, decideSendOffer, decideSetLetter, letters } from './rules.ts'

const letterName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'The name of a letter' })
const wording = (maxLength: number, description: string) =>
  Type.Object(
    Object.fromEntries(languages.map((one) => [one, Type.Optional(Type.String({ minLength: 1, maxLength }))])),
    { additionalProperties: false, minProperties: 1, description },
  )

const setting = payload({
  letter: letterName,
  purpose: Type.Optional({ ...purposeText, description: 'Of an offer: the purpose of the register that it serves' }),
  title: wording(200, 'The title, in each language'),
  text: wording(10_000, 'What it says, in each language: the same for everybody, so nothing personal'),
})

/** Refuses as `decideSetLetter`. */
export const setLetter: CommandKind<Static<typeof setting>> = {
  kind: 'letter.set',
  summary: 'Writes what messages of one kind say; with a purpose, they are offers',
  payload: setting,
  purpose: 'operations',
  roles: ['operator', 'marketing-officer'],
  needs: ({ payload }) => [need(letters, payload.letter)],
  decide: (_state, { payload: { purpose = null, ...letter } }, context) =>
    decideSetLetter({ ...letter, purpose }, context.terms()),
}

const sending = Type.Object({
  letter: letterName,
  channel: channelText,
  language: Type.Optional({ ...language, description: 'English unless told' }),
})
type Sending = Static<typeof sending>

const senders: readonly Role[] = ['operator', 'marketing-officer', 'system']

const sendingKind = (
  kind: 'marketing.send' | 'message.send',
  summary: string,
  provision: 'marketing.sending' | 'message.service',
  decide: typeof decideSendOffer | typeof decideSendMessage,
) =>
  switching<Sending>({
    kind,
    summary,
    properties: sending.properties,
    roles: senders,
    provision,
    needs: ({ letter }) => [need(letters, letter)],
    decide: ({ asking, before, payload: { letter, channel, language = 'en' }, terms }, state) =>
      decide(asking, before, { letter: state.get(letters, letter), channel, language }, terms),
  })

/** Refuses as `decideSendOffer`. */
export const sendOffer = sendingKind(
  'marketing.send',
  'Lets an offer out, over the channel that the person chose',
  'marketing.sending',
  decideSendOffer,
)

/** Refuses as `decideSendMessage`. */
export const sendMessage = sendingKind(
  'message.send',
  'Lets a service message out: no refusal of offers concerns it',
  'message.service',
  decideSendMessage,
)
