import { describe, expect, it } from 'vitest'
import { operator, TestBank, teller } from '../../../../tests/bank.ts'
import { clause, packUnderTest } from '../../../../tests/clause.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { switchChanges } from '../../../privacy/consents/changes/rules.ts'
import { Chooser, offer, writeLetter } from '../../../privacy/consents/testing/choices.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import type { Actor } from '../../../storage/command.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { stageOn } from '../../guardianship/rules.ts'
import { recordGuardian, ward } from '../../guardianship/testing/wards.ts'
import { authorise, registerCompany, registerPerson, settledBy, submitPaper } from '../../testing/people.ts'

const customer = (party: PartyId): Actor => ({ role: 'customer', party })
const representative = (party: PartyId): Actor => ({ role: 'representative', party })

/** What is kept of the change that a decision made. */
const changeOf = (bank: TestBank, decision: DecisionView) => {
  expect(decision).toMatchObject({ outcome: 'accepted' })
  return bank.record(switchChanges, Number(decision.facts['change']))
}

/** The stage of whoever was born on a day, on the day of the tests. */
const stageAt = (birthDate: string) => {
  const day = Temporal.PlainDate.from('2026-01-05')
  return stageOn(Temporal.PlainDate.from(birthDate), day, new Rulebook(packUnderTest('luminor')).terms(day))
}

const marketing = { purpose: 'direct-marketing' }

describe('a parent or guardian', () => {
  it('asks for a minor, and it is kept who did so, by what power and by which clause', async () => {
    const { anna, parent } = await ward('child')
    const given = await anna.consent('direct-marketing', 'LP', {}, { actor: customer(parent) })
    expect(changeOf(anna.bank, given)).toMatchObject({
      subject: anna.subject,
      role: 'customer',
      way: 'internet-bank',
      actedBy: parent,
      authority: 'parent',
      authorisation: null,
      authorityClauses: ['GDPR-12(6)', 'CRC-5', 'FPDAL-33'],
    })
    expect(settledBy(given)).toEqual(expect.arrayContaining(['LP-V.manage', 'CRC-5', 'FPDAL-33']))
    expect(given.facts).toMatchObject({ authority: 'parent' })
    expect(anna.switches?.consents).toMatchObject([{ purpose: 'direct-marketing', byGuardian: true }])
    for (const [kind, payload] of [
      ['consent.withdraw', marketing],
      ['objection.raise', { purpose: 'claims' }],
      ['restriction.set', { ground: 'accuracy' }],
      ['marketing.refuse', {}],
      ['channel.choose', { channel: 'phone' }],
    ] as const) {
      const asked = await anna.ask(kind, payload, { actor: customer(parent) })
      expect(changeOf(anna.bank, asked), kind).toMatchObject({ actedBy: parent, authority: 'parent' })
      expect(settledBy(asked), kind).toContain('CRC-5')
    }
  })

  it('is heard by staff, who name whom they heard and what shows it', async () => {
    const { anna, parent } = await ward('child')
    const told = { by: String(parent), evidence: 'S-2026-4' }
    const given = await anna.consent('direct-marketing', 'LP', told, { actor: teller })
    expect(changeOf(anna.bank, given)).toMatchObject({
      role: 'teller',
      staff: 'T-01',
      way: 'unit',
      evidence: 'S-2026-4',
      actedBy: parent,
      authority: 'parent',
    })
  })

  it.each([
    ['2026-03-30', 'accepted', undefined],
    ['2026-03-31', 'accepted', undefined],
    ['2026-04-01', 'refused', 'guardian-outside-dates'],
  ])('whom a court named until 31 March: on %s it is %s', async (on, outcome, code) => {
    const { anna, parent } = await ward('child', { authority: 'guardian', until: '2026-03-31' })
    await anna.bank.cutOver(on)
    const asked = await anna.ask('marketing.refuse', {}, { actor: customer(parent) })
    expect(asked).toMatchObject({ outcome, ...(code === undefined ? {} : { code }) })
    expect(settledBy(asked)).toContain('CRC-5')
  })

  it('asks no more once the power ended', async () => {
    const { anna, parent } = await ward('child')
    await anna.bank.do('guardian.end', { ward: String(anna.subject), guardian: String(parent) })
    const asked = await anna.ask('marketing.refuse', {}, { actor: customer(parent) })
    expect(asked).toMatchObject({ code: 'guardian-power-ended', facts: { on: '2026-01-05' } })
  })

  it('is a stranger to other minors, and so is whoever is no parent', async () => {
    const { anna, parent } = await ward('child')
    const janis = await Chooser.in(anna.bank, 'janis')
    expect(await janis.ask('marketing.refuse', {}, { actor: customer(parent) })).toMatchObject({
      code: 'subject-not-concerned',
    })
    expect(await anna.ask('marketing.refuse', {}, { actor: customer(janis.subject) })).toMatchObject({
      code: 'subject-not-concerned',
    })
    const told = await anna.ask('marketing.refuse', { by: String(janis.subject) }, { actor: teller })
    expect(told).toMatchObject({ code: 'no-authorisation' })
    expect(settledBy(told)).toEqual(['GDPR-12(6)'])
  })
})

