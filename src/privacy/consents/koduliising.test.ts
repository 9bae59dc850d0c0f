import { expect } from 'vitest'
import { operator, TestBank, teller } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { showAsked } from '../../../tests/clauses/kl/asked.ts'
import { settledBy, told } from '../../parties/testing/people.ts'
import type { Actor } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { Discloser } from '../disclosures/testing/disclosing.ts'
import { usableUnder } from '../gate/switched/rules.ts'
import { facts as factRecords } from '../vault/rules.ts'
import { switchChanges } from './changes/rules.ts'
import { acceptances } from './rules.ts'
import { Chooser, notify, offer, officer, versionOf, writeLetter } from './testing/choices.ts'
import { writtenConsent } from './written.ts'

const creditOfficer = { role: 'credit-officer', staff: 'K-01' } as const
const marketing = { role: 'marketing-officer', staff: 'M-01' } as const

/** The first clause that settled a passage. */
const first = ({ cited }: ReturnType<Chooser['gate']>) => `${cited.settled[0]?.document}-${cited.settled[0]?.clause}`

/** A client of the hire-purchase lender, and a letter of each kind. */
async function client(): Promise<Chooser> {
  const liga = await Chooser.in(await TestBank.open({ pack: 'koduliising' }))
  await writeLetter(liga.bank, 'news', 'advertising')
  await writeLetter(liga.bank, 'partners', 'partner-advertising')
  await writeLetter(liga.bank, 'reminder')
  return liga
}

clause('KL-2.2', 'accepting the procedure is kept with its version, and is no consent', async () => {
  const liga = await client()
  const version = versionOf(liga.bank, 'KL')
  const kept = await liga.ask('notice.accept', { document: 'KL', version, by: 'accepted' })
  expect(kept).toMatchObject({ outcome: 'accepted', facts: { consent: false } })
  expect(settledBy(kept)).toContain('KL-2.2')
  expect(liga.bank.record(acceptances, Number(kept.facts['acceptance']))).toMatchObject({ version, by: 'accepted' })
  expect(await offer(liga, 'email', 'partners')).toMatchObject({ code: 'consent-missing' })
  const represented = liga.gate(teller, 'contract', ['representation'], { roles: ['representative'] })
  expect(represented.code).toBe('permitted')
})

clause(
  'KL-2.2',
  'of a representative only personal and contact data are used, as the contract needs them',
  async () => {
    const liga = await client()
    const roles = ['representative']
    const needed = liga.gate(teller, 'contract', ['name', 'email', 'representation'], { roles })
    expect(needed.code).toBe('permitted')
    expect(needed.cited.settled).toContainEqual(expect.objectContaining({ document: 'KL', clause: '2.2' }))
    for (const kind of ['income', 'liabilities', 'services'] as const)
      expect(liga.gate(teller, 'contract', [kind], { roles }).code).toBe('role-not-concerned')
    const version = versionOf(liga.bank, 'KL')
    const kept = await liga.ask('notice.accept', { document: 'KL', version, by: 'accepted' })
    expect([kept.outcome, settledBy(kept)]).toEqual(['accepted', ['KL-2.2']])
  },
)

clause('KL-2.3', 'consent is kept so that it can be told again in writing', async () => {
  await showAsked()
  const liga = await client()
  const given = await liga.consent('partner-advertising', 'KL', { channels: ['email'] })
  expect(given).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(given)).toContain('KL-2.3')
  const kept = liga.bank.record(switchChanges, Number(given.facts['change']))
  if (kept === undefined) expect.fail('the consent left no record')
  const written = writtenConsent(kept, liga.bank.rulebook.pack, liga.bank.rulebook.terms(kept.on))
  expect(written).toMatchObject({
    purpose: 'Advertising and offers of processors',
    channels: ['email'],
    way: 'internet-bank',
    at: '2026-01-05T09:00:00Z',
    shown: { document: 'KL', clause: '4.1.11', language: 'en' },
  })
  expect(written.wording).toContain('Offers of processors')
  await disclosures(liga)
  // Whoever sends needs the mark, or another ground: the passage is settled by this clause.
  const marks = liga.gate(marketing, 'partner-advertising', ['consent-mark'], { channel: 'email' })
  expect([marks.code, first(marks)]).toEqual(['permitted', 'KL-2.3'])
})

