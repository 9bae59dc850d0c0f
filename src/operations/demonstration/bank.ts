/**
 * A small bank of fictional people, to look at and to try things on. Made through the command path like everything else, once: a crash
 * in between continues at the next start, since each step has a key.
 */

import { accountRoutes } from '../../accounts/routes.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { paymentRoutes } from '../../payments/routes.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Actor } from '../../storage/command.ts'
import { KeyReused } from '../../storage/lane/errors.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import type { Institution } from '../institution.ts'
import { company, elsewhere, people } from './people.ts'
import { type Sender, senderFor } from './sender.ts'
import { begin, operator, teller, type Vetted, vettedOf } from './staff.ts'

/** Who and what the demonstration is about. */
export type DemonstrationBank = {
  readonly marta: PartyId
  readonly janis: PartyId
  readonly anna: PartyId
  readonly peteris: PartyId
  readonly company: PartyId
  readonly till: AccountId
  readonly nostroEuro: AccountId
  readonly janisEuro: AccountId
  readonly martaEuro: AccountId
  readonly jointEuro: AccountId
  readonly companyEuro: AccountId
}

/**
 * Makes the demonstration bank, or what is missing of it. Gives undefined, and does nothing, in a lane that holds something else.
 *
 * @param writer the writer of the entity's lane
 */
export async function demonstrate(
  institution: Institution,
  entity: Entity,
  writer: LaneWriter,
): Promise<DemonstrationBank | undefined> {
  const sender = await senderFor(institution, {
    entity,
    writer,
    routes: [...accountRoutes, ...paymentRoutes],
    firstStep,
  })
  if (sender === undefined) return undefined
  try {
    return await make(sender, await vettedOf(institution, entity))
  } catch (error) {
    // Made by another version of the program: it stays as it is.
    if (error instanceof KeyReused) return undefined
    throw error
  }
}

const firstStep = 'till'

const euro = (minor: string) => ({ minor, currency: 'EUR' })
const dollar = (minor: string) => ({ minor, currency: 'USD' })

async function make(sender: Sender, vetted: Vetted): Promise<DemonstrationBank> {
  const own = await makeOwnAccounts(sender)
  await begin(sender, vetted)
  const parties = await makeParties(sender)
  const { marta, janis, anna, peteris, firm } = parties
  await authorise(sender, firm, anna)

  const martaEuro = await sender.account('account of Marta', teller, [marta], 'EUR')
  const martaDollar = await sender.account('dollar account of Marta', teller, [marta], 'USD')
  const jointEuro = await sender.account('joint account', teller, [marta, janis], 'EUR')
  const janisEuro = await sender.account('account of Janis', teller, [janis], 'EUR')
  const companyEuro = await sender.account('account of the company', teller, [firm], 'EUR', { orderedBy: String(anna) })
  // Waits for a document: money may not leave it yet.
  await sender.accepted('account of Peteris', teller, 'account.open', {
    holders: [String(peteris)],
    currency: 'EUR',
    channel: 'digital',
    documents: ['identity-document'],
  })

  const accounts = { martaEuro, martaDollar, jointEuro, janisEuro, companyEuro }
  await payIn(sender, own, accounts)
  await pay(sender, own, accounts, { marta, anna })
  await installAtm(sender, own)
  // Marta reads her statements in the portal; Janis collects his at a location, every month.
  await sender.accepted('channels of Marta', teller, 'digital-channels.agree', { customer: String(marta) })
  const place = { account: String(janisEuro), place: 'Riga-1' }
  await sender.accepted('statements of Janis', teller, 'statement.arrange-monthly', place)
  const { till, nostroEuro } = own
  return { marta, janis, anna, peteris, company: firm, till, nostroEuro, martaEuro, jointEuro, janisEuro, companyEuro }
}

type Own = { readonly till: AccountId; readonly nostroEuro: AccountId; readonly nostroDollar: AccountId }
type Accounts = Readonly<Record<'martaEuro' | 'martaDollar' | 'jointEuro' | 'janisEuro' | 'companyEuro', AccountId>>

/** Accounts of the institution's own. */
async function makeOwnAccounts(sender: Sender): Promise<Own> {
  const open = (step: string, product: string, currency: string): Promise<AccountId> =>
    sender.make(step, operator, 'internal.open', { product, currency }, 'account')
  const till = await open(firstStep, 'till', 'EUR')
  const nostroEuro = await open('nostro in euro', 'nostro', 'EUR')
  const nostroDollar = await open('nostro in dollars', 'nostro', 'USD')
  await open('fees', 'fees', 'EUR')
  await open('transit', 'transit', 'EUR')
  await open('interest', 'interest', 'EUR')
  // All that the close of a day may book to, in each currency that somebody has here.
  for (const currency of ['EUR', 'USD'])
    for (const product of ['fees', 'interest', 'penalties', 'compensation', 'tax', 'transit', 'seizure', 'owed'])
      if (currency === 'USD' || !['fees', 'interest', 'transit'].includes(product))
        await open(`${product} in ${currency}`, product, currency)
  return { till, nostroEuro, nostroDollar }
}

