import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createHeadSigner } from '../../privacy/vault/signer.ts'
import { BusyBank, type Names } from '../testing/busy-bank.ts'
import { publishHeads } from './publish.ts'
import { HeadCheck, type HeadVerdict, headsFile, readHeads } from './published.ts'

let bank: BusyBank
let names: Names
let dir: string
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
})
afterAll(() => bank.close())
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pacta-heads-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const pay = () => bank.transfer(names.ligas, names.janisAccount, 1)
const lines = () => readFileSync(headsFile(dir, bank.lane), 'utf8').split('\n').slice(0, -1)
const publishOnce = async () => (await publishHeads(bank.institution, dir)).stop()

/** Holds what was published against the batches of the bank. */
async function judged(changed: (hash: Buffer) => Buffer = (hash) => hash): Promise<HeadVerdict> {
  const { publicKey } = createHeadSigner(bank.institution.keys)
  const check = new HeadCheck(readHeads(dir, bank.lane), bank.lane, publicKey)
  const rows = await bank.institution.sql<
    { batch: bigint; hash: Buffer }[]
  >`select batch, hash from batch order by batch`
  for (const { batch, hash } of rows) check.see(Number(batch), changed(hash))
  return check.verdict()
}

it('heads that match the chain are signed; a lane without any is unsigned', async () => {
  expect(await judged()).toBe('unsigned')
  const publisher = await publishHeads(bank.institution, dir)
  await pay()
  await publisher.stop()
  expect(lines()).toHaveLength(2)
  expect(await judged()).toBe('signed')
})

it('a head is published once, also by the next process', async () => {
  await publishOnce()
  await publishOnce()
  expect(lines()).toHaveLength(1)
})

it('a line that a crash cut short is taken away by the next process', async () => {
  await publishOnce()
  appendFileSync(headsFile(dir, bank.lane), '{"lane":1,"batch":')
  expect(await judged()).toBe('signed')
  await pay()
  await publishOnce()
  expect(lines()).toHaveLength(2)
  expect(await judged()).toBe('signed')
})

it('heads are published again and again while the bank runs', async () => {
  const publisher = await publishHeads(bank.institution, dir, { everyMs: 5 })
  await pay()
  const { batch } = await bank.institution.storage.head(bank.lane)
  await expect.poll(() => lines().at(-1)).toContain(`"batch":${batch},`)
  await publisher.stop()
})

it('a chain that was rewritten does not match', async () => {
  await publishOnce()
  expect(await judged((hash) => Buffer.from(hash).reverse())).toBe('mismatch')
})

it('a head of a batch that the lane does not have, as after an old backup, does not match', async () => {
  await publishOnce()
  const { publicKey } = createHeadSigner(bank.institution.keys)
  expect(new HeadCheck(readHeads(dir, bank.lane), bank.lane, publicKey).verdict()).toBe('mismatch')
})

it.each([
  ['a changed line', (text: string) => text.replace(/"batch":\d+/, '"batch":1')],
  ['a line that is no head', (text: string) => `${text}nonsense\n`],
])('%s does not match', async (_what, change) => {
  await publishOnce()
  const file = headsFile(dir, bank.lane)
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  expect(await judged()).toBe('mismatch')
})

it('the public key stands beside the heads', async () => {
  await publishOnce()
  expect(readFileSync(join(dir, 'public-key.pem'), 'utf8')).toBe(createHeadSigner(bank.institution.keys).publicKey)
})