clause('KL-2.3', 'what needs consent is not done without one, or another ground', async () => {
  await showAsked()
  const liga = await client()
  expect(await offer(liga, 'email', 'partners')).toMatchObject({ code: 'consent-missing' })
  const given = await liga.consent('partner-advertising', 'KL')
  expect(given).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(given)).toContain('KL-2.3')
  expect(await offer(liga, 'email', 'partners')).toMatchObject({ outcome: 'accepted' })
  await disclosures(liga)
  const marks = liga.gate(marketing, 'partner-advertising', ['consent-mark'])
  expect([marks.code, first(marks)]).toEqual(['permitted', 'KL-2.3'])
})

/** What law gives a ground for is handed over and recorded; what has none is not. */
async function disclosures(liga: Chooser): Promise<void> {
  const disclose = (recipient: string) =>
    liga.bank.do(
      'disclosure.make',
      {
        subjects: [String(liga.subject)],
        recipient,
        receiver: '70000310',
        purpose: 'legal-duties',
        basis: 'legal-obligation',
        kinds: ['name'],
        country: 'EE',
        shown: [
          { kind: 'law', reference: 'RPS-12' },
          { kind: 'case', reference: 'N-1' },
        ],
      },
      { actor: { role: 'compliance-officer', staff: 'C-01' } },
    )
  const made = await disclose('authority')
  expect([made.outcome, settledBy(made)]).toEqual(['accepted', expect.arrayContaining(['KL-2.3'])])
  const refused = await disclose('friend')
  expect([refused.code, settledBy(refused)[0]]).toEqual(['recipient-not-registered', 'KL-2.3'])
}

const forbid = (liga: Chooser, purpose: string) => liga.ask('purpose.forbid', { purpose })

clause('KL-4.1.11', 'offers of the lender go out until the client forbids them', async () => {
  const liga = await client()
  const sent = await offer(liga, 'email')
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { purpose: 'advertising' } })
  expect(settledBy(sent)).toContain('KL-4.1.11')
  const forbidden = await forbid(liga, 'advertising')
  expect(forbidden).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(forbidden)).toContain('KL-4.1.11')
  const stopped = await offer(liga, 'email')
  expect(stopped).toMatchObject({ code: 'processing-stopped' })
  expect(settledBy(stopped)).toContain('KL-4.1.11')
})

clause('KL-4.1.12', 'games and campaigns can be forbidden', async () => {
  const liga = await client()
  const plays = () => liga.gate(marketing, 'games', ['campaign']).code
  const given = await liga.consent('games', 'KL')
  expect(given).toMatchObject({ outcome: 'accepted' })
  expect(plays()).toBe('permitted')
  const forbidden = await forbid(liga, 'games')
  expect(forbidden).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(forbidden)).toContain('KL-4.1.12')
  expect(plays()).toBe('processing-stopped')
})

clause('KL-4.1.13', 'studies of habits rest on an interest, and can be forbidden', async () => {
  const liga = await client()
  const studied = () => liga.gate(marketing, 'studies', ['preference'])
  expect(studied().code).toBe('permitted')
  expect(await liga.consent('studies', 'KL')).toMatchObject({ code: 'consent-not-asked' })
  const forbidden = await forbid(liga, 'studies')
  expect(forbidden).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(forbidden)).toContain('KL-4.1.13')
  expect(studied().code).toBe('processing-stopped')
})

clause(
  'KL-6.2',
  'processing that the client calls unlawful stops, and the answer names where to complain',
  async () => {
    const liga = await client()
    const studied = () => liga.gate(marketing, 'studies', ['preference'])
    expect(await liga.ask('processing.stop', { purpose: 'legal-duties', cause: 'unlawful' })).toMatchObject({
      code: 'processing-carried',
    })
    const remedies = { authority: { en: expect.any(String) }, remedies: ['authority', 'court', 'compensation'] }
    const demanded = await liga.ask('processing.stop', { purpose: 'studies', cause: 'unlawful' })
    expect(demanded).toMatchObject({ outcome: 'accepted', facts: { goesOn: [], ...remedies } })
    // Of a contract, what rests on an interest ends, and the answer says what goes on.
    const partly = await liga.ask('processing.stop', { purpose: 'contract', cause: 'unlawful' })
    expect(partly).toMatchObject({ outcome: 'accepted', facts: { goesOn: ['contract'], ...remedies } })
    expect(partly.facts['stays']).toContainEqual({
      category: 'contact',
      grounds: expect.arrayContaining([{ ground: 'contract', basis: 'contract', law: null, clause: 'KL-4.1.4' }]),
    })
    expect(liga.gate(operator, 'contract', ['name']).code).toBe('permitted')
    expect(liga.gate(operator, 'contract', ['name'], { interest: 'enforcement' }).code).toBe('processing-stopped')
    expect(settledBy(demanded)[0]).toBe('KL-6.2')
    const stopped = studied()
    expect([stopped.code, first(stopped)]).toEqual(['processing-stopped', 'KL-6.2'])
    const shown = [{ kind: 'request', reference: 'R-1' }] as const
    expect(liga.gate(officer, 'rights', ['name'], { shown }).code).toBe('permitted')
    expect(await liga.ask('processing.stop', { purpose: 'games', cause: 'unlawful' })).toMatchObject({
      outcome: 'accepted',
    })
  },
)

