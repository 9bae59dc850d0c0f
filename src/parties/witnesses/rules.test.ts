import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { authorisationIn, idIn, registerPerson, settledBy, submitPaper } from '../testing/people.ts'
import { witnessDemands } from './rules.ts'

async function handedIn() {
  const bank = await TestBank.open()
  const [liga, janis] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
  const authorisation = await submitPaper(bank, { customer: liga, representatives: [janis] })
  const document = { kind: 'authorisation', id: String(authorisation) }
  const customer = String(liga)
  return {
    bank,
    liga,
    authorisation,
    demand: (wanted: object, ask: object = {}) =>
      bank.do('signature.require-witness', { customer, document, ...wanted }, ask),
    confirm: (demand: number, before: string) =>
      bank.do('signature.confirm-witness', { demand: String(demand), before }),
    accept: () =>
      bank.do('authorisation.accept', { customer, authorisation: String(authorisation), contentReviewed: true }),
  }
}

clause('RA-3.8', 'staff may demand that a document be signed before them; until then it is not accepted', async () => {
  const { bank, demand, confirm, accept } = await handedIn()
  const demanded = await demand({ before: 'staff' })
  expect(demanded).toMatchObject({ outcome: 'accepted', internal: { demandedBy: 'T-01' } })
  expect(settledBy(demanded)).toEqual(['RA-3.8'])
  const refused = await accept()
  expect(refused).toMatchObject({ outcome: 'refused', code: 'signature-unwitnessed' })
  expect(settledBy(refused)).toEqual(['RA-3.8'])
  const id = idIn<number>(demanded, 'demand')
  expect(await confirm(id, 'notary')).toMatchObject({ code: 'notary-not-demanded' })
  const confirmed = await confirm(id, 'staff')
  expect(settledBy(confirmed)).toEqual(['RA-3.8'])
  expect(bank.record(witnessDemands, id)).toMatchObject({ confirmed: { by: 'T-01', before: 'staff' } })
  expect(await accept()).toMatchObject({ outcome: 'accepted' })
})

clause('RA-3.8', 'any document may be the one', async () => {
  const { demand } = await handedIn()
  for (const kind of ['agreement', 'order', 'application', 'other']) {
    const demanded = await demand({ document: { kind }, before: 'staff' })
    expect(demanded).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(demanded)).toEqual(['RA-3.8'])
  }
})

clause(
  'RA-3.8',
  'a notary is demanded only where signing before staff is not possible, with the reason recorded',
  async () => {
    const { bank, liga, authorisation, demand, confirm, accept } = await handedIn()
    const refused = await demand({ before: 'notary' })
    expect(refused).toMatchObject({ outcome: 'refused', code: 'reason-missing' })
    expect(settledBy(refused)).toEqual(['RA-3.8'])
    expect(authorisationIn(bank, liga, authorisation)?.unwitnessed).toBeUndefined()
    const demanded = await demand({ before: 'notary', reason: 'abroad' })
    expect(demanded).toMatchObject({ outcome: 'accepted', facts: { before: 'notary', reason: 'abroad' } })
    const id = idIn<number>(demanded, 'demand')
    expect(bank.record(witnessDemands, id)).toMatchObject({ reason: 'abroad' })
    expect(await confirm(id, 'notary')).toMatchObject({ outcome: 'accepted' })
    expect(await accept()).toMatchObject({ outcome: 'accepted' })
  },
)

test('whoever can come after all signs before staff instead of a notary; a demand is met once', async () => {
  const { demand, confirm } = await handedIn()
  const id = idIn<number>(await demand({ before: 'notary', reason: 'illness' }), 'demand')
  expect(await confirm(id, 'staff')).toMatchObject({ outcome: 'accepted' })
  expect(await confirm(id, 'staff')).toMatchObject({ code: 'demand-already-met' })
  expect(await confirm(1099511628999, 'staff')).toMatchObject({ code: 'demand-unknown' })
})

test('a demand names its member of staff, and a document that waits for review', async () => {
  const { demand, accept } = await handedIn()
  expect(await demand({ before: 'staff' }, { actor: { role: 'teller' } })).toMatchObject({ code: 'staff-unnamed' })
  await accept()
  expect(await demand({ before: 'staff' })).toMatchObject({ code: 'document-unknown' })
})
