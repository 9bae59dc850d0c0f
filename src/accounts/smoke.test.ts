import { it } from 'vitest'
import { operator, TestBank } from '../../tests/bank.ts'

it('x', async () => {
  const bank = await TestBank.open()
  const d = (s: string) => ({ category: 'identity' as const, plain: Buffer.from(s) })
  const reg = await bank.do(
    'party.register',
    { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code'] },
    { details: [d('Anna'), d('320101-12345')], blinds: { code: 'abc' } },
  )
  const party = String(reg.facts['party'])
  const o = await bank.do('account.open', {
    holders: [party],
    currency: 'EUR',
    channel: 'location',
    documents: ['funds-origin'],
  })
  console.dir(o, { depth: 5 })
  const account = String(o.facts['account'])
  for (const [k, p] of [
    ['account.activate', {}],
    ['account.receive-document', { document: 1 }],
    ['account.approve-document', { document: 1 }],
    ['account.activate', {}],
    ['account.restrict', { stops: 'debits' }],
    ['account.restrict', { stops: 'amount', amount: { minor: '100', currency: 'EUR' } }],
    [
      'account.agree-limit',
      { maximum: { minor: '10000', currency: 'EUR' }, fee: { minor: '0', currency: 'EUR' }, ratePercent: '12.5' },
    ],
    ['account.end-limit', {}],
  ] as const)
    console.dir(await bank.do(k, { account, ...p }), { depth: 5 })
  console.dir(await bank.do('internal.open', { product: 'till', currency: 'EUR' }, { actor: operator }))
  console.dir(
    await bank.do(
      'account.open',
      { holders: [party], currency: 'XXX', channel: 'digital' },
      { actor: { role: 'customer', party: Number(party) as never } },
    ),
  )
})
