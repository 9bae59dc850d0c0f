import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { PurposeNotices } from '../../operations/messages/purpose-notices.ts'
import { idIn, registerPerson, told } from '../../parties/testing/people.ts'
import { switches } from '../switches/rules.ts'
import type { FactKind } from '../vault/rules.ts'
import { letterOf, newPurposes } from './rules.ts'
import { progressOf, untoldOf } from './store.ts'

const packs = join(import.meta.dirname, '../../../packs')
const folder = mkdtempSync(join(tmpdir(), 'pacta-pack-'))
const operator = { role: 'operator', staff: 'O-01' } as const
const added = `
        - id: neighbourhood
          name: {en: Meetings, lv: Tikšanās, et: Kohtumised, lt: Susitikimai, ru: Встречи}
          dpv: [dpv:ServiceProvision]
          bases: [{basis: contract}]
          categories: [name, contact]`

let bank: DatabaseBank
let [before, since] = [undefined as unknown as PartyId, undefined as unknown as PartyId]

/** The pack with a policy of 6 January 2026, which has one purpose more, for operators. */
beforeAll(async () => {
  for (const id of ['law', 'luminor']) cpSync(join(packs, id), join(folder, id), { recursive: true })
  const policy = join(folder, 'luminor/documents/privacy-policy')
  const text = readFileSync(join(policy, '2018-05-25.yaml'), 'utf8')
  const later = text
    .replace(/^version: .*$/m, 'version: "2026-01-06"')
    .replace(/^effective: .*$/m, 'effective: 2026-01-06')
    .replace(/\n {6}purposes:/, `\n      purposes:${added}`)
    .replace(
      'purposes: [payment, correction, operations,',
      'purposes: [neighbourhood, payment, correction, operations,',
    )
  writeFileSync(join(policy, '2026-01-06.yaml'), later)
  bank = await DatabaseBank.open(relative(packs, join(folder, 'luminor')))
  await bank.do('confidentiality.undertake', { agreed: true }, { actor: operator })
  before = await registerPerson(bank.asTestBank, 'liga')
  await registerPerson(bank.asTestBank, 'janis')
  await bank.cutOver('2026-01-06')
  since = await registerPerson(bank.asTestBank, 'anna')
})
afterAll(async () => {
  await bank?.close()
  rmSync(folder, { recursive: true })
})

const day = (text: string) => Temporal.PlainDate.from(text)
const asked = { purpose: 'neighbourhood', since: day('2026-01-06') }

/** What the door says of facts and of other data, for the new purpose and for one that was there from the start. */
async function reads(subject: PartyId, on = '2026-01-06') {
  const { gate, rulebookOf } = bank.institution
  const terms = rulebookOf(bank.lane).terms(day(on))
  const codeOf = (read: { readonly outcome: string }) => ('code' in read ? read.code : read.outcome)
  const request = { actor: operator, subjects: [subject], kinds: ['name' as FactKind] }
  return [
    codeOf(await gate.readFacts({ ...request, purpose: 'neighbourhood' }, terms)),
    codeOf(await gate.pass({ ...request, purpose: 'neighbourhood' }, terms)),
    codeOf(await gate.readFacts({ ...request, purpose: 'service' }, terms)),
  ]
}

it('the door refuses data from before a purpose until their person was told, and no others', async () => {
  expect(await reads(before, '2026-01-05')).toEqual(['purpose-not-registered', 'purpose-not-registered', 'permitted'])
  expect(await reads(before)).toEqual(['purpose-not-told', 'purpose-not-told', 'permitted'])
  expect(await reads(since)).toEqual(['permitted', 'accepted', 'permitted'])
  const { sql } = bank.institution
  expect(await progressOf(sql, bank.lane, asked)).toEqual({ held: 2, told: 0 })

  const notice = { purpose: 'neighbourhood', subjects: [String(before)], evidence: 'M-2026-1' }
  expect(await bank.do('purpose-notice.record', notice, { actor: operator })).toMatchObject({
    outcome: 'accepted',
    facts: { since: '2026-01-06', told: 1, before: 0 },
  })
  await bank.restart()
  expect(await reads(before)).toEqual(['permitted', 'accepted', 'permitted'])
  expect(await progressOf(sql, bank.lane, asked)).toEqual({ held: 2, told: 1 })
  const [left, ...others] = await untoldOf(sql, bank.lane, asked, { after: 0, limit: 10 })
  expect([left === before, others]).toEqual([false, []])
  const page = { after: Number(left), limit: 10 }
  expect(await untoldOf(sql, bank.lane, asked, page)).toEqual([])

  const both = { ...notice, subjects: [String(before), String(left)] }
  expect(await bank.do('purpose-notice.record', both, { actor: operator })).toMatchObject({
    facts: { told: 1, before: 1 },
  })
  expect(await progressOf(sql, bank.lane, asked)).toEqual({ held: 2, told: 2 })
})

it('what persons choose afterwards leaves what they were told', async () => {
  const refusal = { subject: String(before) }
  const actor = { role: 'customer', party: before } as const
  expect(await bank.do('marketing.refuse', refusal, { actor })).toMatchObject({ outcome: 'accepted' })
  expect(await reads(before)).toEqual(['permitted', 'accepted', 'permitted'])
})

it('whom a message about the purpose reached, was told; whom it did not reach, was not', async () => {
  const { sql, rulebookOf, pack } = bank.institution
  const terms = rulebookOf(bank.lane).terms(day('2026-01-06'))
  const newOnes = newPurposes(terms, pack)
  expect(newOnes).toEqual([asked])
  const text = { en: 'We invite our neighbours.', lv: 'Aicinām kaimiņus.' }
  const letter = { letter: letterOf('neighbourhood'), title: text, text }
  expect(await bank.do('letter.set', letter, { actor: operator })).toMatchObject({ outcome: 'accepted' })
  await bank.cutOver('2026-01-07')
  const [reached, missed, later] = await newcomers()
  const send = async (subject: PartyId, outcome: string) => {
    const message = { subject: String(subject), letter: letter.letter, channel: 'email' }
    const sent = await bank.do('message.send', message, { actor: operator })
    await sql`
      insert into message_delivery (lane, message, attempts, next_try, done_at, outcome)
      values (${bank.lane}, ${String(sent.facts['message'])}, 1, now(), now(), ${outcome})`
  }
  await send(reached, 'sent')
  await send(missed, 'withheld')
  const notices = new PurposeNotices({
    sql,
    lane: bank.lane,
    newOnes: () => newOnes,
    submit: (command) => bank.submit(command),
  })
  expect(await notices.round()).toBe(1)
  const toldOf = async (subject: PartyId) => (await bank.stored(switches, subject))?.told
  expect(await toldOf(reached)).toEqual([
    { purpose: 'neighbourhood', on: day('2026-01-07'), evidence: 'purpose-neighbourhood' },
  ])
  expect([await toldOf(missed), await toldOf(later)]).toEqual([undefined, undefined])
  expect(await notices.round()).toBe(0)
})

/** Three persons more. */
const newcomers = async (): Promise<readonly [PartyId, PartyId, PartyId]> => {
  const register = async (name: string) => {
    const person = { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code'] }
    const details = [told(name), told('220890-03918')]
    const made = await bank.do('party.register', person, { details, blinds: { code: `blind of ${name}` } })
    return idIn<PartyId>(made, 'party')
  }
  return [await register('Ilze Izdoma'), await register('Zane Izdoma'), await register('Ieva Izdoma')]
}