describe('a minor', () => {
  clause('FPDAL-33', 'gives no consent below thirteen: a parent does; from then on, nobody else', async () => {
    for (const birthDate of [undefined, '2013-01-06']) {
      const { anna, parent } = await ward(birthDate === undefined ? 'unknown' : stageAt(birthDate))
      const own = await anna.consent('direct-marketing', 'LP')
      expect(own).toMatchObject({ code: 'guardian-needed' })
      expect(settledBy(own)).toEqual(['FPDAL-33'])
      const given = await anna.consent('direct-marketing', 'LP', {}, { actor: customer(parent) })
      expect(given).toMatchObject({ outcome: 'accepted' })
      expect(settledBy(given)).toContain('FPDAL-33')
    }
    const { anna, parent } = await ward(stageAt('2013-01-05'))
    expect(await anna.consent('direct-marketing', 'LP')).toMatchObject({ outcome: 'accepted' })
    expect(anna.switches?.consents).toMatchObject([{ purpose: 'direct-marketing' }])
    expect(anna.switches?.consents[0]).not.toHaveProperty('byGuardian')
    const instead = await anna.consent('direct-marketing', 'LP', {}, { actor: customer(parent) })
    expect(instead).toMatchObject({ code: 'minor-decides' })
    expect(settledBy(instead)).toEqual(['FPDAL-33'])
  })

  it('refuses, objects and takes back at any age', async () => {
    const { anna } = await ward('child')
    expect(await anna.ask('marketing.refuse')).toMatchObject({ outcome: 'accepted' })
    expect(await anna.ask('objection.raise', { purpose: 'claims' })).toMatchObject({ outcome: 'accepted' })
  })

  clause('CRC-5', 'who consents alone is still protected by a parent, until of age', async () => {
    const { anna, parent } = await ward('youth')
    const refused = await anna.ask('marketing.refuse', {}, { actor: customer(parent) })
    expect(refused).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(refused)).toContain('CRC-5')
    const ended = await anna.bank.do('guardian.end', { ward: String(anna.subject), guardian: String(parent) })
    expect(ended).toMatchObject({ outcome: 'accepted' })
    const after = await anna.ask('marketing.refuse', {}, { actor: customer(parent) })
    expect(after).toMatchObject({ code: 'guardian-power-ended' })
    expect(settledBy(after)).toContain('CRC-5')
  })

  clause('CRC-1', 'who came of age acts alone, and is asked anew about what a parent consented to', async () => {
    const { anna, parent, grow } = await ward('child')
    expect(stageAt('2008-01-06')).toBe('youth')
    await anna.consent('direct-marketing', 'LP', {}, { actor: customer(parent) })
    const grown = await grow(stageAt('2008-01-05'))
    expect(grown).toMatchObject({ outcome: 'accepted', facts: { stage: 'adult', askAnew: ['direct-marketing'] } })
    expect(settledBy(grown)).toEqual(['CRC-1', 'FPDAL-33'])
    const asked = await anna.ask('consent.withdraw', marketing, { actor: customer(parent) })
    expect(asked).toMatchObject({ code: 'ward-of-age' })
    expect(settledBy(asked)).toEqual(['CRC-1'])
    // What was given stands until its person says otherwise; given anew, it is theirs.
    expect(anna.switches?.consents).toMatchObject([{ byGuardian: true }])
    expect(await anna.consent('direct-marketing', 'LP')).toMatchObject({ outcome: 'accepted' })
    expect(anna.switches?.consents[0]).not.toHaveProperty('byGuardian')
    const again = await recordGuardian(anna, parent, { evidence: 'D-2' })
    expect(again).toMatchObject({ code: 'ward-of-age' })
    expect(settledBy(again)).toEqual(['CRC-1'])
  })
})

