/** The same crossings over the in-memory twin, with two writers and every order of their calls that chance comes upon. */
import { describe, expect, it } from 'vitest'
import { type Account, accounts, legsOf } from '../../src/ledger/rules.ts'
import { catalogue } from '../../src/operations/catalogue.ts'
import type { Answer } from '../../src/storage/lane/submission.ts'
import { GatedStorage, type OperationName } from '../../src/storage/lane/testing/gated-storage.ts'
import { LaneWriter } from '../../src/storage/lane/writer.ts'
import { plainSealer, TestBank, testLane } from '../bank.ts'
import { commandOf, openAccount, openInternal, register } from '../customers.ts'
import { Random } from '../simulation/random.ts'
import { type Asked, affairOf, type Crossing, crossings, debitOf } from './crossings.ts'

const seeds = Array.from({ length: 80 }, (_, i) => i + 1)
const operations: readonly OperationName[] = ['take', 'head', 'load', 'known', 'chainBytes', 'append']
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type Played = {
  readonly debit: Answer['decision']
  readonly other: Answer['decision'] | undefined
  readonly balance: number
  readonly decisions: number
}

/** Plays the crossing with two writers, of which the second takes the lane at some moment. */
async function play({ other }: Crossing, seed: number): Promise<Played> {
  const random = new Random(seed)
  const bank = await TestBank.open()
  const nostro = await openInternal(bank, 'nostro')
  await openInternal(bank, 'fees')
  const payee = await openAccount(bank, await register(bank, 'natural', 'payee'))
  const date = bank.writer.head.businessDate
  const affair = await affairOf(bank, payee, nostro, 'crossed', date)
  const debit = debitOf(affair, 'debit')
  const crossing = other?.(affair, debit)
  const before = decisionsIn(bank)

  const gates: GatedStorage[] = []
  let newest: LaneWriter | undefined
  const take = async (): Promise<void> => {
    const gate = new GatedStorage(bank.storage, operations)
    gates.push(gate)
    newest = await LaneWriter.take(testLane, {
      storage: gate,
      sealer: plainSealer,
      rules: { catalogue, rulebook: bank.rulebook, legsOf },
      now: () => bank.writer.head.at,
      rulesVersion: 'test',
      name: 'test',
    })
  }
  /** Sends until it is answered, to whoever then is known to hold the lane. */
  const send = async ({ kind, payload, ask }: Asked): Promise<Answer['decision']> => {
    const command = commandOf(kind, payload, { ...ask, key: ask.key ?? 'crossing' })
    for (;;) {
      try {
        if (newest !== undefined) return (await newest.submit(command)).decision
      } catch (error) {
        const { name } = error as Error
        if (name !== 'LaneLost' && name !== 'Unavailable' && name !== 'InFlight') throw error
      }
      await turn()
    }
  }

  const events = [() => send(debit), ...(crossing === undefined ? [] : [() => send(crossing)]), take]
  const taken = take()
  const answers: Promise<unknown>[] = []
  const started: (() => Promise<unknown>)[] = events.map((event) => event)
  let open = true
  const played = (async () => {
    await taken
    while (started.length > 0) {
      for (let wait = random.below(12); wait > 0; wait -= 1) await turn()
      answers.push((started.splice(random.below(started.length), 1)[0] as () => Promise<unknown>)())
    }
    await Promise.all(answers)
    open = false
  })()
  while (open) {
    const operation = random.of(gates.flatMap(({ waiting }) => waiting))
    if (operation !== undefined) random.once(3) && !operation.carriedOut ? operation.carryOut() : operation.answer()
    await turn()
  }
  await played

  const stored = bank.storage.journal(testLane).flatMap(({ decisions }) => decisions)
  expect(stored.length).toBe(new Set(stored.map(({ keyHash }) => keyHash.toString('hex'))).size)
  for (const gate of gates) gate.stop()
  const repeated = (asked: Asked) => send(asked)
  return {
    debit: await repeated(debit),
    other: crossing === undefined ? undefined : await repeated(crossing),
    balance: Number((bank.record(accounts, Number(affair.account) as never) as Account).balanceMinor),
    decisions: stored.length - before,
  }
}

const decisionsIn = (bank: TestBank): number =>
  bank.storage.journal(testLane).flatMap(({ decisions }) => decisions).length

describe.each(crossings)('a debit and $name, in any order of what two writers do', (crossing) => {
  it(`are decided one after the other, each once (${seeds.length} seeds)`, async () => {
    const orders = new Set<string>()
    for (const seed of seeds) {
      const { debit, other, balance, decisions } = await play(crossing, seed)
      const isSame = other?.id === debit.id
      expect(decisions, `seed ${seed}`).toBe(other === undefined || isSame ? 1 : 2)
      const debitFirst = other === undefined || isSame || debit.place < other.place
      orders.add(debitFirst ? 'debit first' : 'other first')
      const found = { debit: debit.code, other: other?.code ?? null, balance }
      const expected = debitFirst
        ? { debit: null, other: isSame ? null : crossing.otherAfter, balance: crossing.balance.debitFirst }
        : { debit: crossing.debitAfter, other: null, balance: crossing.balance.otherFirst }
      expect(found, `seed ${seed}`).toEqual(expected)
    }
    const isCrossed = crossing.other !== undefined && crossing.name !== 'the same command under the same key'
    expect([...orders].sort()).toEqual(isCrossed ? ['debit first', 'other first'] : ['debit first'])
  })
})
