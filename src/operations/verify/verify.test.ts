import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { legsOf } from '../../ledger/rules.ts'
import { createHeadSigner } from '../../privacy/vault/signer.ts'
import { eraseBlinds } from '../../storage/lane/erase-blinds.ts'
import type { Transaction } from '../../storage/sql.ts'
import { catalogue } from '../catalogue.ts'
import { rulesVersion } from '../institution.ts'
import { stores } from '../stores.ts'
import { BusyBank, type Names } from '../testing/busy-bank.ts'
import { JournalSnapshot } from './journal.ts'
import { isSound, type Verification, type VerifyOptions, verifyLanes, verifyWithin } from './verify.ts'

let bank: BusyBank
let names: Names
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
})
afterAll(() => bank.close())

type Asked = { readonly rulesVersion?: string; readonly from?: number }

const optionsOf = (of: BusyBank, asked: Asked = {}): VerifyOptions => ({
  stores,
  rules: { catalogue, legsOf, rulesVersion: asked.rulesVersion ?? rulesVersion },
  heads: { dir: join(of.folder, 'heads'), publicKey: createHeadSigner(of.institution.keys).publicKey },
  from: asked.from,
})

const verified = async (asked?: Asked, of = bank): Promise<Verification> =>
  first(await verifyLanes(of.institution.sql, optionsOf(of, asked)))

class Undo extends Error {}

