import { expect, it } from 'vitest'
import type { DocumentVersion } from '../rulebook/pack.ts'
import { type ClauseTest, fallenFrom, reportOn } from './clause-report.ts'

const clauseOf = (id: string, kind: 'rule' | 'duty' | 'text', bound: boolean) => ({
  id,
  kind,
  text: {},
  bindings: bound ? [{ provision: 'account.number' as const, parameters: {} }] : [],
  mandatory: false,
})
const document: DocumentVersion = {
  code: 'RA',
  role: 'rules',
  version: '2018-11-01',
  effective: Temporal.PlainDate.from('2018-11-01'),
  title: {},
  languages: [],
  example: false,
  clauses: [clauseOf('1', 'text', false), clauseOf('2', 'rule', true), clauseOf('3', 'duty', false)],
  hash: '',
}
const shows: ClauseTest = { clause: 'RA-2', sentence: 'a number is unique', file: 'a.test.ts', passed: true }
const statusOf = (...tests: ClauseTest[]) => reportOn(document, tests).clauses[1]?.status

it('a clause works when its tests pass', () => {
  expect(statusOf(shows)).toBe('works')
  expect(reportOn(document, [shows]).counts).toEqual({ works: 1, untested: 0, unbound: 1, text: 1 })
})

it('a clause without a test is untested', () => {
  expect(statusOf()).toBe('untested')
})

it('a clause one of whose tests fails does not count', () => {
  expect(statusOf(shows, { ...shows, sentence: 'and valid', passed: false })).toBe('untested')
})

it('a clause one of whose knock-outs goes unnoticed does not count, and the report names it', () => {
  const unnoticed = { ...shows, knockout: 'account.number', passed: false, error: 'the test passes' }
  expect(statusOf(shows, unnoticed)).toBe('untested')
  const report = reportOn(document, [shows, unnoticed])
  expect(report.clauses[1]?.faults).toEqual([unnoticed])
  expect(fallenFrom(['RA-2'], report)).toEqual(['RA-2: "a number is unique" without account.number: the test passes'])
})

it('knock-outs alone show nothing', () => {
  expect(statusOf({ ...shows, knockout: 'account.number' })).toBe('untested')
})

it('a test of a clause that the document does not have is a stray', () => {
  const stray = { ...shows, clause: 'RA-99' }
  expect(reportOn(document, [stray, { ...shows, clause: 'GT-99' }]).strays).toEqual([stray])
})

it('a clause that worked and has no test any more has fallen', () => {
  expect(fallenFrom(['RA-2', 'RA-7'], reportOn(document, []))).toEqual(['RA-2: untested', 'RA-7: not in the document'])
  expect(fallenFrom(['RA-2'], reportOn(document, [shows]))).toEqual([])
})
