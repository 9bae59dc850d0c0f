import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { legsOf } from '../../ledger/rules.ts'
import { createHeadSigner } from '../../privacy/vault/signer.ts'
import { eraseBlinds } from '../../storage/lane/erase-blinds.ts'
import { catalogue } from '../catalogue.ts'
import { publishHeads } from '../heads/publish.ts'
import { headsFile } from '../heads/published.ts'
import { rulesVersion } from '../institution.ts'
import { stores } from '../stores.ts'
import { BusyBank, type Names } from '../testing/busy-bank.ts'
import { isSound, type Verification, verifyLanes } from './verify.ts'

let bank: BusyBank
let names: Names
beforeEach(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
})
afterEach(() => bank.close())

const headsDir = () => join(bank.folder, 'heads')

async function verified(options: { rulesVersion?: string; from?: number } = {}): Promise<Verification> {
  const { sql, keys } = bank.institution
  const [first] = await verifyLanes(sql, {
    stores,
    rules: { catalogue, legsOf, rulesVersion: options.rulesVersion ?? rulesVersion },
    heads: { dir: headsDir(), publicKey: createHeadSigner(keys).publicKey },
    from: options.from,
  })
  if (first === undefined) throw new Error('there is no lane')
  return first
}

const places = async (kind: string): Promise<readonly bigint[]> => {
  const rows = await bank.institution.sql<{ place: bigint }[]>`
    select place from decision where kind = ${kind} and code is null order by place`
  return rows.map(({ place }) => place)
}

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

  it('comes out the same when the writer was restarted in between', async () => {
    await bank.restart()
    await bank.transfer(names.ligas, names.janisAccount, 77)
    expect(isSound(await verified())).toBe(true)
  })

  it('is counted from a batch on', async () => {
    const whole = await verified()
    const part = await verified({ from: whole.batches })
    expect(part).toMatchObject({ batches: 1, chain: 'whole' })
    expect(part.same).toBe(part.decisions)
  })

  it('is decided again by the pack of each batch', async () => {
    const result = await bank.institution.sql`update pack set content = jsonb_set(content, '{documents}', '[]')`
    expect(result.count).toBe(1)
    expect(await verified()).toMatchObject({ same: 0, chain: 'whole' })
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
    const [, place] = await places('payment.transfer')
    await bank.institution.sql.unsafe(statement, [String(place)])
    const result = await verified()
    expect(result).toMatchObject({ differs: 1, chain: 'whole' })
    expect(result.same).toBe(result.decisions - 1)
    expect(result.examples[0]).toMatchObject({ place: Number(place), kind: 'payment.transfer', outcome: 'differs' })
    expect(result.examples[0]?.differences.map(({ what }) => what).join()).toContain(said)
    expect(isSound(result)).toBe(false)
  })

  it('another currency of an account differs', async () => {
    await bank.institution.sql`update account set currency = 'USD' where account = ${names.ligas}`
    const result = await verified()
    expect(result.examples[0]).toMatchObject({ kind: 'account.open', outcome: 'differs' })
  })

  it('a changed row of the journal breaks the chain at its batch', async () => {
    const [place] = await places('cash.deposit')
    await bank.institution.sql`update decision set staff = 'T-99' where place = ${String(place)}`
    const result = await verified()
    expect(result).toMatchObject({ chain: { brokenAt: Number(place) >> 12 } })
    expect(isSound(result)).toBe(false)
  })

  it('a changed payload breaks the chain and differs', async () => {
    const [place] = await places('payment.transfer')
    await bank.institution.sql`
      update decision set payload = replace(payload::text, '12345', '12346')::json where place = ${String(place)}`
    expect(await verified()).toMatchObject({ differs: 1, chain: { brokenAt: Number(place) >> 12 } })
  })

  it('a decision taken away breaks the chain at its batch', async () => {
    const [place] = await places('cash.deposit')
    await bank.institution.sql`delete from decision where place = ${String(place)}`
    expect(await verified()).toMatchObject({ chain: { brokenAt: Number(place) >> 12 } })
  })

  it('batches cut off at the end break the chain where they stood', async () => {
    const { batches } = await verified()
    await bank.institution.sql`delete from batch where batch = ${batches}`
    expect(await verified()).toMatchObject({ chain: { brokenAt: batches } })
  })

  it('a date moved back in the lane differs at the cut-over', async () => {
    const [place] = await places('clock.cut-over')
    await bank.institution.sql`update batch set business_date = '2026-01-05' where batch = ${Number(place) >> 12}`
    const result = await verified()
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
  ])('is found in %s', async (_table, statement) => {
    await bank.institution.sql.unsafe(statement)
    const result = await verified()
    expect(result).toMatchObject({ differs: 0, chain: 'whole', records: { differ: 1 } })
    expect(isSound(result)).toBe(false)
  })

  it('is found when it was taken away, but for facts, which may be erased', async () => {
    await bank.institution.sql`delete from fact`
    expect(await verified()).toMatchObject({ records: { differ: 0 } })
    await bank.institution.sql`delete from party where party = ${names.liga}`
    expect(await verified()).toMatchObject({
      records: { differ: 1, examples: [{ collection: 'party', stored: 'nothing' }] },
    })
  })
})

