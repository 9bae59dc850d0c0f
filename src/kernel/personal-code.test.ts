import fc from 'fast-check'
import { stdnum } from 'stdnum'
import { describe, expect, it } from 'vitest'
import { parseLegalCode, parsePersonalCode } from './personal-code.ts'
import { itAgainst, rowsOf } from './testing/reference-data.ts'

const birthOf = (country: 'LV' | 'EE' | 'LT' | 'CZ', text: string) =>
  parsePersonalCode(country, text)?.birthDate?.toString()
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

/** Years that are past for good: `stdnum` looks at today's date. */
const pastYear = fc.integer({ min: 1800, max: 2020 })

describe('a code of a person or an organisation', () => {
  itAgainst('personal-codes/vectors.csv', 'is told from what is none in all 30 reference cases', (text) => {
    const rows = rowsOf(text)
    expect(rows).toHaveLength(30)
    for (const [country, kind, code = '', verdict = ''] of rows) {
      const of = country as 'LV' | 'EE' | 'LT'
      const parsed = kind === 'legal-entity' ? parseLegalCode(of, code) : parsePersonalCode(of, code)?.code
      // `real`: a registration number in force. `format-only`: of the right form, but its check digit is wrong, so it
      // is no code.
      expect(parsed, `${country} ${code}`).toBe(verdict === 'valid' || verdict === 'real' ? code : undefined)
    }
  })
})