clause('KL-6.4', 'the client forbids advertising, games and studies, also towards processors', async () => {
  const liga = await client()
  for (const purpose of ['advertising', 'partner-advertising', 'games', 'studies']) {
    const forbidden = await forbid(liga, purpose)
    expect(forbidden).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(forbidden)[0]).toBe('KL-6.4')
    const serving = [...liga.bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05')).register.processors.values()]
      .filter(
        ({ purposes, since, until }) => purposes.includes(purpose) && since <= '2026-01-05' && until === undefined,
      )
      .map(({ id }) => id)
    expect((forbidden.facts['told'] as readonly { target: string }[]).map(({ target }) => target)).toEqual([
      'ee',
      ...serving,
    ])
    expect(liga.gate(marketing, purpose, ['email']).code).toBe('processing-stopped')
  }
  expect(await forbid(liga, 'contract')).toMatchObject({ code: 'purpose-not-forbidden' })
  await nothingIsHandedOver()
  await othersGoOn(liga)
})

clause('KL-6.4', 'messages about the contract and general information are no advertising', async () => {
  const liga = await client()
  const forbidden = await forbid(liga, 'advertising')
  expect(settledBy(forbidden)[0]).toBe('KL-6.4')
  expect(await offer(liga, 'email')).toMatchObject({ code: 'processing-stopped' })
  await othersGoOn(liga)
})

clause('KL-6.4', 'what the client forbade, nobody of staff allows again without the client', async () => {
  const liga = await client()
  await forbid(liga, 'studies')
  const allow = (more: object = {}, actor: Actor = teller) =>
    liga.ask('purpose.allow', { purpose: 'studies', ...more }, { actor })
  const alone = await allow()
  expect([alone.code, settledBy(alone)]).toEqual(['evidence-missing', expect.arrayContaining(['KL-6.4'])])
  expect(liga.gate(marketing, 'studies', ['preference']).code).toBe('processing-stopped')
  const shown = await allow({ evidence: 'A-1' })
  expect([shown.outcome, settledBy(shown)]).toEqual(['accepted', expect.arrayContaining(['KL-6.4'])])
  await othersGoOn(liga)
})

clause('KL-6.2', 'what the client demanded to end, only they or the officer let go on again', async () => {
  const liga = await client()
  const studied = () => liga.gate(marketing, 'studies', ['preference']).code
  await liga.ask('processing.stop', { purpose: 'studies', cause: 'unlawful' })
  const allow = (actor: Actor, more: object = {}) =>
    liga.ask('purpose.allow', { purpose: 'studies', ...more }, { actor })
  const byTeller = await allow(teller, { evidence: 'A-1' })
  expect([byTeller.code, settledBy(byTeller)]).toEqual(['officer-needed', expect.arrayContaining(['KL-6.2'])])
  expect(await allow(officer)).toMatchObject({ code: 'evidence-missing' })
  expect(studied()).toBe('processing-stopped')
  const byOfficer = await allow(officer, { evidence: 'A-1' })
  expect([byOfficer.outcome, settledBy(byOfficer)]).toEqual(['accepted', expect.arrayContaining(['KL-6.2'])])
  expect(studied()).toBe('permitted')
  const shown = [{ kind: 'request', reference: 'R-1' }] as const
  expect(liga.gate(officer, 'rights', ['name'], { shown }).code).toBe('permitted')
})

