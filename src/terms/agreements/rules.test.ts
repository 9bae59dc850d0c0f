import { expect, test } from 'vitest'
import { packUnderTest } from '../../../tests/clause.ts'
import type { AccountId, AgreementId, PartyId } from '../../kernel/ids.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import {
  accountClosed,
  accountClosing,
  agreementKey,
  boundAtConclusion,
  closingRequested,
  conclude,
  join,
} from './rules.ts'

const day = Temporal.PlainDate.from('2026-01-05')
const rulebook = new Rulebook(packUnderTest('luminor'))
const [liga, janis] = [1 as PartyId, 2 as PartyId]
const [first, second] = [11 as AccountId, 12 as AccountId]
const agreement = join(join(conclude(5 as AgreementId, [liga], day, rulebook.terms(day)), first), second)

test('one holder is known by their id, joint holders by all of theirs in whatever order', () => {
  expect(agreementKey([liga])).toBe(liga)
  expect(agreementKey([janis, liga])).toBe('1+2')
  expect(agreementKey([liga, janis])).toBe('1+2')
})

test('an agreement binds the documents that the rules name, at the versions in force on its day', () => {
  expect(boundAtConclusion(rulebook.terms(day))).toEqual({ GBT: '2018-11-01', RA: '2018-11-01', PL: '2018-11-01' })
  expect(agreement).toMatchObject({ holders: [liga], concludedOn: day, status: 'in-force', withdrawnOn: null })
})

test('a request to close is notice of withdrawal once no account is left in use', () => {
  const one = closingRequested(agreement, first, day)
  expect(one.withdrawnOn).toBeNull()
  const later = day.add({ days: 3 })
  const both = closingRequested(one, second, later)
  expect(both.withdrawnOn).toEqual(later)
  expect(accountClosed(both, first).status).toBe('in-force')
  expect(accountClosed(accountClosed(both, first), second).status).toBe('ended')
})

test('an account that the institution closes ends no agreement', () => {
  const without = accountClosed(accountClosing(agreement, first), first)
  const empty = accountClosed(accountClosing(without, second), second)
  expect(empty).toMatchObject({ status: 'in-force', withdrawnOn: null })
})

test('only accounts that joined an agreement leave it', () => {
  expect(() => accountClosing(agreement, 99 as AccountId)).toThrow('joined the agreement')
})