/** What is found once something was done to the database; then all is as before. */
async function afterwards(doing: (sql: Transaction) => Promise<unknown>, asked?: Asked): Promise<Verification> {
  const found: Verification[] = []
  await bank.institution.sql
    .begin(async (sql) => {
      await doing(sql)
      found.push(...(await verifyWithin(new JournalSnapshot(sql), optionsOf(bank, asked))))
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  return first(found)
}

function first(found: readonly Verification[]): Verification {
  if (found[0] === undefined) throw new Error('there is no lane')
  return found[0]
}

const places = async (kind: string): Promise<readonly string[]> => {
  const rows = await bank.institution.sql<{ place: bigint }[]>`
    select place from decision where kind = ${kind} and code is null order by place`
  return rows.map(({ place }) => String(place))
}
const batchOf = (place: string | undefined): number => Number(place) >> 12

describe('a history that nobody touched', () => {
  it('comes out the same, decision by decision, and its chain is whole', async () => {
    const result = await verified()
    expect(result.examples).toEqual([])
    expect(result).toMatchObject({ lane: 1, differs: 0, erased: 0, rulesChanged: 0, chain: 'whole', head: 'unsigned' })
    expect(result.decisions).toBeGreaterThan(20)
    expect(result.same).toBe(result.decisions)
    expect(result.records).toMatchObject({ differ: 0, examples: [] })
    expect(result.records?.looked).toBeGreaterThan(20)
    expect(isSound(result)).toBe(true)
  })

  it('is counted from a batch on', async () => {
    const whole = await verified()
    const part = await verified({ from: whole.batches })
    expect(part).toMatchObject({ batches: 1, chain: 'whole' })
    expect(part.same).toBe(part.decisions)
  })

  it('is decided again by the pack of each batch', async () => {
    const result = await afterwards((sql) => sql`update pack set content = jsonb_set(content, '{documents}', '[]')`)
    expect(result).toMatchObject({ same: 0, chain: 'whole', records: null })
  })
})

describe('a history that was changed', () => {
  it.each([
    ['an amount of an entry', 'update account_event set amount = amount + 1 where place = $1 and amount > 0', 'amount'],
    [
      'a balance',
      'update account_event set balance_after = balance_after - 5 where place = $1 and amount > 0',
      'balance',
    ],
    [
      'a value date',
      'update account_event set value_date = value_date - 1 where place = $1 and amount > 0',
      'valueDate',
    ],
    ['an entry taken away', 'delete from account_event where place = $1 and amount > 0', 'event'],
  ])('%s differs, although the journal and its chain are whole', async (_what, statement, said) => {
    const [, place = ''] = await places('payment.transfer')
    const result = await afterwards((sql) => sql.unsafe(statement, [place]))
    expect(result).toMatchObject({ differs: 1, chain: 'whole' })
    expect(result.same).toBe(result.decisions - 1)
    expect(result.examples[0]).toMatchObject({ place: Number(place), kind: 'payment.transfer', outcome: 'differs' })
    expect(result.examples[0]?.differences.map(({ what }) => what).join()).toContain(said)
    expect(isSound(result)).toBe(false)
  })

  it('another currency of an account differs', async () => {
    const result = await afterwards((sql) => sql`update account set currency = 'USD' where account = ${names.ligas}`)
    expect(result.examples[0]).toMatchObject({ kind: 'account.open', outcome: 'differs' })
  })

  it('a changed row of the journal breaks the chain at its batch', async () => {
    const [place = ''] = await places('cash.deposit')
    const result = await afterwards((sql) => sql`update decision set staff = 'T-99' where place = ${place}`)
    expect(result).toMatchObject({ chain: { brokenAt: batchOf(place) } })
    expect(isSound(result)).toBe(false)
  })

  it('a changed payload breaks the chain and differs', async () => {
    const [place = ''] = await places('payment.transfer')
    const result = await afterwards(
      (sql) => sql`update decision set payload = replace(payload::text, '12345', '12346')::json where place = ${place}`,
    )
    expect(result).toMatchObject({ differs: 1, chain: { brokenAt: batchOf(place) } })
  })

  it('other clauses in a citation set break the chain at the first batch that names it, and differ', async () => {
    const [place = ''] = await places('clock.cut-over')
    const result = await afterwards(
      (sql) => sql`
        update citation_set set settled = jsonb_set(settled, '{0,clause}', '"99.9"')
        where citation_set = (select citation_set from decision where place = ${place})`,
    )
    expect(result.chain).toEqual({ brokenAt: batchOf(place) })
    expect(result.differs).toBeGreaterThan(0)
  })

  it('a citation set taken away breaks the chain', async () => {
    const [place = ''] = await places('clock.cut-over')
    const result = await afterwards(
      (sql) => sql`
        delete from citation_set where citation_set = (select citation_set from decision where place = ${place})`,
    )
    expect(result.chain).toEqual({ brokenAt: batchOf(place) })
  })

  it('a decision taken away breaks the chain at its batch', async () => {
    const [place = ''] = await places('cash.deposit')
    const result = await afterwards((sql) => sql`delete from decision where place = ${place}`)
    expect(result).toMatchObject({ chain: { brokenAt: batchOf(place) } })
  })

  it('batches cut off at the end break the chain where they stood', async () => {
    const { batches } = await verified()
    const result = await afterwards((sql) => sql`delete from batch where batch = ${batches}`)
    expect(result).toMatchObject({ chain: { brokenAt: batches } })
  })

  it('a date moved back differs at the cut-over', async () => {
    const [place] = await places('clock.cut-over')
    const result = await afterwards(
      (sql) => sql`update batch set business_date = '2026-01-05' where batch = ${batchOf(place)}`,
    )
    expect(result.examples[0]).toMatchObject({ kind: 'clock.cut-over', outcome: 'differs' })
  })
})

describe('a record beside the journal that was changed', () => {
  it.each([
    ['hold', 'update hold set amount = 1'],
    ['party', `update party set residence = 'EE' where party = (select min(party) from party)`],
    [
      'account-file',
      `update account_file set channel = 'digital' where account = (select min(account) from account_file)`,
    ],
  ])('is found among the records of %s', async (_collection, statement) => {
    const result = await afterwards((sql) => sql.unsafe(statement))
    expect(result).toMatchObject({ differs: 0, chain: 'whole', records: { differ: 1 } })
    expect(isSound(result)).toBe(false)
  })

  it('is found when it was taken away, but for facts, which may be erased', async () => {
    expect(await afterwards((sql) => sql`delete from fact`)).toMatchObject({ records: { differ: 0 } })
    const result = await afterwards((sql) => sql`delete from party where party = ${names.liga}`)
    expect(result).toMatchObject({ records: { differ: 1, examples: [{ collection: 'party', stored: 'nothing' }] } })
  })
})

describe('what cannot be decided again', () => {
  it('is erased when its blind indexes are gone, and the chain stays whole', async () => {
    const result = await afterwards((sql) => eraseBlinds(sql, bank.lane, ['blind of 010101-12343']))
    expect(result).toMatchObject({ erased: 2, differs: 0, chain: 'whole', records: { differ: 0 } })
    expect(result.examples.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['party.register', 'erased'],
      ['party.register', 'erased'],
    ])
  })

  it('differs when blind indexes were put in the place of others', async () => {
    const [place = ''] = await places('party.register')
    const result = await afterwards(
      (sql) => sql`update decision_blinds set blinds = '{"code": "another"}' where place = ${place}`,
    )
    expect(result.examples[0]?.differences).toMatchObject([{ what: 'blind indexes' }])
  })

  it('is rules-changed when other rules in code decided it and these decide otherwise', async () => {
    expect(await verified({ rulesVersion: 'another' })).toMatchObject({ differs: 0, rulesChanged: 0 })
    const [, place = ''] = await places('payment.transfer')
    const result = await afterwards(
      (sql) => sql`update account_event set amount = amount + 1 where place = ${place} and amount > 0`,
      { rulesVersion: 'another' },
    )
    expect(result).toMatchObject({ differs: 0, rulesChanged: 1 })
  })
})

it('a writer that starts anew, and a person who comes back after erasure, change nothing of it', async () => {
  const other = await BusyBank.open()
  try {
    const { liga, ligas, janisAccount } = await other.live()
    await other.restart()
    await other.transfer(ligas, janisAccount, 77)
    expect(isSound(await verified({}, other))).toBe(true)
    await other.institution.sql.begin((sql) => eraseBlinds(sql, other.lane, ['blind of 010101-12343']))
    await other.institution.sql`delete from party_code where party = ${liga}`
    await other.restart()
    expect(await other.register('liga')).toMatchObject({ outcome: 'accepted' })
    expect(await verified({}, other)).toMatchObject({ erased: 2, differs: 0, chain: 'whole', records: { differ: 0 } })
  } finally {
    await other.close()
  }
})