/** A processor gets nothing more for what was forbidden, from the same moment. */
async function nothingIsHandedOver(): Promise<void> {
  const liga = await Discloser.on('2018-10-01', 'koduliising')
  const handOver = (purpose: string, basis: string) =>
    liga.bank.do(
      'disclosure.make',
      {
        ...{ subjects: [String(liga.subject)], recipient: 'mailing-house', receiver: '40000000001', country: 'EE' },
        ...{ purpose, basis, kinds: ['address'] },
      },
      { actor: purpose === 'advertising' ? marketing : operator },
    )
  expect(await handOver('advertising', 'legitimate-interest')).toMatchObject({ outcome: 'accepted' })
  await forbid(liga, 'advertising')
  const stopped = await handOver('advertising', 'legitimate-interest')
  expect([stopped.code, settledBy(stopped)[0]]).toEqual(['processing-stopped', 'KL-6.4'])
  expect(await handOver('client-messages', 'contract')).toMatchObject({ outcome: 'accepted' })
}

/** What is no advertising goes out, and whoever wants no offers at all says so in one word. */
async function othersGoOn(liga: Chooser): Promise<void> {
  const refused = await liga.ask('marketing.refuse')
  expect(refused).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(refused)[0]).toBe('KL-6.4')
  const sent = await notify(liga)
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { purpose: 'client-messages' } })
  expect(settledBy(sent)).toContain('KL-6.4')
}

/** Where the data came from that a passage which was permitted opens. */
const opened = (liga: Chooser, recorded: readonly DecisionView[], passage: ReturnType<Chooser['gate']>) => {
  expect(passage.code).toBe('permitted')
  const terms = liga.bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
  const facts = passage.ownDataOnly === undefined ? {} : { ownDataOnly: passage.ownDataOnly }
  return recorded
    .flatMap((one) => one.facts['facts'] as readonly string[])
    .map((id) => liga.bank.record(factRecords, Number(id)) ?? expect.fail('nothing was recorded'))
    .filter(usableUnder(facts, terms))
    .map(({ source }) => source)
}

clause(
  'KL-8.2.1',
  'what a third person gave is used no longer when the client wants so, and what the client gave goes on',
  async () => {
    const liga = await client()
    const evidence = (kind: string) => ({ kind, reference: 'A-1' })
    const record = (source: string, ...shown: string[]) =>
      liga.bank.do(
        'fact.record',
        {
          ...{ party: String(liga.subject), facts: ['services'], purpose: 'service-decision', source },
          shown: shown.map(evidence),
        },
        { actor: creditOfficer, details: [told('something', 'financial')] },
      )
    const recorded = [
      await record('subject'),
      await record('self-service'),
      await record('third-person', 'third-party-supplied', 'agreement'),
    ]
    const decides = () => opened(liga, recorded, liga.gate(creditOfficer, 'service-decision', ['services']))
    expect(decides()).toEqual(['subject', 'self-service', 'third-person'])
    const ended = await liga.ask('processing.stop', { purpose: 'service-decision', cause: 'third-party-data' })
    expect(ended).toMatchObject({ outcome: 'accepted', facts: { goesOn: ['legal-obligation'], ownDataOnly: true } })
    expect(settledBy(ended)).toContain('KL-8.2.1')
    const own = liga.gate(creditOfficer, 'service-decision', ['services'])
    expect(own.cited.settled).toContainEqual(expect.objectContaining({ document: 'KL', clause: '8.2.1' }))
    expect(decides()).toEqual(['subject', 'self-service'])
    // What law asks for is read whole.
    expect(liga.gate(creditOfficer, 'service-decision', ['income']).ownDataOnly).toBeUndefined()
  },
)

clause('KL-8.2.1', 'law or a legitimate interest that carries all of it goes on, and is named', async () => {
  const liga = await client()
  for (const purpose of ['legal-duties', 'studies']) {
    const carried = await liga.ask('processing.stop', { purpose, cause: 'third-party-data' })
    expect(carried).toMatchObject({ outcome: 'refused', code: 'processing-carried' })
    expect(carried.facts['stays']).toContainEqual({
      category: expect.any(String),
      grounds: expect.arrayContaining([
        expect.objectContaining({ ground: purpose, clause: expect.stringMatching(/^KL-/) }),
      ]),
    })
    expect(settledBy(carried)).toContain('KL-8.2.1')
  }
  // What rested on consent ends altogether.
  await liga.consent('games', 'KL')
  expect(liga.gate(marketing, 'games', ['email']).code).toBe('permitted')
  expect(await liga.ask('processing.stop', { purpose: 'games', cause: 'third-party-data' })).toMatchObject({
    outcome: 'accepted',
    facts: { goesOn: [], ownDataOnly: false },
  })
  expect(liga.gate(marketing, 'games', ['email']).code).toBe('processing-stopped')
})
