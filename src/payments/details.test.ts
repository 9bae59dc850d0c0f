import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partsOf } from '../privacy/screening/parts.ts'
import { screen } from '../privacy/screening/rules.ts'
import texts from '../privacy/screening/testing/texts.json' with { type: 'json' }
import { topics } from '../rulebook/register/topics.ts'
import { paymentDetail, readPaymentDetail } from './details.ts'

const telling = fc.constantFrom(...Object.values(texts).flatMap((one) => one.telling as [string, string][]))

it('whatever a payment is for, its open part holds nothing that is fenced, and the whole all that was told', () => {
  fc.assert(
    fc.property(telling, fc.string({ maxLength: 35 }), ([remittance], endToEnd) => {
      const { plain } = paymentDetail({ name: 'Anna Izdoma', remittance, endToEnd }, { fences: topics })
      const parts = partsOf(plain)
      if (parts === undefined) return expect(screen(remittance)).toEqual([])
      expect(readPaymentDetail(parts.open)).toMatchObject({ name: 'Anna Izdoma', fenced: true })
      expect(screen(readPaymentDetail(parts.open).remittance ?? '')).toEqual([])
      expect(readPaymentDetail(parts.whole)).toEqual({ name: 'Anna Izdoma', remittance, endToEnd })
    }),
  )
})

it('is one datum where nothing is looked for, or nothing found', () => {
  const told = { name: 'Anna Izdoma', remittance: 'for her chemotherapy' }
  for (const { plain } of [paymentDetail(told), paymentDetail({ ...told, remittance: 'rent' }, { fences: topics })])
    expect(partsOf(plain)).toBeUndefined()
})

it('closes off the reference that travels with a payment, where that tells something, and nothing else', () => {
  const told = { remittance: 'rent', endToEnd: 'ABORTION-1' }
  const parts = partsOf(paymentDetail(told, { fences: topics }).plain)
  expect(parts && readPaymentDetail(parts.open)).toEqual({ remittance: 'rent', fenced: true })
})
