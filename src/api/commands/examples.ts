/** Examples of bodies, for the description of the API: each is checked against its schema by a test. People and numbers are made up. */

const person = '1099511627802'
const evidence = { way: 'letter', evidence: 'L-2026-14' }
const paper = { on: '2026-11-20', evidence: 'P-2026-3' }
const claim = { kind: 'case', reference: 'C-2026-4' }

/** By kind of command. */
export const examples: Readonly<Record<string, object>> = {
  'party.register': {
    ...{ kind: 'natural', consumer: true, residence: 'LV', name: 'Marta Paraudziņa', personalCode: '150377-01129' },
    email: 'marta@example.com',
  },
  'fact.record': { purpose: 'service', source: 'subject', facts: [{ kind: 'address', value: 'Parauga iela 1, Rīga' }] },
  'party.change': { change: { kind: 'contacts', email: 'marta@example.com' } },
  'fact.give-notice': { version: '2018-05-25' },
  'guardian.record': { guardian: person, authority: 'parent', evidence: 'BC-2026-1' },
  'guardian.end': {},
  'fact.decline': { purpose: 'service', facts: ['address'] },
  'recording.announce': { agreed: true },
  'confidentiality.undertake': { agreed: true },

  'consent.give': { purpose: 'direct-marketing', version: '2018-05-25', language: 'en', channels: ['email'] },
  'consent.withdraw': { channels: ['email'] },
  'notice.accept': { document: 'LP', version: '2018-05-25', by: 'handed-over' },
  'marketing.refuse': { purpose: 'direct-marketing' },
  'channel.choose': { channel: 'email' },
  'purpose.forbid': evidence,
  'purpose.allow': evidence,
  'processing.stop': { cause: 'unlawful' },
  'purpose-notice.record': { purpose: 'games', subjects: [person], evidence: 'L-2026-30' },
  'objection.raise': { language: 'en' },
  'objection.answer': { outcome: 'overridden', reasons: 'A claim is being pursued, for which these data are needed.' },
  'objection.send-answer': evidence,
  'restriction.set': { ground: 'accuracy' },
  'restriction.tell': evidence,
  'restriction.lift': {},
  'consent.confirm': {},

  'letter.set': {
    ...{ letter: 'autumn', purpose: 'direct-marketing', title: { en: 'A new service' } },
    text: { en: 'We have something new for you.' },
  },
  'marketing.send': { letter: 'autumn', channel: 'email', language: 'en' },
  'message.send': { letter: 'reminder', channel: 'email', language: 'en' },
  'marketing.note': { outcome: 'reached' },

  'disclosure.make': {
    ...{ subjects: [person], recipient: 'advisers', receiver: '40000000001', purpose: 'legal', country: 'LV' },
    ...{ basis: 'legal-obligation', kinds: ['name'], shown: [{ kind: 'authorisation', reference: 'A-7' }] },
  },
  'authority-enquiry.receive': {
    ...{ subjects: [person], recipient: 'authorities', receiver: '90000000001', act: 'AMLL-31', case: 'K-2026/14' },
    extent: ['name'],
  },
  'authority-enquiry.answer': { purpose: 'aml', basis: 'legal-obligation', kinds: ['name'], country: 'LV' },
  'authority-enquiry.decline': {},
  'database-enquiry.make': {
    ...{ subject: person, recipient: 'registers', receiver: '90000000003', purpose: 'creditworthiness' },
    ...{ basis: 'legal-obligation', kinds: ['name', 'personal-code'], asks: ['income'], country: 'LV' },
    shown: [{ kind: 'agreement', reference: 'N-2026-9' }],
  },
  'database-enquiry.return': { facts: ['1099511627911'] },
  'debt-report.announce': {
    ...{ subject: person, obligation: 'N-2026-9', dueOn: '2026-09-01', recipient: 'default-register', notice: 'L-9' },
  },
  'debt-report.make': {
    ...{
      receiver: '10256137',
      purpose: 'creditworthiness',
      kinds: ['name', 'settlement'],
      country: 'EE',
      law: 'VOS-403',
    },
    amount: { minor: '8000', currency: 'EUR' },
  },
  'debt-report.contest': {},
  'debt-report.settle': { how: 'marked' },
  'assignment.make': {
    ...{ subject: person, obligations: ['N-2026-9'], recipient: 'assignees', assignee: '40000000002', country: 'LV' },
    ...{ agreement: 'AS-2026-1', notice: 'L-2026-20', purpose: 'claims', kinds: ['name'], shown: [claim] },
  },
  'request.pass-on': {
    ...{ subject: person, processor: 'hosting', kind: 'access', file: 'R-2026-2', receivedOn: '2026-11-20' },
  },
  'request.settle-passed-on': { answer: 'done', evidence: 'L-2026-21' },

  'breach.report': {
    ...{ awareAt: '2026-11-20T09:00:00Z', from: '2026-11-18T00:00:00Z', until: '2026-11-19T00:00:00Z' },
    ...{ natures: ['access'], kinds: ['name'], staff: 'O-01', file: 'DP-2026/1' },
  },
  'breach.name-affected': { subjects: [person] },
  'breach.assess': { risk: 'high', consequences: ['identity-theft'], remedies: ['access-closed'] },
  'breach.notify-authority': { reference: 'DVI-2026-1' },
  'breach.notify-subjects': { subjects: [person] },
  'breach.note-letters': { subjects: [person], evidence: 'L-2026-30' },
  'breach.exempt-subjects': { exemption: 'unintelligible', reasons: 'DP-2026/3' },
  'breach.close': { remedies: ['staff-instructed'] },

  'measure.test': { ...paper, result: 'works' },
  'measure.renew': paper,
  'training.record': {
    staff: ['T-01'],
    topic: 'data-protection',
    on: '2026-11-20',
    taughtBy: 'D-01',
    evidence: 'P-2026-4',
  },
  'provider.review': { ...paper, result: 'passed' },
  'recipient.undertake': { receiver: '40000000001', document: 'U-2026-1', signed: '2026-11-20' },
  'background-check.record': { role: 'supplier', supplier: '40000000003', access: ['premises'], file: 'BC-2026-1' },

  'retention.hold': { case: 'C-2026/4' },
  'retention.release': { case: 'C-2026/4' },
  'affair.note': { affair: 'A-2026-1', kind: 'agreement', amountMinor: '80000' },
  'affair.end': { affair: 'A-2026-1', ended: '2026-11-20' },
}