/** A machine with 500.00 in notes, for cash by code. */
async function installAtm(sender: Sender, { till }: Own): Promise<void> {
  const body = { product: 'till', currency: 'EUR' }
  const cash = await sender.make<AccountId>('cash of ATM-01', operator, 'internal.open', body, 'account')
  const filling = { from: String(cash), to: String(till), amount: euro('50000') }
  await sender.accepted('notes for ATM-01', operator, 'internal.move', filling)
  await sender.accepted('ATM-01', operator, 'atm.install', { atm: 'ATM-01', till: String(cash) })
}

async function makeParties(sender: Sender): Promise<Record<'marta' | 'janis' | 'anna' | 'peteris' | 'firm', PartyId>> {
  const register = (step: string, body: object): Promise<PartyId> =>
    sender.make(step, teller, 'party.register', { residence: 'LV', ...body }, 'party')
  const person = { kind: 'natural', consumer: true }
  return {
    marta: await register('Marta', { ...person, ...people.marta }),
    janis: await register('Janis', { ...person, ...people.janis }),
    anna: await register('Anna', { ...person, ...people.anna }),
    peteris: await register('Peteris', { ...person, ...people.peteris }),
    firm: await register('the company', { kind: 'legal', consumer: false, ...company }),
  }
}

/** The company's authorisation document: Anna may pay up to 1,000 euro at a time. */
async function authorise(sender: Sender, firm: PartyId, anna: PartyId): Promise<void> {
  const document = {
    customer: String(firm),
    representatives: [String(anna)],
    form: 'institution',
    specimens: [{ kind: 'signature', of: String(anna), image: 'specimen card 1 of the demonstration' }],
    limits: { services: ['payments', 'accounts', 'information'], perTransaction: euro('100000') },
  }
  const authorisation = await sender.make('authorisation', teller, 'authorisation.submit', document, 'authorisation')
  const review = { customer: String(firm), authorisation: String(authorisation), contentReviewed: true }
  await sender.accepted('authorisation accepted', teller, 'authorisation.accept', review)
}

async function payIn(
  sender: Sender,
  own: Own,
  { martaEuro, martaDollar, janisEuro, companyEuro }: Accounts,
): Promise<void> {
  const incoming = (step: string, nostro: AccountId, to: AccountId, amount: object, more: object) =>
    sender.accepted(step, operator, 'payment.incoming', {
      nostro: String(nostro),
      to: { account: String(to) },
      amount,
      ...more,
    })
  await sender.accepted('cash of Marta', teller, 'cash.deposit', {
    till: String(own.till),
    to: String(martaEuro),
    amount: euro('150000'),
  })
  const salary = { counterparty: elsewhere.employer, remittance: 'Salary' }
  await incoming('salary of Janis', own.nostroEuro, janisEuro, euro('184250'), salary)
  await incoming('dollars of Marta', own.nostroDollar, martaDollar, dollar('25000'), {
    counterparty: elsewhere.aunt,
    remittance: 'Happy birthday',
  })
  await incoming('invoice of the company', own.nostroEuro, companyEuro, euro('1000000'), {
    counterparty: elsewhere.supplier,
    remittance: 'Invoice 2041',
  })
}

/** Payments that go through, and two that do not. */
async function pay(
  sender: Sender,
  own: Own,
  { martaEuro, jointEuro, janisEuro, companyEuro }: Accounts,
  { marta, anna }: { readonly marta: PartyId; readonly anna: PartyId },
): Promise<void> {
  const byMarta: Actor = { role: 'customer', party: marta }
  const byAnna: Actor = { role: 'representative', party: anna }
  const transfer = (step: string, actor: Actor, from: AccountId, to: AccountId, amount: object, remittance: string) =>
    sender.send(step, actor, 'payment.transfer', {
      from: String(from),
      to: { account: String(to) },
      amount,
      remittance,
    })
  await transfer('household', byMarta, martaEuro, jointEuro, euro('30000'), 'Household')
  await transfer('wage', byAnna, companyEuro, janisEuro, euro('85000'), 'Wage')
  await transfer('chairs', byMarta, martaEuro, companyEuro, euro('4250'), 'Two chairs')
  await sender.send('supplier', byAnna, 'payment.outgoing', {
    from: String(companyEuro),
    nostro: String(own.nostroEuro),
    amount: euro('61700'),
    counterparty: elsewhere.supplier,
    remittance: 'Invoice 7',
  })
  await sender.send('hotel', byMarta, 'hold.place', { from: String(martaEuro), amount: euro('12000') })
  await transfer('too much', byMarta, martaEuro, jointEuro, euro('500000'), 'More than there is')
  await transfer('over the limit', byAnna, companyEuro, janisEuro, euro('250000'), 'More than Anna may')
}
