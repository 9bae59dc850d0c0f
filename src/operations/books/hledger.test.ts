import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BusyBank, type Names } from '../testing/busy-bank.ts'
import { hledgerAccount, hledgerJournal } from './hledger.ts'

let bank: BusyBank
let names: Names
let journal: string
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
  journal = await text()
})
afterAll(() => bank.close())

async function text(): Promise<string> {
  let whole = ''
  for await (const part of hledgerJournal(bank.institution.sql)) whole += part
  return whole
}

it('a payment is a transaction whose signs are those of double entry', () => {
  const paid = /^2026-01-05 \(\d+\) payment\.transfer {2}; decision:[0-9a-f-]{36}\n(.*\n.*\n)/m.exec(journal)?.[1]
  expect(paid).toContain(`    liabilities:customers:EUR:${names.ligas}  123.45 EUR\n`)
  expect(paid).toContain(`    liabilities:customers:EUR:${names.janisAccount}  -123.45 EUR\n`)
})

it('a value date that is not the booking date is the secondary date', () => {
  expect(journal).toContain(`    liabilities:customers:EUR:${names.ligas}  -123.45 EUR  ; date2:2026-01-05\n`)
})

it('names the accounts of the institution by what they are for', () => {
  expect(hledgerAccount('internal', 'nostro', 'EUR', 7n)).toBe('assets:nostro:EUR:7')
  expect(hledgerAccount('till', 'till', 'EUR', 7n)).toBe('assets:tills:EUR:7')
  expect(hledgerAccount('internal', 'fees', 'EUR', 7n)).toBe('income:fees:EUR:7')
  expect(hledgerAccount('internal', 'suspense', 'EUR', 7n)).toBe('equity:suspense:EUR:7')
})

const installed = spawnSync('hledger', ['--version']).status === 0

describe.skipIf(!installed)(`hledger${installed ? '' : ' is not installed (apt-get install hledger), so it'}`, () => {
  const hledger = (file: string, ...what: string[]) =>
    spawnSync('hledger', ['-f', file, ...what], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } })

  function written(content: string): string {
    const file = join(bank.folder, 'books.journal')
    writeFileSync(file, content)
    return file
  }

  it('comes to the same balance for every account', async () => {
    const { status, stdout, stderr } = hledger(written(journal), 'balance', '--flat', '--empty', '-O', 'csv', '-N')
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const rows = await bank.institution.sql<{ account: bigint; kind: string; product: string; balance: bigint }[]>`
      select distinct on (account) account, a.kind, product, balance_after as balance
      from account_event e join account a using (lane, account) order by account, seq desc`
    const ours = rows.map(({ account, kind, product, balance }) => {
      const euros = `${balance > 0n ? '-' : ''}${(Number(balance < 0n ? -balance : balance) / 100).toFixed(2)}`
      return `"${hledgerAccount(kind, product, 'EUR', account)}","${euros} EUR"`
    })
    expect(stdout.trim().split('\n').slice(1).sort()).toEqual(ours.sort())
  })

  it('finds the dates in order', () => {
    expect(hledger(written(journal), 'check', 'ordereddates').stderr).toBe('')
  })

  it('refuses the file when a balance is not what the entries come to', () => {
    const wrong = journal.replace(/= -?[0-9.]+ EUR\n/, '= 1.00 EUR\n')
    expect(hledger(written(wrong), 'balance').stderr).toMatch(/assertion/i)
  })
})