describe('a representative', () => {
  const asked = async (limits: object | undefined, on = '2026-01-05') => {
    const bank = await TestBank.open()
    const liga = await Chooser.in(bank)
    const janis = await registerPerson(bank, 'janis')
    const wanted = { customer: liga.subject, representatives: [janis], ...(limits === undefined ? {} : { limits }) }
    const document = await authorise(bank, wanted)
    if (on !== '2026-01-05') await bank.cutOver(on)
    return { liga, janis, document, decision: await liga.ask('marketing.refuse', {}, { actor: representative(janis) }) }
  }

  it.each([[undefined], [{ services: ['information', 'personal-data'] }]])(
    'asks by a document on file that covers it: %j',
    async (limits) => {
      const { liga, janis, document, decision } = await asked(limits)
      expect(changeOf(liga.bank, decision)).toMatchObject({
        role: 'representative',
        actedBy: janis,
        authority: 'authorisation',
        authorisation: document,
        authorityClauses: expect.arrayContaining(['GDPR-12(6)']),
      })
      expect(settledBy(decision).some((one) => one.startsWith('RA-'))).toBe(true)
    },
  )

  it.each([
    [{ services: ['payments'] }, '2026-01-05', 'service-not-covered'],
    [{ until: '2026-03-31' }, '2026-03-31', undefined],
    [{ until: '2026-03-31' }, '2026-04-01', 'authorisation-outside-dates'],
    [{ from: '2026-02-01' }, '2026-01-31', 'authorisation-outside-dates'],
    [{ from: '2026-02-01' }, '2026-02-01', undefined],
    [{ signatures: 1 }, '2026-01-05', undefined],
  ])('whose document says %j is on %s refused as %s', async (limits, on, code) => {
    const { decision } = await asked(limits, on)
    if (code === undefined) return expect(decision).toMatchObject({ outcome: 'accepted' })
    expect(decision).toMatchObject({ outcome: 'refused', code })
    expect(settledBy(decision)[0]).toMatch(/^RA-/)
  })

  it('waits until the document was accepted, and asks no more when it was revoked', async () => {
    const bank = await TestBank.open()
    const liga = await Chooser.in(bank)
    const janis = await registerPerson(bank, 'janis')
    const authorisation = String(await submitPaper(bank, { customer: liga.subject, representatives: [janis] }))
    const ask = () => liga.ask('marketing.refuse', {}, { actor: representative(janis) })
    expect(await ask()).toMatchObject({ code: 'authorisation-not-accepted' })
    const document = { customer: String(liga.subject), authorisation }
    await bank.do('authorisation.accept', { ...document, contentReviewed: true })
    expect(await ask()).toMatchObject({ outcome: 'accepted' })
    await bank.do('authorisation.revoke', document)
    expect(await ask()).toMatchObject({ code: 'no-authorisation' })
  })

  it.each([
    ['ozcredit', 'marketing', 'CIVL-1515'],
    ['koduliising', 'advertising', 'TSUS-117'],
  ])('of a client of %s, who has no rules of account, by the law of the country', async (pack, purpose, clauseId) => {
    const bank = await TestBank.open({ pack })
    const liga = await Chooser.in(bank)
    const janis = await registerPerson(bank, 'janis')
    const ask = () => liga.ask('marketing.refuse', { purpose }, { actor: representative(janis) })
    expect(await ask()).toMatchObject({ code: 'subject-not-concerned' })
    await authorise(bank, { customer: liga.subject, representatives: [janis], limits: { services: ['personal-data'] } })
    const asked = await ask()
    expect(asked).toMatchObject({ outcome: 'accepted', facts: { authority: 'authorisation' } })
    expect(settledBy(asked)).toContain(clauseId)
  })

  it('acts with the others whom the document asks for, all heard by staff', async () => {
    const bank = await TestBank.open()
    const janis = await registerPerson(bank, 'janis')
    const anna = await registerPerson(bank, 'anna')
    const company = new Chooser(bank, await registerCompany(bank))
    await authorise(bank, { customer: company.subject, representatives: [janis, anna], limits: { signatures: 2 } })
    const both = { by: String(janis), coSigners: [String(anna)] }
    const alone = await company.ask('marketing.refuse', { by: String(janis) }, { actor: teller })
    expect(alone).toMatchObject({ code: 'signatures-missing', facts: { signed: 1, needed: 2 } })
    // Nobody says for another that they agree.
    const said = await company.ask('marketing.refuse', { coSigners: [String(anna)] }, { actor: representative(janis) })
    expect(said).toMatchObject({ code: 'signatures-missing' })
    expect(await company.ask('marketing.refuse', both, { actor: teller })).toMatchObject({ outcome: 'accepted' })
  })

  it('speaks for an organisation, which says nothing itself', async () => {
    const bank = await TestBank.open()
    await writeLetter(bank, 'news', 'direct-marketing')
    const janis = await registerPerson(bank, 'janis')
    const company = new Chooser(bank, await registerCompany(bank))
    await authorise(bank, { customer: company.subject, representatives: [janis] })
    for (const actor of [company.self, teller, operator])
      expect(await company.ask('marketing.refuse', {}, { actor })).toMatchObject({ code: 'no-authorisation' })
    const heard = await company.ask('marketing.refuse', { by: String(janis) }, { actor: teller })
    expect(changeOf(bank, heard)).toMatchObject({ actedBy: janis, authority: 'authorisation', staff: 'T-01' })
    expect(await offer(company, 'email')).toMatchObject({ code: 'processing-stopped' })
  })
})

clause('GDPR-12(6)', 'without authority nothing is done for another person', async () => {
  const { anna, parent } = await ward('child')
  const janis = await registerPerson(anna.bank, 'janis')
  const stranger = await anna.ask('marketing.refuse', { by: String(janis) }, { actor: teller })
  expect(stranger).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
  expect(settledBy(stranger)).toEqual(['GDPR-12(6)'])
  expect(anna.switches).toBeUndefined()
  const refused = await anna.ask('marketing.refuse', { by: String(parent) }, { actor: teller })
  expect(refused).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(refused)).toContain('GDPR-12(6)')
})
