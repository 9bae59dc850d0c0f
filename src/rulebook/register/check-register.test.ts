import { describe, expect, it } from 'vitest'
import { change, errorsAfter } from '../testing/tiny-pack.ts'
import { privacyFile, privacyText } from '../testing/tiny-register.ts'

type Case = readonly [
  what: string,
  from: string,
  to: string,
  /** What stands on the line that is named, first of its kind in the changed file. */
  at: string,
  message: string,
  mend: string,
]

const purpose = (id: string, more: string): string =>
  `        - {id: ${id}, name: {en: More}, dpv: ["dpv:Purpose"], bases: [{basis: contract}], categories: [identity]${more}}\n`
const beforePurposes = '      purposes:\n'
const health = 'categories: [health]\n          from: consent'

const cases: readonly Case[] = [
  [
    'a purpose without a basis',
    'bases: [{basis: contract}]',
    'bases: []',
    'bases: []',
    'bases must not have fewer than 1 items',
    'Legal bases: at least one',
  ],
  [
    'a purpose that says nothing of its basis',
    '          bases: [{basis: contract}]\n',
    '',
    '- id: serving',
    '"bases" is missing',
    'Add it',
  ],
  [
    'a legal obligation without its law',
    '{basis: legal-obligation, law: CCD-8}',
    '{basis: legal-obligation}',
    'bases: [{basis: legal-obligation}',
    '"lending" rests on a legal obligation that is not named',
    'Add law: with the act.',
  ],
  [
    'a basis for data that the purpose does not use',
    'for: [health]',
    'for: [salary]',
    'for: [salary]',
    'the basis is for salary, which "lending" does not use',
    'Name its categories.',
  ],
  [
    'an interest that is not named',
    '{basis: legitimate-interest, interest: better-services}',
    '{basis: legitimate-interest}',
    'bases: [{basis: legitimate-interest}]',
    '"improving" rests on an interest that is not named',
    'Add interest: with its id.',
  ],
  [
    'an interest that nobody entered',
    'interest: better-services}',
    'interest: better-banking}',
    'interest: better-banking',
    'there is no "better-banking" among interests',
    'Enter the interest, with its balancing test.',
  ],
  [
    'an interest without its balancing test',
    '            balance: {en: Little is known by it.}\n',
    '',
    'test:',
    '"balance" is missing',
    'Add it',
  ],
  [
    'an interest that its purpose does not rest on',
    'purpose: improving',
    'purpose: serving',
    'purpose: serving',
    'the purpose "serving" does not rest on the interest "better-services"',
    'Name it among the bases of the purpose',
  ],
  [
    'an interest in data that its purpose does not use',
    'roles: [customer]\n          categories: [identity]\n          test',
    'roles: [customer]\n          categories: [health]\n          test',
    'categories: [health]',
    '"health" is not among the categories of the purpose "improving"',
    'Take it out, or widen the purpose.',
  ],
  [
    'a category without a term of retention',
    health,
    'categories: [identity]\n          from: consent',
    '- id: health',
    'nothing says how long "health" is kept',
    'Name it in a retention item',
  ],
  [
    'a category without a source',
    '          sources: [bureau]\n',
    '',
    '- id: history',
    '"sources" is missing',
    'Add it',
  ],
  [
    'a category from a source that is not there',
    'sources: [bureau]',
    'sources: [bureaux]',
    'sources: [bureaux]',
    'there is no "bureaux" among sources',
    'Did you mean "bureau"?',
  ],
  [
    'a special category without a condition',
    '          requires: [[explicit-consent]]\n',
    '',
    'attributes: [health]',
    '"health" holds health without a condition',
    'requires',
  ],
  [
    'a category without what follows when it is not given',
    '          refusal: {en: There is no agreement then.}\n',
    '',
    '- id: identity',
    '"refusal" is missing',
    'Add it',
  ],
  [
    'an attribute in two categories',
    'attributes: [credit-history]',
    'attributes: [credit-history, name]',
    'attributes: [credit-history, name]',
    'name stands in "identity" and in "history"',
    'Keep it in one',
  ],
  [
    'an attribute that nobody knows',
    'attributes: [credit-history]',
    'attributes: [credit-histroy]',
    'attributes: [credit-histroy]',
    'cannot be "credit-histroy"',
    'credit-history',
  ],
  [
    'a category for a purpose that is not there',
    'onlyFor: [lending]',
    'onlyFor: [landing]',
    'onlyFor: [landing]',
    'there is no "landing" among purposes',
    'Did you mean "lending"?',
  ],
  [
    'a recipient without a purpose',
    'purposes: [lending], categories: [history], requires: [[case]]',
    'categories: [history], requires: [[case]]',
    '- {id: court',
    '"purposes" is missing',
    'Add it',
  ],
  [
    'a recipient for a purpose that is not there',
    'purposes: [lending], categories: [history], requires',
    'purposes: [advertising], categories: [history], requires',
    'purposes: [advertising]',
    'there is no "advertising" among purposes',
    'Name one of the purposes of the pack.',
  ],
  ['a recipient without a condition', ', requires: [[case]]', '', '- {id: court', '"requires" is missing', 'Add it'],
  [
    'a recipient of more than its purposes use',
    'purposes: [lending], categories: [history], requires',
    'purposes: [serving], categories: [history], requires',
    'purposes: [serving], categories: [history]',
    '"history" is not among the categories of its purposes',
    'Take it out, or widen the purpose.',
  ],
  [
    'a processor of more than its purposes use',
    'purposes: [serving]\n          categories: [identity]\n          since',
    'purposes: [serving]\n          categories: [history]\n          since',
    'categories: [history]\n          since',
    '"history" is not among the categories of its purposes',
    'Take it out, or widen the purpose.',
  ],
  [
    'an automated decision by more than its purpose uses',
    'purpose: lending\n          categories: [history]',
    'purpose: serving\n          categories: [history]',
    'categories: [history]\n          logic',
    '"history" is not among the categories of its purposes',
    'Take it out, or widen the purpose.',
  ],
  [
    'a transfer to nobody known',
    'recipients: [cloud]',
    'recipients: [clouds]',
    'recipients: [clouds]',
    'there is no "clouds" among recipients and processors',
    'Name one of them.',
  ],
  [
    'a transfer without a safeguard',
    '          safeguard: standard-clauses\n',
    '',
    '- id: overseas',
    '"safeguard" is missing',
    'Add it',
  ],
  [
    'a term of retention that is none',
    'term: P10Y',
    'term: ten years',
    'term: ten years',
    'term cannot be "ten years"',
    'A period such as',
  ],
  [
    'agreements without a term for applications',
    'from: application-end',
    'from: recorded',
    'from: agreement-end',
    'nothing says how long data of an application without an agreement are kept',
    'Add a retention item from: application-end.',
  ],
  [
    'a statutory term without its law',
    'term: P10Y\n',
    'term: P10Y\n          statutory: true\n',
    'statutory: true',
    '"agreement" names no law that sets its term',
    'Add law:.',
  ],
  [
    'an id that stands twice',
    '- {id: visitor',
    '- {id: customer',
    '{id: customer, name: {en: Visitors}',
    'the id "customer" stands twice among roles',
    'Give each item its own id.',
  ],
  [
    'a role that is not there',
    'roles: [customer]\n          categories: [identity]\n          test',
    'roles: [costumer]\n          categories: [identity]\n          test',
    'roles: [costumer]',
    'there is no "costumer" among roles',
    'Did you mean "customer"?',
  ],
  [
    'access for a purpose that is not there',
    '{role: teller, purposes: [serving]',
    '{role: teller, purposes: [servicing]',
    'purposes: [servicing]',
    'there is no "servicing" among purposes',
    'Did you mean "serving"?',
  ],
  [
    'access of a role that nobody has',
    '{role: teller,',
    '{role: janitor,',
    '{role: janitor',
    'role cannot be "janitor"',
    'teller',
  ],
  [
    'a use that no purpose carries',
    ', audit]',
    ']',
    '- id: serving',
    'no purpose carries the use "audit"',
    'Name it in uses: of a purpose.',
  ],
  [
    'a use that two purposes carry',
    beforePurposes,
    `${beforePurposes}${purpose('more', ', uses: [payment]')}`,
    'uses: [service, payment',
    'the use "payment" rests on several purposes',
    'Keep it at one of them.',
  ],
  [
    'a purpose that has the name of a use',
    beforePurposes,
    `${beforePurposes}${purpose('audit', '')}`,
    '{id: audit',
    '"audit" is the name of a use that it does not carry',
    'Call it otherwise.',
  ],
  [
    'a name that is missing in a language of the document',
    'name: {en: Courts}',
    'name: {lv: Tiesas}',
    'name: {lv: Tiesas}',
    'the name of recipients "court"',
    '',
  ],
  [
    'a balancing test that is missing in a language of the document',
    'necessity: {en: Nothing less tells.}',
    'necessity: {lv: Ar mazāk nepietiek.}',
    'necessity: {lv',
    'the test necessity of interests "better-services"',
    '',
  ],
  [
    'a term of the vocabulary without its prefix',
    'dpv: ["pd:Health"]',
    'dpv: ["Health"]',
    'dpv: ["Health"]',
    'cannot be "Health"',
    'dpv:ServiceProvision',
  ],
  [
    'an unknown key of an item',
    'safeguard: standard-clauses',
    'safeguard: standard-clauses\n          colour: red',
    'colour: red',
    'unknown key "colour"',
    'Delete it',
  ],
  [
    'a clause that binds nothing',
    'clauses:\n',
    'clauses:\n  - id: "0"\n    kind: rule\n    text: {en: A promise.}\n',
    '- id: "0"',
    'clause 0 binds neither a provision nor an item of the register',
    'mark it pending: true',
  ],
]

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

describe('the register of a pack', () => {
  it('has no fault as it is', () => {
    expect(errorsAfter([], { [privacyFile]: privacyText })).toEqual([])
  })

  it.each(cases)('is refused for %s: file, line and mend', (_what, from, to, at, message, mend) => {
    const errors = errorsAfter([change(privacyFile, from, to)], { [privacyFile]: privacyText })
    const text = privacyText.replace(from, to)
    expect(text).toContain(at)
    const found = errors.find((error) => error.message.includes(message))
    expect(found, errors.map((error) => `${error.line}: ${error.message}`).join('\n')).toBeDefined()
    expect(found).toMatchObject({ file: privacyFile, line: lineOf(text, at), mend: expect.stringContaining(mend) })
  })

  it('may leave a rule to later, or make it a text', () => {
    const promise = (more: string) => `clauses:\n  - id: "0"\n    kind: ${more}\n    text: {en: A promise.}\n`
    for (const kind of ['text', 'rule\n    pending: true'])
      expect(errorsAfter([change(privacyFile, 'clauses:\n', promise(kind))], { [privacyFile]: privacyText })).toEqual(
        [],
      )
  })
})
