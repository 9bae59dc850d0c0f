import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { asText } from './consents.ts'
import { mailSettings, systemSettings } from './message-settings.ts'

it('the report names each system, and marks what is late', () => {
  const businessDate = Temporal.PlainDate.from('2026-01-12')
  const systems = [
    { kind: 'entity', target: 'ee', confirmed: 3, confirmedLate: 0, waiting: 0, late: 0 },
    { kind: 'entity', target: 'lt', confirmed: 1, confirmedLate: 1, waiting: 2, late: 1 },
  ] as const
  expect(asText({ entity: 'lv', businessDate, systems, open: [] })).toBe(
    [
      'lv, 2026-01-12: 2 systems',
      'system                         in time   after it  waiting',
      'entity:ee                      3         0         0',
      'entity:lt                      1         1         2         1 LATE',
      '',
    ].join('\n'),
  )
})

it('e-mail is set whole, or not at all', () => {
  expect(mailSettings({})).toBeUndefined()
  const whole = {
    PACTA_SMTP_URL: 'smtps://bank:s%40cret@mail.example',
    PACTA_SMTP_FROM: 'Bank <news@bank.example>',
    PACTA_PAGES_URL: 'https://bank.example/',
  }
  expect(mailSettings(whole)).toEqual({
    smtp: {
      host: 'mail.example',
      port: 465,
      secure: true,
      from: 'Bank <news@bank.example>',
      user: { name: 'bank', password: 's@cret' },
    },
    pages: 'https://bank.example',
  })
  expect(mailSettings({ ...whole, PACTA_SMTP_URL: 'smtp://127.0.0.1:8094' })?.smtp).toMatchObject({
    port: 8094,
    secure: false,
  })
  for (const name of ['PACTA_SMTP_FROM', 'PACTA_PAGES_URL'])
    expect(() => mailSettings({ ...whole, [name]: '' })).toThrow('is missing')
  expect(() => mailSettings({ ...whole, PACTA_SMTP_URL: 'https://mail.example' })).toThrow('no address')
})

it('other systems are read from a file that names each with address and secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pacta-systems-'))
  const file = join(folder, 'systems.json')
  const set = (content: unknown) => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return systemSettings({ PACTA_CONSENT_SYSTEMS: file })
  }
  const right = { url: 'https://lt.example/consents', secret: 'sixteen letters.' }
  expect(systemSettings({})).toBeUndefined()
  expect([...(set({ 'entity:lt': right })?.known ?? [])]).toEqual(['entity:lt'])
  for (const wrong of [
    'no json',
    { lt: right },
    { 'entity:lt': { ...right, secret: 'short' } },
    { 'entity:lt': { url: 'x' } },
  ])
    expect(() => set(wrong)).toThrow('does not name systems')
  rmSync(folder, { recursive: true })
})
