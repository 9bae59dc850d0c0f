import { expect } from 'vitest'
import type { PartyId } from '../../../src/kernel/ids.ts'
import { settledBy, told } from '../../../src/parties/testing/people.ts'
import { acceptances } from '../../../src/privacy/consents/rules.ts'
import { switches } from '../../../src/privacy/switches/rules.ts'
import type { DecisionView } from '../../../src/storage/lane/port.ts'
import { type Ask, TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { takesEffect, withNewPurpose } from '../li/new-purpose.ts'

const lenders = [
  {
    id: 'OZ-0.agreement',
    pack: 'ozcredit',
    document: 'OZ',
    version: '2019-01-11',
    residence: 'LV',
    purpose: 'service',
    role: 'client',
    representation: 'kind-not-needed',
  },
  {
    id: 'KL-2.2',
    pack: 'koduliising',
    document: 'KL',
    version: '2018-05-25',
    residence: 'EE',
    purpose: 'contract',
    role: 'representative',
    representation: 'accepted',
  },
] as const

for (const { id, pack, document, version, residence, purpose, role, representation } of lenders)
  clause(
    id,
    'whoever hands data over was shown the notice: each version is kept with the first data under it',
    async () => {
      const bank = await TestBank.open({ pack, on: '2026-01-30', change: withNewPurpose(pack) })
      const application = { kind: 'natural', consumer: true, residence, facts: ['name', 'personal-code'] }
      const registered = await bank.do('party.register', application, {
        details: [told('Anna Izdoma'), told('220890-03918')],
        blinds: { code: 'blind of Anna' },
      })
      const party = String(registered.facts['party'])
      const subject = Number(party) as PartyId
      const give = (source: string, ask: Ask = {}) =>
        bank.do(
          'fact.record',
          { party, facts: ['address'], purpose, source, shown: [{ kind: 'law', reference: 'A-1' }] },
          { details: [told('Baznīcas iela 4, Rīga', 'contact')], ...ask },
        )
      const kept = (decision: DecisionView) => {
        expect([decision.outcome, settledBy(decision)]).toEqual(['accepted', expect.arrayContaining([id])])
        return bank.record(acceptances, Number(decision.facts['acceptance']))
      }
      expect(kept(registered)).toMatchObject({ subject, document, version, by: 'handed-over' })
      expect(registered.facts).toMatchObject({ notice: { document, version } })
      // It is on record already, whoever types what the person says.
      const self: Ask = { actor: { role: 'customer', party: subject } }
      expect(kept(await give('subject', self))).toBeUndefined()
      expect(kept(await give('subject'))).toBeUndefined()
      // Data that come from elsewhere, the person was shown nothing for.
      expect((await give('register')).facts).not.toHaveProperty('notice')

      await bank.cutOver('2026-01-31')
      expect(kept(await give('subject', self))).toBeUndefined()
      await bank.cutOver(takesEffect)
      expect((await give('register')).facts).not.toHaveProperty('notice')
      const anew = kept(await give('subject', self))
      expect(anew).toMatchObject({ document, version: takesEffect, by: 'handed-over' })
      expect(anew?.on).toEqual(Temporal.PlainDate.from(takesEffect))
      await bank.cutOver('2026-02-02')
      expect(kept(await give('subject', self))).toBeUndefined()
      // Of a representative, who hands over their own data, as the agreement needs them.
      const power = { party, facts: ['representation'], purpose, source: 'subject', role }
      const proof = await bank.do('fact.record', power, { details: [told('by power of 2 January', 'representation')] })
      expect(proof.code ?? proof.outcome).toBe(representation)
      // It consents to nothing.
      expect(bank.record(switches, subject)).toBeUndefined()
    },
  )