describe('a Latvian personal code', () => {
  it('of the old form tells the birth date and not the sex', () => {
    expect(parsePersonalCode('LV', '161175-19997')).toEqual({
      code: '161175-19997',
      birthDate: Temporal.PlainDate.from('1975-11-16'),
    })
    expect(birthOf('LV', '05040510009')).toBe('1905-04-05')
  })

  it('of the new form tells nothing', () => {
    expect(parsePersonalCode('LV', '328673-00679')).toEqual({ code: '328673-00679' })
    expect(parsePersonalCode('LV', '32867300679')).toEqual({ code: '328673-00679' })
  })

  it.each([
    '161175 19997',
    ' 161175-19997',
    '161175-19997\n',
    '16117-519997',
    '310275-10007',
    '000000-00000',
    '161175-1999',
  ])('is not %j', (text) => {
    expect(parsePersonalCode('LV', text)).toBeUndefined()
  })

  it('of the old form is what an independent implementation says too', () => {
    const old = fc
      .tuple(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 0, max: 13 }), pastYear, digits(4))
      .map(([day, month, year, rest]) => {
        const century = Math.floor(year / 100) - 18
        return `${two(day)}${two(month)}${two(year % 100)}${century}${rest}`
      })
    fc.assert(
      fc.property(old, (code) => {
        expect(parsePersonalCode('LV', code) !== undefined).toBe(stdnum.LV?.pvn?.validate(code).isValid)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an Estonian or Lithuanian personal code', () => {
  it('tells birth date and sex by its first digit', () => {
    expect(parsePersonalCode('EE', '36805280109')).toEqual({
      code: '36805280109',
      birthDate: Temporal.PlainDate.from('1968-05-28'),
      sex: 'male',
    })
    expect(parsePersonalCode('EE', '40504040001')?.sex).toBe('female')
    expect(birthOf('EE', '50001029996')).toBe('2000-01-02')
    expect(birthOf('LT', '33309240064')).toBe('1933-09-24')
  })

  it('of a Lithuanian with 9 in front tells neither', () => {
    const code = withBalticCheckDigit('9000000000')
    expect(parsePersonalCode('LT', code)).toEqual({ code })
    expect(parsePersonalCode('EE', code)).toBeUndefined()
  })

  it('with an impossible date is none, even when its check digit is right', () => {
    expect(parsePersonalCode('EE', withBalticCheckDigit('3990229001'))).toBeUndefined()
    expect(parsePersonalCode('EE', withBalticCheckDigit('3961301001'))).toBeUndefined()
    expect(birthOf('EE', withBalticCheckDigit('3960229001'))).toBe('1996-02-29')
    expect(birthOf('EE', withBalticCheckDigit('6000229001'))).toBe('2000-02-29')
    expect(parsePersonalCode('EE', withBalticCheckDigit('1000229001'))).toBeUndefined() // 1800 was no leap year
  })

  it('has the check digit that an independent implementation asks for', () => {
    fc.assert(
      fc.property(pastYear, fc.nat(1), fc.integer({ min: 1, max: 28 }), digits(4), (year, sex, day, rest) => {
        const first = 1 + 2 * (Math.floor(year / 100) - 18) + sex
        const code = `${first}${two(year % 100)}05${two(day)}${rest}`
        expect(parsePersonalCode('EE', code) !== undefined).toBe(stdnum.EE?.ik?.validate(code).isValid)
        expect(parsePersonalCode('LT', code) !== undefined).toBe(stdnum.LT?.asmens?.validate(code).isValid)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a Czech birth number', () => {
  it('of six digits tells birth date and sex without a check digit', () => {
    expect(parsePersonalCode('CZ', '706213')).toEqual({
      code: '706213',
      birthDate: Temporal.PlainDate.from('1970-12-13'),
      sex: 'female',
    })
    expect(birthOf('CZ', '110820')).toBe('1911-08-20')
    expect(parsePersonalCode('CZ', '703213')).toBeUndefined()
    expect(parsePersonalCode('CZ', '700230')).toBeUndefined()
  })

  it('of nine digits belongs to someone born before 1954', () => {
    expect(birthOf('CZ', '530101/123')).toBe('1953-01-01')
    expect(birthOf('CZ', '540101123')).toBe('1854-01-01')
  })

  it('of ten digits is divisible by eleven, or ends in 0 where the old exception allows', () => {
    expect(parsePersonalCode('CZ', '7103192745')).toEqual({
      code: '710319/2745',
      birthDate: Temporal.PlainDate.from('1971-03-19'),
      sex: 'male',
    })
    expect(parsePersonalCode('CZ', '710319/2746')).toBeUndefined()
    expect(parsePersonalCode('CZ', withCzechRestTen('780123'))?.code).toMatch(/0$/)
    expect(parsePersonalCode('CZ', withCzechRestTen('860123'))).toBeUndefined()
  })

  it('from 2004 may have 20 added to the month when numbers ran out', () => {
    expect(parsePersonalCode('CZ', divisibleByEleven('042115'))).toMatchObject({ sex: 'male' })
    expect(birthOf('CZ', divisibleByEleven('042115'))).toBe('2004-01-15')
    expect(parsePersonalCode('CZ', divisibleByEleven('057115'))).toMatchObject({ sex: 'female' })
    expect(parsePersonalCode('CZ', divisibleByEleven('032115'))).toBeUndefined()
  })

  it('is what an independent implementation says too, where both follow the law', () => {
    const number = fc
      .tuple(
        fc.integer({ min: 54, max: 84 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 50),
        fc.integer({ min: 1, max: 28 }),
        digits(4),
      )
      .map(([yy, month, sex, day, tail]) => `${two(yy)}${two(month + sex)}${two(day)}${tail}`)
    fc.assert(
      fc.property(number, (code) => {
        expect(parsePersonalCode('CZ', code) !== undefined).toBe(stdnum.CZ?.rc?.validate(code).isValid)
      }),
      { numRuns: 2000 },
    )
  })

  itAgainst('berka/client.asc', 'of each client of the Czech bank is read', (text) => {
    const numbers = text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(';')[1]?.replaceAll('"', '') ?? '')
    expect(numbers).toHaveLength(5369)
    for (const number of numbers) expect(parsePersonalCode('CZ', number), number).toBeDefined()
  })
})

describe('a registration number', () => {
  it('of Estonia and Lithuania is checked by its last digit', () => {
    expect(parseLegalCode('EE', '11237744')).toBeUndefined()
    expect(parseLegalCode('EE', '12345678')).toBe('12345678')
    expect(parseLegalCode('LT', '119511515')).toBe('119511515')
    expect(parseLegalCode('LT', '119511516')).toBeUndefined()
  })

  it('of Estonia is what an independent implementation says too', () => {
    fc.assert(
      fc.property(digits(8), (code) => {
        expect(parseLegalCode('EE', code) !== undefined).toBe(stdnum.EE?.registrikood?.validate(code).isValid)
      }),
      { numRuns: 2000 },
    )
  })

  it('is not a personal code, nor text with anything around it', () => {
    expect(parseLegalCode('LV', '16117519997')).toBeUndefined()
    expect(parseLegalCode('LV', '40003521600 ')).toBeUndefined()
    expect(parseLegalCode('LV', 'LV40003521600')).toBeUndefined()
  })
})

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/**
 * The ten digits completed by trying: the code under test must take exactly one digit, which the reference vectors
 * vouch for.
 */
function withBalticCheckDigit(head: string): string {
  const found = [...'0123456789'].filter((digit) => stdnum.EE?.ik?.validate(head + digit).isValid)
  expect(found).toHaveLength(1)
  return `${head}${found[0]}`
}

function divisibleByEleven(date: string): string {
  for (let tail = 1; ; tail++) {
    const number = date + String(tail).padStart(4, '0')
    if (Number(number) % 11 === 0) return number
  }
}

/** A number whose first nine digits leave ten when divided by eleven, with the 0 that such numbers were given. */
function withCzechRestTen(date: string): string {
  for (let serial = 1; ; serial++) {
    const head = date + String(serial).padStart(3, '0')
    if (Number(head) % 11 === 10) return `${head}0`
  }
}
