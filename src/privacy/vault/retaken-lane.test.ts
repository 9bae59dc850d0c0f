import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Command } from '../../storage/command.ts'
import { boundTo } from '../../storage/lane/identity.ts'
import { PurseLane, settled, turn } from '../../storage/lane/testing/purse-lane.ts'
import { lane, makePurse, purseId, purses } from '../../storage/lane/testing/purses.ts'
import { openKeyStore } from './keys.ts'
import { retentionYears } from './retention-years.ts'
import { createSealer, type Vault } from './sealer.ts'

let directory: string
let vaults: readonly [Vault, Vault]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pacta-keys-'))
  const vault = () => createSealer(openKeyStore(directory), 'lv', retentionYears)
  vaults = [vault(), vault()]
})
afterEach(() => {
  for (const { keys } of vaults) keys.close()
  rmSync(directory, { recursive: true })
})

const personal = (minor: number, says: string): Command => ({
  ...makePurse(minor),
  details: [{ category: 'identity', plain: Buffer.from(says) }],
})

it('a process that lost its lane, and whose keys another one made meanwhile, goes on when it has the lane again', async () => {
  const purseLane = new PurseLane()
  const { gate, twin } = purseLane
  const [first, second] = vaults
  const one = await purseLane.take({ sealer: first })
  gate.stop('append')
  const stale = [settled(one.submit(personal(1, 'told to the first')))]
  const append = await gate.next('append')
  // Folded and sealed on top of the batch that waits, under a key that is not durable yet.
  stale.push(settled(one.submit(personal(2, 'told to the first'))))
  await turn()
  gate.stop()
  const other = await purseLane.take({ sealer: second })
  append.answer()
  for (const told of await Promise.all(stale)) expect(told).toMatch(/^LaneLost/)
  for (const minor of [1, 2]) await other.submit(personal(minor, 'told to the second'))

  const again = await purseLane.take({ sealer: first })
  expect(await settled(again.submit(personal(3, 'told to the first again')))).toBe('resolved')
  const sealed = twin.journal(lane).flatMap(({ steps }) => steps.get(purses) ?? [])
  expect(
    sealed.map(({ key, place, sealed }) =>
      String(first.open(Number(key), 'identity', boundTo('purse', key, place), sealed as Buffer)),
    ),
  ).toEqual(['told to the second', 'told to the second', 'told to the first again'])
  expect(sealed.map(({ key }) => key)).toEqual([1, 2, 3].map(purseId))
})