describe('what cannot be decided again', () => {
  it('is erased when its blind indexes are gone, and the chain stays whole', async () => {
    await bank.institution.sql.begin((sql) => eraseBlinds(sql, bank.lane, ['blind of 010101-12343']))
    const result = await verified()
    expect(result).toMatchObject({ erased: 2, differs: 0, chain: 'whole' })
    expect(result.examples.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['party.register', 'erased'],
      ['party.register', 'erased'],
    ])
  })

  it('and the same code can be registered again', async () => {
    await bank.institution.sql.begin((sql) => eraseBlinds(sql, bank.lane, ['blind of 010101-12343']))
    await bank.institution.sql`delete from party_code where party = ${names.liga}`
    await bank.restart()
    expect(await bank.register('liga')).toMatchObject({ outcome: 'accepted' })
    const result = await verified()
    expect(result).toMatchObject({ erased: 2, differs: 0, chain: 'whole' })
    expect(result.records?.examples).toEqual([])
  })

  it('differs when blind indexes were put in the place of others', async () => {
    await bank.institution
      .sql`update decision_blinds set blinds = '{"code": "another"}' where place = ${String((await places('party.register'))[0])}`
    const result = await verified()
    expect(result.examples[0]?.differences).toMatchObject([{ what: 'blind indexes' }])
  })

  it('is rules-changed when other rules in code decided it and these decide otherwise', async () => {
    expect(await verified({ rulesVersion: 'another' })).toMatchObject({ differs: 0, rulesChanged: 0 })
    const [, place] = await places('payment.transfer')
    await bank.institution
      .sql`update account_event set amount = amount + 1 where place = ${String(place)} and amount > 0`
    expect(await verified({ rulesVersion: 'another' })).toMatchObject({ differs: 0, rulesChanged: 1 })
  })
})

describe('published heads', () => {
  it('that match the chain are signed', async () => {
    const publisher = await publishHeads(bank.institution, headsDir())
    await bank.transfer(names.ligas, names.janisAccount, 1)
    await publisher.stop()
    expect(readFileSync(headsFile(headsDir(), bank.lane), 'utf8').trim().split('\n')).toHaveLength(2)
    expect(await verified()).toMatchObject({ head: 'signed', chain: 'whole' })
  })

  it('are published once, also by the next process', async () => {
    for (let i = 0; i < 2; i += 1) await (await publishHeads(bank.institution, headsDir())).stop()
    expect(readFileSync(headsFile(headsDir(), bank.lane), 'utf8').trim().split('\n')).toHaveLength(1)
  })

  it('a line that a crash cut short is taken away by the next process', async () => {
    await (await publishHeads(bank.institution, headsDir())).stop()
    appendFileSync(headsFile(headsDir(), bank.lane), '{"lane":1,"batch":')
    await bank.transfer(names.ligas, names.janisAccount, 1)
    await (await publishHeads(bank.institution, headsDir())).stop()
    expect(await verified()).toMatchObject({ head: 'signed' })
  })

  it('are published again and again while the bank runs', async () => {
    const publisher = await publishHeads(bank.institution, headsDir(), { everyMs: 5 })
    await bank.transfer(names.ligas, names.janisAccount, 1)
    const { batch } = await bank.institution.storage.head(bank.lane)
    await expect.poll(() => readFileSync(headsFile(headsDir(), bank.lane), 'utf8')).toContain(`"batch":${batch},`)
    await publisher.stop()
  })

  it('show that a history was rewritten, although its own chain is whole', async () => {
    const publisher = await publishHeads(bank.institution, headsDir())
    await publisher.stop()
    // A bank with the same commands and keys has other hashes: its batches came at other times.
    const other = await BusyBank.open()
    await other.live()
    const { sql } = other.institution
    const [result] = await verifyLanes(sql, {
      stores,
      rules: { catalogue, legsOf, rulesVersion },
      heads: { dir: headsDir(), publicKey: createHeadSigner(bank.institution.keys).publicKey },
    })
    await other.close()
    expect(result).toMatchObject({ chain: 'whole', head: 'mismatch' })
  })

  it('with a changed or forged line do not match', async () => {
    await (await publishHeads(bank.institution, headsDir())).stop()
    const file = headsFile(headsDir(), bank.lane)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"batch":\d+/, '"batch":1'))
    expect(await verified()).toMatchObject({ head: 'mismatch' })
  })
})
