import { describe, expect, it } from 'vitest'
import facts from './bank-codes.json' with { type: 'json' }
import { bankOf, bankOfCode } from './bank-codes.ts'
import { composeIban } from './iban.ts'
import { itAgainst } from './testing/reference-data.ts'

type ReferenceBank = { bank_code: string; bic: string; name: string; primary: boolean }

/** The head office's BIC with or without its XXX is the same. */
const short = (bic: string) => bic.replace(/^(.{8})XXX$/, '$1')

describe('the registers of bank codes', () => {
  for (const country of ['LV', 'EE', 'LT']) {
    const file = `iban/generated_${country.toLowerCase()}.json`
    itAgainst(file, `of ${country} have every bank of the reference, with its BIC and name`, (text) => {
      const reference = JSON.parse(text) as ReferenceBank[]
      const primary = new Set(reference.filter((bank) => bank.primary).map((bank) => bank.bank_code))
      for (const bank of reference) {
        // Lithuania's 10110 is listed twice, for two offices of the central bank; the register's primary line counts.
        if (!bank.primary && primary.has(bank.bank_code)) continue
        const name = bank.name.trim().replace(/\s+/g, ' ')
        expect(bankOfCode(country, bank.bank_code)).toEqual({
          country,
          code: bank.bank_code,
          bic: short(bank.bic),
          name,
        })
      }
      const codes = new Set(reference.map((bank) => bank.bank_code))
      expect(facts.filter(([of]) => of === country)).toHaveLength(codes.size)
    })
  }

  it('are well formed', () => {
    const codeForms: Readonly<Record<string, RegExp>> = { LV: /^[A-Z]{4}$/, EE: /^[0-9]{2}$/, LT: /^[0-9]{5}$/ }
    for (const [country = '', code = '', bic = '', name = ''] of facts) {
      expect(code).toMatch(codeForms[country] ?? /^$/)
      expect(bic).toMatch(/^[A-Z]{6}[A-Z0-9]{2}(?!XXX)([A-Z0-9]{3})?$/)
      expect(name).not.toBe('')
    }
  })

  it('name the bank of an account', () => {
    expect(bankOf(composeIban('LV', 'RIKO', '0000000000001'))).toMatchObject({
      bic: 'RIKOLV2X',
      name: 'LUMINOR BANK AS',
    })
    expect(bankOf(composeIban('EE', '77', '0000000000001'))).toMatchObject({ bic: 'LHVBEE22' })
    expect(bankOf(composeIban('LT', '73000', '00000000001'))).toMatchObject({ bic: 'HABALT22' })
  })

  it('know nothing of a code that was never given out, or of another country', () => {
    expect(bankOf(composeIban('LV', 'QQQQ', '0000000000001'))).toBeUndefined()
    expect(bankOfCode('CZ', '0800')).toBeUndefined()
  })
})
