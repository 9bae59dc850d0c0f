/** What serves to stop money laundering is not told to whom it concerns: neither disclosures nor the clauses that settled them. */
import { expect, it } from 'vitest'
import { clause, packUnderTest } from '../../../../tests/clause.ts'
import { actorRoles } from '../../../rulebook/register/vocabulary.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import { codeOf, Discloser, settled, showing } from '../testing/disclosing.ts'
import { secretPurposes, seesSecrets } from './rules.ts'

const day = '2026-01-05'
const told = ({ bank }: Discloser) => {
  const terms = bank.rulebook.terms(Temporal.PlainDate.from(day))
  return actorRoles.filter((role) => seesSecrets(role, terms))
}

clause('AMLD-41(4)', 'a disclosure for the prevention of money laundering is secret, whatever opened it', async () => {
  const liga = await Discloser.on(day)
  const law = (reference: string) => ({ kind: 'law', reference })
  const report = (purpose: string, ...shown: object[]) =>
    liga.disclose('authorities', purpose, 'legal-obligation', ['name'], {
      shown: [...shown, ...showing('public-function')],
    })
  const bank = (purpose: string, ...shown: string[]) =>
    liga.disclose('financial-institutions', purpose, 'contract', ['name'], { shown: showing(...shown) })
  const obliged = await liga.disclose('financial-institutions', 'aml', 'legal-obligation', ['name'], {
    shown: showing('agreement'),
  })
  const secrets = [
    await report('aml', law('AMLD-13(1)')),
    await report('reporting', law('AMLD-33(1)')),
    await bank('payment', 'aml-case'),
    obliged,
  ]
  for (const secret of secrets) {
    expect(settled(secret)).toContain('AMLD-41(4)')
    expect([codeOf(secret), secret.cited.disclosed]).toEqual(['accepted', []])
    expect(liga.recorded(secret)?.secret).toBe(true)
    expect(Object.keys(secret.facts)).not.toContain('secret')
  }
  for (const open of [await report('reporting', law('Directive 2011/16/EU')), await bank('payment', 'order')]) {
    expect(liga.recorded(open)?.secret).toBe(false)
    expect(settled(open)).not.toContain('AMLD-41(4)')
    expect(open.cited.disclosed).not.toEqual([])
  }
  expect(told(liga)).toEqual(['compliance-officer', 'data-protection-officer'])
  // That it was refused tells as much.
  const refused = await report('aml', law('N-1'))
  expect([codeOf(refused), refused.cited.disclosed]).toEqual(['condition-missing', []])
})

clause(
  'AMLD-41(4)',
  'an answer to an authority about money laundering is secret without a word of the clerk',
  async () => {
    const liga = await Discloser.on(day)
    const enquiry = { recipient: 'authorities', receiver: '90000000001', act: 'LTD-15(1)', case: 'K-1' }
    const received = await liga.receive({ ...enquiry, extent: ['name'] })
    const made = await liga.answer(received, 'aml', ['name'])
    expect(settled(made)).toContain('AMLD-41(4)')
    expect(made.cited.disclosed).toEqual([])
    expect(liga.recorded(made)?.secret).toBe(true)
    expect(told(liga)).toEqual(['compliance-officer', 'data-protection-officer'])
  },
)

it.each([
  ['luminor', '2026-10-01', ['aml']],
  ['ozcredit', '2026-01-05', []],
  ['koduliising', '2018-10-01', ['aml']],
] as const)('%s tells its officers alone', (id, on, secret) => {
  const terms = new Rulebook(packUnderTest(id)).terms(Temporal.PlainDate.from(on))
  expect(secretPurposes(terms)).toEqual(secret)
  expect(actorRoles.filter((role) => seesSecrets(role, terms))).toEqual([
    'compliance-officer',
    'data-protection-officer',
  ])
})

/** Of a lender: what goes out by its law against money laundering, and to whom an enquiry of an authority is not told. */
const lenders = [
  {
    id: 'AMLL-no-warning',
    pack: 'ozcredit',
    on: day,
    purpose: 'legal-duties',
    law: 'AMLL-11',
    third: ['court', 'collection', 'legitimate-interest'],
  },
  {
    id: 'RAHAPTS-51',
    pack: 'koduliising',
    on: '2018-10-01',
    purpose: 'aml',
    law: 'RAHAPTS-20',
    third: ['debt-collection', 'contract', 'contract'],
  },
] as const

for (const { id, pack, on, purpose, law, third } of lenders)
  clause(id, 'neither the person nor a third one learns of a report, or that an authority enquires', async () => {
    const liga = await Discloser.on(on, pack)
    const report = (reference: string) =>
      liga.disclose('authority', purpose, 'legal-obligation', ['name'], {
        shown: [{ kind: 'law', reference }, ...showing('case')],
      })
    const made = await report(law)
    expect([codeOf(made), made.cited.disclosed, settled(made)]).toEqual(['accepted', [], expect.arrayContaining([id])])
    expect(liga.recorded(made)?.secret).toBe(true)
    const terms = liga.bank.rulebook.terms(Temporal.PlainDate.from(on))
    expect(actorRoles.filter((role) => seesSecrets(role, terms))).toEqual([
      'compliance-officer',
      'data-protection-officer',
    ])
    const [recipient, of, basis] = third
    const told = await liga.disclose(recipient, of, basis, ['authority-enquiry'], { shown: showing('breach') })
    expect(settled(told).slice(0, 2)).toEqual(['law-forbids', id])
  })
