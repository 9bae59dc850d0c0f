/** Handing data over: recipients, authorities, registers of debts, and who takes a claim over. */
import { Type } from 'typebox'
import { oneOf } from '../../kernel/wire.ts'
import { period } from '../parameters.ts'
import { attributeNames } from '../register/attributes.ts'
import { actorRoles } from '../register/vocabulary.ts'
import { provision } from './provision.ts'

export const disclosureProvisions = {
  'disclosure.listed': provision(
    'Data go only to recipients that the register lists, for the purposes, on the bases and with the categories listed there.',
    {},
  ),
  'disclosure.record': provision('Each disclosure is recorded for every person concerned, and can be told again.', {}),
  'disclosure.secrecy': provision(
    'What serves to stop money laundering, and data of these kinds, are not told to the persons concerned, nor to staff without these roles.',
    {
      toldTo: Type.Array(oneOf(actorRoles, 'A role'), { minItems: 1, uniqueItems: true }),
      kinds: Type.Array(oneOf(attributeNames, 'An attribute'), { minItems: 1, uniqueItems: true }),
    },
  ),
  'disclosure.forbidden': provision('Law forbids to hand these data to anybody but public bodies.', {
    attributes: Type.Array(oneOf(attributeNames, 'An attribute'), { minItems: 1, uniqueItems: true }),
  }),
  'disclosure.withheld': provision('Categories that the register marks so go to nobody.', {}),
  'disclosure.undertakings': provision(
    'Who works for the institution or must keep secrecy gets data only while agreement, guarantees and secrecy stand.',
    {},
  ),
  'disclosure.transfers': provision(
    'Data leave the European Economic Area, access from outside included, only by a transfer with ground and safeguard.',
    {},
  ),
  'authority-enquiry.named': provision('An enquiry of an authority names the act, the case and the extent.', {}),
  'authority-enquiry.answer': provision('Authorities get what they asked for in a case that law provides for.', {}),
  'authority-enquiry.secrecy': provision('Where law forbids it, persons are not told of an enquiry.', {}),
  'database-enquiry.shown': provision('What a database returned about a person, the person sees at once and free.', {}),
  'debt-report.overdue': provision(
    'A debt is reported to a register of debts only when it is late by more than these days.',
    { moreThanDays: Type.Integer({ minimum: 1, maximum: 3650 }) },
  ),
  'debt-report.announcement': provision('The debtor is told before a debt is reported, and may object.', {
    objectionWithin: Type.Optional(period),
  }),
  'debt-report.settlement': provision('What was reported is withdrawn, or marked, when the debt is paid.', {}),
  'assignment.creditor': provision(
    'When a claim is assigned, the debtor is told, the creditor changes, and its data go along.',
    {},
  ),
} as const
