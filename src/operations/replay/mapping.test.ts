import { Value } from 'typebox/value'
import { expect, it } from 'vitest'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { catalogue } from '../catalogue.ts'
import { type Movement, movements } from './files.ts'
import { type Internals, transaction } from './mapping.ts'
import type { Staged } from './store.ts'

const id = (number: number) => 2 ** 40 + number
const own = { nostro: id(1), fees: id(2), interest: id(3), till: id(4), cashMachine: id(5) } as unknown as Internals
const account = id(9) as AccountId
const row: Staged = {
  day: Temporal.PlainDate.from('1996-07-28'),
  trans: 6145,
  account: 25,
  id: account,
  seq: 1,
  owner: id(8) as PartyId,
  movement: 'deposit',
  amountMinor: minor(90_000n),
  forced: false,
  toldAt: undefined,
  line: 2,
}
const commandOf = (movement: Movement, forced = false) =>
  transaction({ ...row, movement, forced }, account, own, undefined)

it.each([
  ['deposit', 'cash.deposit', 'teller', 'till'],
  ['withdrawal', 'cash.withdraw', 'teller', 'till'],
  ['card-withdrawal', 'cash.withdraw', 'system', 'cashMachine'],
  ['incoming', 'payment.incoming', 'system', 'nostro'],
  ['outgoing', 'payment.outgoing', 'customer', 'nostro'],
  ['interest', 'interest.credit', 'system', 'interest'],
  ['fee', 'debit.entitled', 'system', 'fees'],
  ['penalty-interest', 'debit.entitled', 'system', 'interest'],
] as const)('a %s becomes %s by %s, against the account %s', (movement, kind, role, other) => {
  const command = commandOf(movement)
  expect(command).toMatchObject({ kind, key: 'trans 6145', actor: { role } })
  expect(JSON.stringify(command.payload)).toContain(`"${own[other]}"`)
})

it.each(movements)('the command of a %s fits its schema, forced or not', (movement) => {
  for (const command of [commandOf(movement), commandOf(movement, true)])
    expect([...Value.Errors(catalogue.get(command.kind).payload, command.payload)]).toEqual([])
})

it.each(['withdrawal', 'card-withdrawal', 'outgoing'] as const)('a forced %s is the bank’s own debit', (movement) => {
  expect(commandOf(movement, true)).toMatchObject({
    kind: 'debit.entitled',
    payload: { nature: 'forced', ground: 'service-agreement', terms: 'BR', reference: '3.9' },
  })
})

it('what a row tells of the other side travels as details, never in the payload', () => {
  const told = { bank: 'AB', account: '41403269', purpose: 'DUCHOD' }
  const { payload, details } = transaction({ ...row, movement: 'incoming' }, account, own, told)
  expect(JSON.stringify(payload)).not.toContain('41403269')
  expect(details?.map(({ category, plain }) => [category, JSON.parse(Buffer.from(plain).toString())])).toEqual([
    ['payment-details', told],
  ])
})
