import { describe, expect, it } from 'vitest'
import { inspectPack } from './load.ts'
import { type Change, change, errorsAfter, lawFile, packFile, rulesFile, textOf } from './testing/tiny-pack.ts'

const secondClause = '  - id: "2"\n    kind: rule\n'
const laterRules = 'tiny/documents/rules/2021-01-01.yaml'
const later = textOf(rulesFile).replaceAll('2020', '2021')
const binding = (code: string, role: string, provision: string) =>
  `document: ${code}\nrole: ${role}\nversion: "2020-01-01"\neffective: 2020-01-01\ntitle: {en: Other}\nexample: true\nclauses:\n` +
  `  - id: "1"\n    kind: rule\n    text: {en: Words.}\n    provisions:\n      - ${provision}\n`

type Case = readonly [
  what: string,
  changes: readonly Change[],
  at: readonly [file: string, line: number],
  message: string,
  mend: string,
  more?: Readonly<Record<string, string>>,
]

const cases: readonly Case[] = [
  [
    'YAML that cannot be read',
    [change(rulesFile, 'title: {en: Rules}', 'title: {en: Rules')],
    [rulesFile, 6],
    'not valid YAML',
    'Mend the line',
  ],
  [
    'a reference to a value that is not there',
    [change(rulesFile, 'title: {en: Rules}', 'title: *rules')],
    [rulesFile, 5],
    'nothing is named &rules',
    'Name a value &rules before this line',
  ],
  [
    'a key that stands twice',
    [change(rulesFile, 'example: true', 'example: true\nexample: false')],
    [rulesFile, 7],
    'not valid YAML: Map keys must be unique',
    'keys that stand twice',
  ],
  [
    'an unknown key of a clause',
    [change(rulesFile, secondClause, `${secondClause}    colour: red\n`)],
    [rulesFile, 15],
    'unknown key "colour" in an item of clauses',
    'Known keys are id, kind',
  ],
  [
    'a mistyped key of a clause',
    [change(rulesFile, secondClause, `${secondClause}    hedding: {en: Numbers}\n`)],
    [rulesFile, 15],
    'unknown key "hedding"',
    'Did you mean "heading"?',
  ],
  [
    'an unknown key of pack.yaml',
    [change(packFile, 'id: tiny', 'id: tiny\ncolour: red')],
    [packFile, 2],
    'unknown key "colour" in pack.yaml',
    'Delete it.',
  ],
  [
    'a key that is missing',
    [change(rulesFile, 'example: true\n', '')],
    [rulesFile, 1],
    '"example" is missing in the document',
    'Add it: true where',
  ],
  [
    'a value of the wrong type',
    [change(rulesFile, 'example: true', 'example: perhaps')],
    [rulesFile, 6],
    'example must be boolean, not "perhaps"',
    'true where',
  ],
  [
    'a value that is none of the allowed',
    [change(rulesFile, 'role: rules', 'role: ruels')],
    [rulesFile, 2],
    'role cannot be "ruels"',
    'Did you mean "rules"?',
  ],
  [
    'an unknown provision',
    [change(rulesFile, '- account.spendable', '- account.spendible')],
    [rulesFile, 28],
    'unknown provision "account.spendible"',
    'Did you mean "account.spendable"?',
  ],
  [
    'a provision unlike any other',
    [change(rulesFile, '- account.spendable', '- the.moon')],
    [rulesFile, 28],
    'unknown provision "the.moon"',
    'src/rulebook/provisions',
  ],
  [
    'a parameter that is missing',
    [change(rulesFile, '- account.number: {notice: P2M}', '- account.number')],
    [rulesFile, 17],
    '"notice" is missing in the parameters of account.number',
    'Add it: a period such as P3BD',
  ],
  [
    'an unknown parameter',
    [change(rulesFile, '{notice: P2M}', '{notice: P2M, notise: P1M}')],
    [rulesFile, 17],
    'unknown key "notise" in the parameters of account.number',
    'Did you mean "notice"?',
  ],
  [
    'a parameter out of range',
    [change(rulesFile, 'P2M', 'P0M')],
    [rulesFile, 17],
    'notice cannot be "P0M"',
    'A period such as P3BD',
  ],
  [
    'a list that is too short',
    [change(rulesFile, '{binds: [RU]}', '{binds: []}')],
    [rulesFile, 12],
    'binds must not have fewer than 1 items',
    'Mend the value',
  ],
  [
    'parameters where there are none',
    [change(rulesFile, '- account.spendable', '- account.spendable: {limit: P1M}')],
    [rulesFile, 28],
    'the provision account.spendable has no parameters',
    'Write "- account.spendable" alone.',
  ],
  [
    'two provisions in one item',
    [change(rulesFile, '{notice: P2M}', '{notice: P2M}\n        account.currency: {currencies: [CZK]}')],
    [rulesFile, 17],
    'one item binds several provisions',
    'with a dash',
  ],
  [
    'two clauses that bind one provision differently',
    [change(rulesFile, '- account.spendable', '- account.number: {notice: P1M}')],
    [rulesFile, 28],
    'clauses 2 (line 17) and 4 both bind account.number differently',
    'Keep it at the clause',
  ],
  [
    'two clauses that bind one provision alike',
    [change(rulesFile, '- account.spendable', '- account.correction')],
    [rulesFile, 28],
    'clauses 3 (line 23) and 4 both bind account.correction',
    'Keep it at the clause',
  ],
  [
    'wording that lacks a language of the pack',
    [
      change(packFile, '[en]', '[en, cs]'),
      change(packFile, '{en: Tiny Bank}', '{en: Tiny Bank, cs: Banka}'),
      change(packFile, '{en: nobody}', '{en: nobody, cs: nikdo}'),
      change(rulesFile, '{en: Rules}', '{en: Rules, cs: Pravidla}'),
      change(rulesFile, '{en: Opening concludes the agreement.}', '{en: Opening concludes the agreement., cs: Slova.}'),
      change(rulesFile, '{en: Wrong entries are reversed.}', '{en: W., cs: S.}'),
      change(rulesFile, '{en: Only free money can be spent.}', '{en: O., cs: S.}'),
      change(lawFile, '{en: Law}', '{en: L., cs: Z.}'),
      change(lawFile, '{en: Interest is credited.}', '{en: I., cs: U.}'),
    ],
    [rulesFile, 15],
    'the text of clause 2 is missing in the language cs',
    'Add cs: with the wording.',
  ],
  [
    'a clause id that stands twice',
    [change(rulesFile, '- id: "4"', '- id: "2"')],
    [rulesFile, 24],
    'the id "2" stands twice, first in line 13',
    'Give each clause its own id.',
  ],
  [
    'a policy for what is no entitlement',
    [change(packFile, 'account.correction', 'account.spendable')],
    [packFile, 15],
    'account.spendable has a policy, but RU-4 is no entitlement',
    'force: may',
  ],
  [
    'a policy for what no clause binds',
    [change(packFile, 'account.correction', 'account.cure')],
    [packFile, 15],
    'no clause binds account.cure: its policy is never used',
    'delete the policy',
  ],
  [
    'a policy for an unknown provision',
    [change(packFile, 'account.correction', 'account.corection')],
    [packFile, 15],
    'unknown provision "account.corection"',
    'Did you mean "account.correction"?',
  ],
  [
    'a policy that is none',
    [change(packFile, 'correction: staff', 'correction: sometimes')],
    [packFile, 15],
    'policies.account.correction cannot be "sometimes"',
    'always, staff, never',
  ],
  [
    'a value that nothing refers to',
    [change(packFile, 'name: {en: Tiny Bank}', 'name: &bank {en: Tiny Bank}')],
    [packFile, 2],
    'the value &bank is referenced nowhere',
    'delete the anchor',
  ],
  [
    'a day that does not exist',
    [change(rulesFile, 'effective: 2020-01-01', 'effective: 2020-02-30'), change(rulesFile, '[RU]', '[LW]')],
    [rulesFile, 4],
    'there is no day 2020-02-30',
    'Write a day that exists',
  ],
  [
    'a date in another form',
    [change(rulesFile, 'effective: 2020-01-01', 'effective: 1 January 2020')],
    [rulesFile, 4],
    'effective cannot be "1 January 2020"',
    'The first day in force',
  ],
  [
    'a version that is not the name of the file',
    [change(rulesFile, 'version: "2020-01-01"', 'version: "2019-01-01"')],
    [rulesFile, 3],
    'the version "2019-01-01" is not the name of the file',
    'Name the file 2019-01-01.yaml',
  ],
  [
    'a bound document that does not exist',
    [change(rulesFile, '[RU]', '[RU, XX]')],
    [rulesFile, 12],
    'there is no document XX',
    'RU, LW',
  ],
  [
    'a bound document that is not in force by then',
    [change(rulesFile, '[RU]', '[RU, PL]')],
    [rulesFile, 12],
    'no version of PL is in force on 2020-01-01',
    'effective by then',
    {
      'tiny/documents/price-list/2020-06-01.yaml': binding('PL', 'price-list', 'price-list.fee').replaceAll(
        '2020-01-01',
        '2020-06-01',
      ),
    },
  ],
  [
    'a clause to hand over to that does not exist',
    [change(rulesFile, '- account.spendable', '- documents.service-terms: {handsOver: ["9"]}')],
    [rulesFile, 28],
    'there is no clause 9 to hand over',
    'Name a clause of this document',
  ],
  [
    'law that is not there',
    [change(packFile, '[LW]', '[LW, XX]')],
    [packFile, 13],
    'there is no law XX',
    'Add a file of it',
  ],
  [
    'law among the documents of the institution',
    [change(rulesFile, 'role: rules', 'role: law')],
    [rulesFile, 2],
    'a document of the institution cannot be law',
    'move the document to packs/law',
  ],
  [
    'a document of the institution among the law',
    [change(lawFile, 'role: law', 'role: rules')],
    [lawFile, 2],
    'a document in packs/law cannot be rules',
    'Write role: law.',
  ],
  [
    'a mandatory clause that is not law',
    [change(rulesFile, secondClause, `${secondClause}    mandatory: true\n`)],
    [rulesFile, 15],
    'clause 2 of a document of the institution cannot be mandatory',
    'only law is mandatory',
  ],
  [
    'two documents of one role that bind one provision',
    [],
    [rulesFile, 28],
    'RU-4 and RB-1 both bind account.spendable',
    'in one of the two',
    { 'tiny/documents/other/2020-01-01.yaml': binding('RB', 'rules', 'account.spendable') },
  ],
  [
    'two documents with one code',
    [],
    ['tiny/documents/rules/2020-01-01.yaml', 1],
    'the code RU is also that of',
    'Give the document another code',
    {
      'tiny/documents/other/2019-01-01.yaml': binding('RU', 'rules', 'account.cure').replaceAll(
        '2020-01-01',
        '2019-01-01',
      ),
    },
  ],
  [
    'two versions that begin on one day',
    [],
    [laterRules, 4],
    'takes effect on the same day',
    'on its own day',
    { [laterRules]: later.replace('effective: 2021-01-01', 'effective: 2020-01-01') },
  ],
  [
    'another role in a later version',
    [],
    [laterRules, 2],
    'the role is general-terms, but rules in',
    'Keep the role',
    { [laterRules]: later.replace('role: rules', 'role: general-terms') },
  ],
  [
    'an id that is not the name of the folder',
    [change(packFile, 'id: tiny', 'id: small')],
    [packFile, 1],
    'the id "small" is not the name of the folder',
    'Write id: tiny',
  ],
  [
    'a time zone that does not exist',
    [change(packFile, 'Europe/Prague', 'Europe/Praha')],
    [packFile, 9],
    'there is no time zone "Europe/Praha"',
    'such as Europe/Riga',
  ],
  [
    'a currency that does not exist',
    [change(packFile, 'CZK', 'CZX')],
    [packFile, 11],
    'there is no currency "CZX"',
    'such as EUR',
  ],
]

describe('an error of a pack is told with file, line and mend', () => {
  for (const [what, changes, [file, line], message, mend, more] of cases)
    it(what, () => {
      expect(errorsAfter(changes, more)).toEqual([
        { file, line, message: expect.stringContaining(message), mend: expect.stringContaining(mend) },
      ])
    })

  it('a folder without pack.yaml', () => {
    expect(inspectPack('packs/nowhere').errors).toEqual([
      {
        file: 'packs/nowhere/pack.yaml',
        line: 1,
        message: 'there is no such file',
        mend: expect.stringContaining('packs/luminor'),
      },
    ])
  })
})
