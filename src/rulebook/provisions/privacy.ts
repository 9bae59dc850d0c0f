/** What personal data may be used for, by whom and how long, and what is published about it. */
import { Type } from 'typebox'
import { oneOf } from '../../kernel/wire.ts'
import { period } from '../parameters.ts'
import { specialTopics } from '../register/topics.ts'
import { provision } from './provision.ts'

export const privacyProvisions = {
  'privacy.gate': provision('Personal data are read only for a purpose and a ground.', {}),
  'privacy.purpose': provision('Personal data serve only purposes that the register names, each with its basis.', {}),
  'privacy.interest': provision('What rests on a legitimate interest needs its entry and its balancing test.', {}),
  'privacy.minimum': provision('A purpose takes only the categories that it lists.', {}),
  'privacy.access': provision('A role reads only what its work needs.', {}),
  'privacy.condition': provision('Data with a condition of their own are used only when it is met.', {}),
  'privacy.pseudonyms': provision('Where a purpose can do with pseudonyms, it is not told whose the data are.', {}),
  'privacy.new-purpose': provision(
    'What a person gave before serves a new purpose only after they were told of it.',
    {},
  ),
  'privacy.new-purpose.others': provision(
    'What came from elsewhere before serves a new purpose only after the person was told of it.',
    {},
  ),
  'fact.source': provision('Every datum is recorded with its source, which its category must name.', {}),
  'dealer.compensation': provision(
    'Under an agreement with a seller of cars, the gap between market and campaign rate is calculated, on this interest of the register.',
    { interest: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }), yearDays: Type.Enum([360, 365]) },
  ),
  'fact.given': provision('Each category says whether it must be given, and what follows when it is not.', {}),
  'recording.announced': provision(
    'A conversation is recorded only after that was announced; whoever refuses is served in another way.',
    { otherwise: Type.String({ pattern: '^[a-z][a-z-]{0,39}$', description: 'How they are served then' }) },
  ),
  'fact.minors': provision("A minor's data are recorded only from the minor who uses a service, or from a parent.", {
    by: Type.Array(oneOf(['minor', 'parent', 'other'] as const, 'Who gives the data'), { minItems: 1 }),
  }),
  'fact.others': provision(
    'Whoever gives data about somebody else declares that the person knows; the institution tells the person in time.',
    { noticeAtLatest: period },
  ),
  'fact.combination': provision('What is put together from several data lists them with their sources.', {}),
  'fact.screening': provision('Free text found to tell of special categories of data is fenced.', {
    topics: Type.Array(oneOf(specialTopics, 'What is looked for'), { minItems: 1, uniqueItems: true }),
  }),
  'fact.offences': provision('Free text found to tell of criminal convictions is fenced, and more closely.', {}),
  'retention.need': provision(
    'A datum stays as long as a ground of the register keeps it, and goes when the last one ends.',
    {},
  ),
  'retention.earlier': provision('Data from before a document took effect are kept and erased by it too.', {}),
  'retention.hold': provision('Nothing of a person is erased while a case needs it.', {}),
  'privacy.confidentiality': provision('Staff undertake confidentiality before they read anything personal.', {}),
  'privacy.restriction': provision('Restricted data are stored and not used otherwise.', {}),
  'privacy.objection': provision(
    'Use for an interest stops while an objection is weighed, and after it is upheld.',
    {},
  ),
  'privacy.prohibition': provision('A purpose that the person forbids ends, without reasons asked.', {}),
  'privacy.stop': provision('Processing that the person demands to end, ends unless law or contract carries it.', {}),
  'marketing.refusal': provision('A refusal of offers ends them at once, on every channel.', {}),
  'consent.needed': provision('What rests on consent alone needs one that stands.', {}),
  'privacy.controller.shown': provision(
    'Who is responsible, and how to reach them, is told wherever data are collected.',
    {},
  ),
  'privacy.notice.published': provision(
    'What is done with personal data is told to everyone, out of the register.',
    {},
  ),
  'privacy.retention.published': provision('Terms of retention are published out of the rules that erase.', {}),
  'privacy.interests.published': provision('Legitimate interests are published, each version of the list.', {}),
  'privacy.processors.published': provision('Who processes data for the institution is published.', {}),
  'privacy.processors.listed': provision('The list of processors is brought up to date in time after a change.', {
    within: period,
  }),
  'privacy.decisions.published': provision('Automated decisions and profiling are described out of the register.', {}),
  'privacy.records': provision('A record of processing names each controller, purpose and term.', {}),
} as const
