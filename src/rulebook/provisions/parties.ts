/** Parties, who acts for them, and what they sign. */
import { period } from '../parameters.ts'
import { provision } from './provision.ts'

export const partyProvisions = {
  'party.identity': provision('A party is known by name and code; no two parties have the same code.', {}),
  'representation.document-required': provision(
    'A legal person, and anyone who acts through another, needs an accepted authorisation document first.',
    {},
  ),
  'representation.unserved': provision('Without a sufficient authorisation document the service may be declined.', {}),
  'representation.scope': provision('An authorisation document gives full representation unless it limits itself.', {}),
  'representation.other-limits': provision('Limits in other documents are recorded and need not be checked.', {}),
  'representation.likeness': provision(
    'A document whose signature and seal were recorded as matching the specimen may be relied on.',
    {},
  ),
  'representation.replacement': provision('The customer replaces the authorisation document when asked.', {
    within: period,
    remindEvery: period,
  }),
  'representation.replacement.representative': provision('A change of the representative creates the duty.', {}),
  'representation.replacement.signature': provision('A changed or different signature creates the duty.', {}),
  'representation.replacement.seal': provision('A changed or different seal creates the duty.', {}),
  'representation.replacement.worn': provision('A worn document or specimen creates the duty.', {}),
  'representation.replacement.customer': provision('A changed name or a reorganisation creates the duty.', {}),
  'subject.representation': provision(
    'Who acts for another person about their data shows by what authority; without it nothing is done.',
    {},
  ),
  'guardianship.power': provision(
    'Parents and guardians act for a minor about its data, as far as it does not decide itself.',
    {},
  ),
  'guardianship.majority': provision('From this age nobody acts for a person as parent or guardian.', { age: period }),
  'agreement.new-signature': provision('A new agreement may be demanded in the listed cases.', {}),
  'agreement.new-signature.signature': provision('A signature that differs from the agreement is such a case.', {}),
  'agreement.new-signature.identity': provision('A changed name or identifying datum is such a case.', {}),
  'signature.witnessed': provision(
    'A document may have to be signed before staff, or confirmed by a notary where that is not possible.',
    {},
  ),
} as const
