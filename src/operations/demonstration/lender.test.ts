import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { disclosuresAbout } from '../../privacy/disclosures/store.ts'
import { switchesOf } from '../../privacy/switches/store.ts'
import { type Institution, openInstitution } from '../institution.ts'
import { LaneHolder } from '../lane-holder.ts'
import { demonstrateLender } from './lender.ts'
import { lenders } from './people.ts'

const closing: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

type Opened = { readonly database: TestDatabase; readonly institution: Institution; readonly lanes: LaneHolder }

async function open(pack: string): Promise<Opened> {
  const database = await testDatabase()
  closing.push(() => database.close())
  const keysDir = await mkdtemp(join(tmpdir(), 'pacta-keys-'))
  closing.push(() => rm(keysDir, { recursive: true }))
  const directory = join(import.meta.dirname, `../../../packs/${pack}`)
  const institution = await openInstitution({ databaseUrl: database.url, pack: directory, keysDir })
  closing.push(() => institution.close())
  const lanes = await LaneHolder.take(institution, database.url)
  closing.push(() => lanes.close())
  return { database, institution, lanes }
}

function made({ institution, lanes }: Opened) {
  const [first] = lanes.lanes
  if (first === undefined) throw new Error('the pack has no entity')
  return demonstrateLender(institution, first.entity, lanes.writer(first.lane))
}

describe.for(Object.entries(lenders))('the demonstration of %s', ([pack, { client, consent }]) => {
  it('has persons with facts, a consent and a refusal, and is the same at the next start', async () => {
    const opened = await open(pack)
    const lender = await made(opened)
    if (lender === undefined) throw new Error('there is no demonstration')
    const { gate, rulebookOf, sql } = opened.institution
    const [held] = opened.lanes.lanes
    if (held === undefined) throw new Error('the pack has no entity')
    const terms = rulebookOf(held.lane).terms(opened.lanes.head(held.lane).businessDate)
    const asked = {
      actor: { role: 'credit-officer', staff: 'K-01' },
      purpose: 'creditworthiness',
      kinds: ['name', 'income'],
      subjects: [lender.client],
    } as const
    const read = await gate.readFacts(asked, terms)
    expect(read).toMatchObject({ outcome: 'permitted' })
    const told = read.outcome === 'refused' ? [] : read.values.map(({ plain }) => String(Buffer.from(plain ?? [])))
    expect(told).toContain(client.name)
    expect(told).toContain('EUR 1,450 a month')
    const switches = await switchesOf(sql, [lender.client, lender.other])
    expect(switches.get(lender.client)?.consents).toMatchObject([{ purpose: consent, channels: ['email'] }])
    expect(switches.get(lender.other)?.stops).toContainEqual(expect.objectContaining({ ground: 'refusal' }))
    const batch = opened.lanes.head(held.lane).batch
    expect(await made(opened)).toEqual(lender)
    expect(opened.lanes.head(held.lane).batch).toBe(batch)
  })
})

it('the demonstration of a lender in Estonia asked a database, which the person can see', async () => {
  const opened = await open('koduliising')
  const lender = await made(opened)
  if (lender === undefined) throw new Error('there is no demonstration')
  const found = await disclosuresAbout(opened.institution.sql, lender.client, { all: false, limit: 10 })
  expect(found).toMatchObject([{ recipient: 'public-database', kinds: ['name', 'personal-code'] }])
})

it('there is none of a pack that nobody wrote one for', async () => {
  const opened = await open('luminor')
  expect(await made(opened)).toBeUndefined()
})
