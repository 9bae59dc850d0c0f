/** What persons allow, refuse, and object to; offers and messages to them. */
import { Type } from 'typebox'
import { oneOf } from '../../kernel/wire.ts'
import { groupEntity, period, words } from '../parameters.ts'
import { actorRoles } from '../register/vocabulary.ts'
import { provision } from './provision.ts'

export const consentProvisions = {
  'consent.giving': provision('Consent is given in these ways, for what rests on it, with its wording shown.', {
    ways: words,
  }),
  'consent.record': provision('Consent is kept with wording, time and evidence: it can be told again in writing.', {}),
  'consent.explicit': provision('What needs express consent takes no other, and another way is offered.', {
    alternatives: words,
  }),
  'consent.on-application': provision(
    'Consents that are needed are asked for when somebody applies for a service.',
    {},
  ),
  'consent.withdrawal': provision('Consent ends in each of these ways, as easily as it was given.', { ways: words }),
  'consent.child': provision(
    'From this age a child consents by itself; before it, a parent or guardian does, and what they gave is asked anew later.',
    { age: period },
  ),
  'consent.past': provision('What was done on a consent before it ended stays lawful, and its record stays.', {}),
  'consent.recall': provision('What rested on a consent alone ends with it; the answer says what stays, and why.', {}),
  'consent.propagation': provision('Other systems confirm a change of what a person allows within the period.', {
    within: period,
    /** Members of the group beside the institution's entities whose systems are told, each with the calendar in which its period runs. */
    group: Type.Optional(Type.Array(groupEntity, { minItems: 1 })),
  }),
  'notice.acceptance': provision(
    'That a document was accepted or shown is kept with its version, and is no consent.',
    {},
  ),
  'marketing.sending': provision('Each offer passes the gate for its channel, which is one of these.', {
    channels: words,
  }),
  'marketing.consent-channels': provision('Offers over these channels need a consent that covers the channel.', {
    channels: words,
    /** Of services like those that a customer has: whether they need it, too, or the interest is enough. */
    ownOffers: Type.Enum(['consent', 'interest']),
  }),
  'marketing.channel': provision(
    'Offers go over the chosen channel alone, and over none or any before one is chosen.',
    {
      unchosen: Type.Enum(['none', 'any']),
      ways: words,
    },
  ),
  'marketing.unsubscribe': provision('Each offer by e-mail carries a link that ends them without signing in.', {}),
  'message.service': provision('Messages that are no offers go out for this purpose, whatever offers were refused.', {
    purpose: Type.String({ minLength: 1 }),
  }),
  'privacy.third-party-stop': provision(
    'Data of a third party that came without consent are used no longer when the person wants so.',
    {},
  ),
  'objection.answer': provision('An objection is answered in writing within the period.', { within: period }),
  'restriction.open': provision(
    'What the person ordered or consented to goes on; legal claims, rights of others and important public interests, where one of these roles shows them; and what answers a request of the person.',
    { shownBy: Type.Array(oneOf(actorRoles, 'A role'), { minItems: 1, uniqueItems: true }) },
  ),
  'restriction.lifting': provision('A restriction is lifted only after the person was told.', {}),
} as const
