import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { minorOf, scaled, unscaled } from './decimals.ts'
import { parseXml } from './elements.ts'
import { readPain001 } from './pain001.ts'
import { type PaymentOutcome, refusalReport, reportOf, statusOf } from './pain002.ts'
import { pain001, type TestFile } from './testing/pain001.ts'

/** Schemas and samples of the standard are not ours to keep: where they are not, what needs them is passed over. */
const standard = fileURLToPath(new URL('../../../../shared/data/iso20022', import.meta.url))
const samples = join(standard, 'samples')
const isThere = existsSync(samples)
const ifAbsent = isThere ? '' : ' (skipped: the reference data are absent)'

const payments = [
  { id: 'E2E-1', amount: '10.00', number: 'LV80BANK0000435195001', remittance: 'rent &amp; heating' },
  { id: 'E2E-2', amount: '0.05', number: 'EE382200221020145685' },
]
const file = (other: Partial<TestFile> = {}) =>
  pain001({ message: 'M-1', date: '2026-01-05', debtor: 'LV80BANK0000435195001', payments, ...other })

const read = (text: string) => {
  const reading = readPain001(text)
  if (reading.fault !== undefined) throw reading.fault
  return reading.file
}
const faultOf = (text: string) => {
  const { fault } = readPain001(text)
  return fault && `${fault.at} ${fault.message}`
}

describe.each(['03', '09'] as const)('a file of version %s', (version) => {
  it('is read with all that a payment needs', () => {
    const { format, message, blocks } = read(file({ version, batchBooking: true }))
    expect({ format, message }).toEqual({ format: `pain.001.001.${version}`, message: 'M-1' })
    expect(blocks).toHaveLength(1)
    expect(blocks[0]).toMatchObject({ id: 'M-1-1', batchBooking: true, debtorNumber: 'LV80BANK0000435195001' })
    expect(blocks[0]?.executionDate.toString()).toBe('2026-01-05')
    expect(blocks[0]?.counted).toEqual({
      stated: { transactions: null, sum: null },
      found: { transactions: 2, sum: '10.05' },
    })
    expect(blocks[0]?.payments[0]).toMatchObject({
      endToEndId: 'E2E-1',
      amount: '10.00',
      currency: 'EUR',
      creditor: { name: 'Anna Izdoma', number: 'LV80BANK0000435195001' },
      remittance: 'rent & heating',
      fault: undefined,
    })
  })

  it.runIf(isThere)(`that the tests make is valid by the schema of the standard${ifAbsent}`, () => {
    const schema = XmlDocument.fromBuffer(readFileSync(join(standard, `xsd/pain.001.001.${version}.xsd`)))
    const validator = XsdValidator.fromDoc(schema)
    const document = XmlDocument.fromString(file({ version, batchBooking: false }))
    expect(() => validator.validate(document)).not.toThrow()
    for (const one of [document, validator, schema]) one.dispose()
  })
})

