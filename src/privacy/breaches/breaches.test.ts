import { expect, it } from 'vitest'
import { clause } from '../../../tests/clause.ts'
import { registerPerson, settledBy } from '../../parties/testing/people.ts'
import { codeOf, Register } from './testing/register.ts'

clause('GDPR-33(5)', 'every breach is written down, with its facts, effects and remedies, and stays so', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  const reported = await register.report('2026-01-05T08:15:42Z')
  expect(settledBy(reported)).toEqual(['GDPR-33(5)', 'GDPR-33(1)'])
  expect(settledBy(await register.assess('none'))).toEqual(['GDPR-33(5)'])
  const closed = await register.ask('close', { remedies: ['staff-instructed'] })
  expect(settledBy(closed)).toEqual(['GDPR-33(5)'])
  expect(register.record).toMatchObject({
    natures: ['access', 'disclosure'],
    kinds: ['name', 'payment-details'],
    staff: 'T-07',
    file: 'DP-2026/1',
    state: 'closed',
    risk: 'none',
    consequences: ['identity-theft'],
    remedies: ['access-closed', 'staff-instructed'],
  })
  expect(codeOf(await register.assess('high'))).toBe('breach-closed')
})

clause('GDPR-33(1)', 'the authority is told within 72 hours of becoming aware, unless nobody is at risk', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  const reported = await register.report('2026-01-05T08:15:42Z')
  // To the minute in which it became known.
  expect(reported.facts).toMatchObject({ notifyBy: '2026-01-08T08:15:00Z' })
  expect(register.deadline('2026-01-08')).toBe('set')
  expect((await register.assess('risk')).facts).toMatchObject({ authority: '2026-01-08T08:15:00Z', subjects: false })
  expect(codeOf(await register.ask('close'))).toBe('authority-not-told')
  register.bank.clock.at = Temporal.Instant.from('2026-01-08T08:15:00Z')
  const intime = await register.ask('notify-authority', { reference: 'DVI-1' })
  expect(intime).toMatchObject({ outcome: 'accepted', facts: { late: false, again: false } })
  expect(register.deadline('2026-01-08')).toBe('cleared')
  expect(codeOf(await register.assess('none'))).toBe('authority-told')

  const late = await Register.at('2026-01-08T08:15:01Z')
  await late.report('2026-01-05T08:15:00Z')
  await late.assess('risk')
  const unexplained = await late.ask('notify-authority', { reference: 'DVI-2' })
  expect(codeOf(unexplained)).toBe('delay-unexplained')
  expect(settledBy(unexplained)).toEqual(['GDPR-33(1)'])
  const explained = await late.ask('notify-authority', { reference: 'DVI-2', delayReasons: 'DP-2026/2' })
  expect(explained).toMatchObject({ outcome: 'accepted', facts: { late: true } })

  const harmless = await Register.at('2026-01-05T09:30:00Z')
  await harmless.report('2026-01-05T08:15:00Z')
  expect((await harmless.assess('none')).facts).toMatchObject({ authority: null })
  expect(harmless.deadline('2026-01-08')).toBe('cleared')
  expect(codeOf(await harmless.ask('notify-authority', { reference: 'DVI-3' }))).toBe('breach-without-risk')
})

it('the hours run on through both changes of the clocks', async () => {
  for (const [awareAt, notifyBy, due] of [
    // Over the nights of 29 March and 25 October 2026 in Riga; the local hour moves by one.
    ['2026-03-27T22:30:00+02:00', '2026-03-30T20:30:00Z', '2026-03-30'],
    ['2026-10-23T23:30:00+03:00', '2026-10-26T20:30:00Z', '2026-10-26'],
    // The end of a year, and of a leap February.
    ['2027-12-30T12:00:00Z', '2028-01-02T12:00:00Z', '2028-01-02'],
    ['2028-02-27T23:00:00Z', '2028-03-01T23:00:00Z', '2028-03-02'],
  ] as const) {
    const register = await Register.at(awareAt)
    register.bank.clock.at = Temporal.Instant.from(awareAt)
    const reported = await register.report(awareAt, { from: awareAt, until: awareAt })
    expect(reported.facts).toMatchObject({ notifyBy })
    expect(register.deadline(due)).toBe('set')
  }
})

it('refuses what cannot be, in the published order', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  expect(codeOf(await register.report('2026-01-05T09:31:00Z'))).toBe('awareness-ahead')
  expect(codeOf(await register.report('2026-01-05T09:30:00Z', { from: '2026-01-06T00:00:00Z' }))).toBe('span-reversed')
  const going = await register.report('2026-01-05T09:30:00Z', { until: '2026-01-05T09:30:01Z' })
  expect([codeOf(going), going.facts]).toEqual(['span-ahead', { until: '2026-01-05T09:30:01Z' }])
  const anna = String(await registerPerson(register.bank, 'anna'))
  const payloads = {
    'name-affected': { subjects: [anna] },
    assess: { risk: 'none', consequences: [], remedies: [] },
    'notify-authority': { reference: 'X' },
    'notify-subjects': { subjects: [anna] },
    'note-letters': { subjects: [anna], evidence: 'L-1' },
    'exempt-subjects': { exemption: 'unintelligible', reasons: 'DP-2026/3' },
    close: {},
  }
  for (const [act, payload] of Object.entries(payloads))
    expect(codeOf(await register.do(act, { breach: '1099511999999', ...payload }))).toBe('breach-unknown')
  await register.report('2026-01-05T09:30:00Z')
  expect(codeOf(await register.ask('close'))).toBe('breach-not-assessed')
})
