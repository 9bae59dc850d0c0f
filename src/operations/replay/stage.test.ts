import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { stage } from './stage.ts'

const small = fileURLToPath(new URL('../../../tests/data/berka-small', import.meta.url))
const rulesFrom = Temporal.PlainDate.from('1993-01-01')

let database: TestDatabase
const folder = mkdtempSync(join(tmpdir(), 'pacta-stage-'))
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => cpSync(small, folder, { recursive: true }))
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** The file, what is said of it, and what stands in it as something else to bring that about. */
const faults = [
  ['client.asc', 'line 1: the header is not client_id;birth_number;district_id', '"client_id"', '"id"'],
  ['client.asc', 'line 3: it has 2 columns instead of 3', '2;"480317";1', '2;"480317"'],
  ['client.asc', 'line 3: birth_number is no birth number such as 706213', '2;"480317"', '2;"481317"'],
  ['client.asc', 'line 3: a quotation mark is not closed', '2;"480317"', '2;"480317'],
  ['client.asc', 'line 3: client_id 1 stands twice', '2;"48', '1;"48'],
  ['account.asc', 'line 3: date "930230" is no day of the calendar', '930112', '930230'],
  [
    'account.asc',
    "line 3: date 1992-12-31 is before 1993-01-01, from when on the bank's rules hold",
    '930112',
    '921231',
  ],
  ['account.asc', 'line 3: frequency "POPLATEK ROCNE" is none of', 'TYDNE', 'ROCNE'],
  ['disp.asc', 'line 4: client_id 5 is not in client.asc', '3;4;2', '3;5;2'],
  ['disp.asc', 'line 4: account_id 7 is not in account.asc', '3;4;2', '3;4;7'],
  ['disp.asc', 'line 4: account_id 2 with client_id 2 stands twice', '3;4;2', '3;2;2'],
  ['disp.asc', 'line 4: account_id 2 has a second owner', 'DISPONENT', 'OWNER'],
  ['disp.asc', 'account.asc, line 4: account_id 3 has no owner in disp.asc', '4;3;3;"OWNER"', '4;3;3;"DISPONENT"'],
  ['trans.csv', 'line 4: account_id 9 is not in account.asc', '103,1,', '103,9,'],
  ['trans.csv', 'line 4: trans_id 102 stands twice', '103,1,', '102,1,'],
  ['trans.csv', 'line 4: trans_id "x" is no whole number from 1 to 999999999', '103,1,', 'x,1,'],
  ['trans.csv', 'line 4: date "1993-02-29" is no day of the calendar', '1993-01-15', '1993-02-29'],
  ['trans.csv', 'line 4: date "15.1.1993" is no date such as 1993-01-31', '1993-01-15', '15.1.1993'],
  ['trans.csv', 'line 5: date 1993-01-31 is before that of seq 3 of account_id 1', '1993-01-15', '1993-02-15'],
  ['trans.csv', 'line 2: date 1993-01-04 is before account_id 1 was opened on 1993-01-05', '1993-01-05', '1993-01-04'],
  ['trans.csv', 'line 4: seq 4 of account_id 1 where 3 was expected', '15,3,', '15,4,'],
  ['trans.csv', 'line 4: amount is wrong: "7OO.00" is no amount; write it like 123.45', ',700.00,', ',7OO.00,'],
  ['trans.csv', 'line 4: amount is wrong: "700.005" has 3 decimals, CZK has 2', ',700.00,', ',700.005,'],
  ['trans.csv', 'line 4: amount "0.00" is not above zero', ',700.00,', ',0.00,'],
  ['trans.csv', 'line 4: amount "-700.00" is not above zero', ',700.00,', ',-700.00,'],
  ['trans.csv', 'line 4: type "VYDEJ" is none of "PRIJEM", "VYDAJ", "VYBER"', '3,VYDAJ,VYBER,', '3,VYDEJ,VYBER,'],
  [
    'trans.csv',
    'line 4: type "PRIJEM", operation "VYBER" and k_symbol "" do not go together',
    '3,VYDAJ,VYBER,',
    '3,PRIJEM,VYBER,',
  ],
  ['trans.csv', 'line 3: bank "ABC" is no code of two letters', ',AB,', ',ABC,'],
  ['trans.csv', 'line 4: it is longer than 1000 bytes', '103,1,', `103,1,${'x'.repeat(2000)},`],
] as const

it.each(faults)('%s, %s', async (file, said, from, to) => {
  const path = join(folder, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
  const fault = await stage(database.sql, folder, rulesFrom).then(
    () => 'no fault',
    (error: Error) => error.message,
  )
  expect(fault).toContain(`${folder}/${said.startsWith('line') ? `${file}, ` : ''}${said}`)
  expect(fault).toContain('Mend that row and run the same command again: nothing of these files was booked.')
  const [staged] = await database.sql`select to_regclass('replay.source') as source`
  expect(staged?.['source']).toBeNull()
})

it('says which file is missing', async () => {
  rmSync(join(folder, 'disp.asc'))
  await expect(stage(database.sql, folder, rulesFrom)).rejects.toThrow(
    `${folder}/disp.asc cannot be read: there is no such file`,
  )
})

it('takes files with Windows line ends, a byte order mark, and no end of line in the end', async () => {
  for (const file of ['client.asc', 'account.asc', 'disp.asc', 'trans.csv']) {
    const path = join(folder, file)
    writeFileSync(path, `\uFEFF${readFileSync(path, 'utf8').trimEnd().replaceAll('\n', '\r\n')}`)
  }
  await stage(database.sql, folder, rulesFrom)
  const rows = await database.sql<{ trans: number; forced: boolean; step: bigint; amount: bigint }[]>`
    select trans, forced, step, amount from replay.transaction where forced or step <> amount order by trans`
  expect(rows).toEqual([
    { trans: 202, forced: true, step: -120_000n, amount: -120_000n },
    { trans: 206, forced: false, step: 460n, amount: 450n },
    { trans: 208, forced: true, step: -8_630n, amount: -8_630n },
  ])
})
