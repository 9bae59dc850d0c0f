import { expect, test } from 'vitest'
import { TestBank, testLane } from '../../../tests/bank.ts'
import { registerPerson } from '../../parties/testing/people.ts'

test('a preview leaves the lane where it is: what follows is written', async () => {
  const bank = await TestBank.open()
  expect(await bank.preview('clock.cut-over', { to: '2026-01-06' })).toMatchObject({ outcome: 'accepted' })
  await registerPerson(bank, 'liga')
  expect(bank.storage.journal(testLane).map(({ after }) => after.batch)).toEqual([1])
})

test('each batch follows the one before, also when that was not yet sealed while this one was folded', async () => {
  const bank = await TestBank.open()
  const chainBytes = bank.storage.chainBytes.bind(bank.storage)
  bank.storage.chainBytes = async (lane, decisions) => {
    await new Promise((resolve) => setTimeout(resolve, 2))
    return chainBytes(lane, decisions)
  }
  const registered = []
  for (const person of ['liga', 'janis', 'anna'] as const) {
    registered.push(registerPerson(bank, person))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(registered)
  const journal = bank.storage.journal(testLane)
  expect(journal.length).toBeGreaterThan(1)
  for (const [i, { before }] of journal.slice(1).entries()) expect(before).toEqual(journal[i]?.after)
})