describe('what is wrong with a file is told with its place', () => {
  it.each<[string, (text: string) => string, string]>([
    ['an unclosed element', (text) => text.replace('</GrpHdr>', ''), 'is no well-formed XML'],
    ['a document type', (text) => `<!DOCTYPE x [<!ENTITY a "b">]>${text}`, 'a document type is not accepted'],
    ['another message', (text) => text.replaceAll('pain.001', 'pain.008'), 'names no version of pain.001.001'],
    ['no message id', (text) => text.replace(/<MsgId>.*<\/MsgId>/, ''), '/CstmrCdtTrfInitn/GrpHdr/MsgId is missing'],
    ['a long id', (text) => text.replace('>M-1<', `>${'x'.repeat(36)}<`), 'GrpHdr/MsgId is not a text of 1 to 35'],
    ['a count that is none', (text) => text.replace('<NbOfTxs>2', '<NbOfTxs>two'), 'NbOfTxs is not a number'],
    [
      'an unknown element',
      (text) => text.replace('<PmtMtd>', '<Extra>1</Extra><PmtMtd>'),
      'PmtInf/Extra is unknown here',
    ],
    [
      'elements in another order',
      (text) => text.replace(/(<PmtInfId>.*?<\/PmtInfId>)(<PmtMtd>TRF<\/PmtMtd>)/, '$2$1'),
      'PmtInf/PmtInfId stands in the wrong place',
    ],
    ['cheques', (text) => text.replace('>TRF<', '>CHK<'), 'PmtMtd is not TRF'],
    ['a day that does not exist', (text) => text.replace('>2026-01-05<', '>2026-02-30<'), 'ReqdExctnDt is no day'],
    ['no payment', (text) => text.replace(/<CdtTrfTxInf>.*<\/CdtTrfTxInf>/s, ''), 'PmtInf/CdtTrfTxInf is missing'],
    [
      'a second header',
      (text) => text.replace('<PmtInf>', '<GrpHdr></GrpHdr><PmtInf>'),
      'GrpHdr[2] stands more than once',
    ],
    [
      'an amount that is none',
      (text) => text.replace('>0.05<', '>-0.05<'),
      'CdtTrfTxInf[2]/Amt/InstdAmt is not an amount',
    ],
    ['depth without end', () => '<a>'.repeat(40) + '</a>'.repeat(40), 'nested more than 32 deep'],
    ['nothing at all', () => '', 'is no well-formed XML'],
  ])('%s', (_name, spoil, message) => {
    expect(faultOf(spoil(file()))).toContain(message)
  })

  it('and a payment that cannot be carried out concerns itself alone', () => {
    const text = file()
      .replace('<Amt><InstdAmt Ccy="EUR">0.05</InstdAmt></Amt>', '<Amt><EqvtAmt><Amt Ccy="USD">1</Amt></EqvtAmt></Amt>')
      .replace('<CtrlSum>10.05', '<CtrlSum>10')
    const [first, second] = read(text).blocks[0]?.payments ?? []
    expect([first?.fault, second?.fault?.at]).toEqual([
      undefined,
      '/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf[2]/Amt/EqvtAmt',
    ])
  })

  it('and whatever is sent is read or refused, never more', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ maxLength: 12, unit: fc.constantFrom(...'<>/&"Pmtx1 ') }), (at, text) => {
        const whole = file()
        const place = at % whole.length
        const { fault, file: found } = readPain001(whole.slice(0, place) + text + whole.slice(place))
        expect(fault === undefined).toBe(found !== undefined)
      }),
    )
  })
})

describe.runIf(isThere)(`samples of the standard and of banks${ifAbsent}`, () => {
  const named = (folder: string, name: string) => readPain001(readFileSync(join(samples, folder, name), 'utf8'))

  it.each(
    isThere
      ? readdirSync(join(samples, 'pain001')).filter((name) => name.includes('pain_001') || name.startsWith('pain.001'))
      : [],
  )('%s is read', (name) => {
    const { file: found, fault } = named('pain001', name)
    expect(fault).toBeUndefined()
    expect(found?.blocks.flatMap((one) => one.payments.map(({ fault }) => fault))).toEqual(
      found?.blocks.flatMap((one) => one.payments.map(() => undefined)),
    )
  })

  it.each(isThere ? readdirSync(join(samples, 'seb-estonia')) : [])('%s is no file of orders', (name) => {
    expect(named('seb-estonia', name).fault).toBeDefined()
  })

  it('the answer has the elements of the samples of answers, in their order', () => {
    const names = (text: string) => new Set([...text.matchAll(/<([A-Za-z]+)/g)].map(([, name]) => name))
    const sample = readFileSync(join(samples, 'pain001/pain_002_transaction_rejected.xml'), 'utf8')
    const ours = names(
      report([{ status: 'RJCT', reason: { code: 'insufficient-funds', clauses: [] } }, { status: 'ACSC' }]),
    )
    // Who started the file is not told back; ours are without ids of instructions and of a clearing system.
    for (const name of names(sample))
      if (!['InitgPty', 'Nm', 'Id', 'OrgId', 'BICOrBEI', 'OrgnlInstrId', 'OrgnlCtrlSum'].includes(name ?? ''))
        expect(ours, name).toContain(name)
  })
})

const head = { message: 'A-1', created: Temporal.Instant.from('2026-01-05T09:00:00.5Z') }
const report = (outcomes: readonly PaymentOutcome[], version: '03' | '09' = '03') =>
  reportOf(head, read(file({ version })), [outcomes])

describe('the answer', () => {
  it('tells the status of every payment, with code, clause and decision', () => {
    const clauses = [{ document: 'RA', version: '2018-11-01', clause: '6.1' }]
    const root = parseXml(
      report(
        [
          { status: 'ACSC', decision: '019b-1' },
          { status: 'RJCT', reason: { code: 'insufficient-funds', clauses } },
        ],
        '09',
      ),
    ).one('CstmrPmtStsRpt')
    expect(root.at('OrgnlGrpInfAndSts', 'GrpSts')?.text(/.*/, '')).toBe('PART')
    const [first, second] = root.one('OrgnlPmtInfAndSts').all('TxInfAndSts')
    expect(first?.one('TxSts').text(/.*/, '')).toBe('ACSC')
    expect(first?.one('AcctSvcrRef').text(/.*/, '')).toBe('019b1')
    expect(second?.at('StsRsnInf', 'Rsn', 'Cd')?.text(/.*/, '')).toBe('AM04')
    expect(
      second
        ?.one('StsRsnInf')
        .all('AddtlInf')
        .map((one) => one.text(/.*/, '')),
    ).toEqual(['insufficient-funds', 'settled by RA-6.1 (2018-11-01)'])
    expect(report([{ status: 'ACSC' }, { status: 'ACSC' }], '09')).toContain('pain.002.001.10')
    expect(report([{ status: 'ACSC' }, { status: 'ACSC' }])).toContain('pain.002.001.03')
  })

  it.each<[string, PaymentOutcome['status'][]]>([
    ['RJCT', ['RJCT', 'RJCT']],
    ['PART', ['ACSC', 'RJCT']],
    ['ACCP', ['ACSC', 'ACCP', 'ACSP']],
    ['ACSP', ['ACSC', 'ACSP']],
    ['ACSC', ['ACSC']],
  ])('sums up as %s: %j', (sum, statuses) => {
    expect(statusOf(statuses.map((status) => ({ status })))).toBe(sum)
  })

  it('escapes what it tells back', () => {
    const text = refusalReport(head, { message: '<&>' }, { code: 'file-malformed', clauses: [], words: 'a < b & c' })
    const info = parseXml(text).one('CstmrPmtStsRpt').one('OrgnlGrpInfAndSts')
    expect(info.one('OrgnlMsgId').text(/.*/, '')).toBe('<&>')
    expect(info.one('StsRsnInf').one('AddtlInf').text(/.*/, '')).toBe('a < b & c')
  })
})

describe('decimals', () => {
  it('come back in their shortest spelling', () => {
    for (const [text, short] of [
      ['12.340', '12.34'],
      ['+0', '0'],
      ['.5', '0.5'],
      ['007', '7'],
      ['10.', '10'],
    ] as const)
      expect(unscaled(scaled(text))).toBe(short)
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 35n }), (value) => {
        expect(scaled(unscaled(value))).toBe(value)
      }),
    )
  })

  it('are minor units where the currency has so many decimals', () => {
    expect([minorOf('12.34', 'EUR'), minorOf('12.340', 'EUR'), minorOf('12.345', 'EUR'), minorOf('5', 'JPY')]).toEqual([
      1234n,
      1234n,
      undefined,
      5n,
    ])
    expect([minorOf('1', 'XXXX'), minorOf('999999999999999999', 'EUR')]).toEqual([undefined, undefined])
  })
})

clause('PR-1.6', 'a file is taken when it says of itself what it is, in format, length, count and sum', async () => {
  const bank = await TestBank.open()
  const part = (transactions: number, sum: string, stated: object = { transactions: null, sum: null }) => ({
    stated,
    found: { transactions, sum },
  })
  const receive = (parts: readonly object[], format = 'pain.001.001.03') =>
    bank.do('payment-file.receive', { format, parts }, { actor: operator })
  const full = { transactions: 10_000, sum: '10' }
  expect(await receive([part(10_000, '10', full)], 'pain.001.001.02')).toMatchObject({ code: 'format-not-accepted' })
  expect(await receive([part(10_001, '10')])).toMatchObject({ code: 'file-too-long', facts: { maximum: 10_000 } })
  expect(await receive([part(9_999, '10', full)])).toMatchObject({ code: 'file-count-differs' })
  expect(await receive([part(2, '10'), part(1, '5', { transactions: 2, sum: null })])).toMatchObject({
    code: 'file-count-differs',
    facts: { stated: 2, found: 1 },
  })
  expect(await receive([part(10_000, '10.01', full)])).toMatchObject({
    code: 'file-sum-differs',
    facts: { stated: '10', found: '10.01' },
  })
  expect(await receive([part(10_000, '10', full)], 'pain.001.001.09')).toMatchObject({ outcome: 'accepted' })
  expect(await receive([part(10_000, '10', full)])).toMatchObject({
    outcome: 'accepted',
    facts: { transactions: 10_000 },
  })
})
