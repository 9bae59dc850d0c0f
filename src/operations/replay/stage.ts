/**
 * Reads the files into tables, all of them or nothing, and checks every row before the first is booked. From there the rows come back in
 * the order of their dates, whatever their number: sorting is the database's work.
 */
import { readFileSync } from 'node:fs'
import { type Minor, negate } from '../../kernel/money.ts'
import { OperatorError } from '../../kernel/operator-error.ts'
import { CopyRows, copyIn } from '../../storage/copy.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import { checkOpenings, checkStaged } from './checks.ts'
import {
  accountFile,
  clientFile,
  dispositionFile,
  files,
  isCredit,
  isOrder,
  movementOf,
  movements,
  type TransactionRow,
  toldOf,
  transactionFile,
} from './files.ts'
import { fingerprintOf, RowFault } from './lines.ts'
import { type Field, type ReadRow, rowsOf, type Table } from './rows.ts'

const tables = readFileSync(new URL('./tables.sql', import.meta.url), 'utf8')

/**
 * Makes the files of the folder ready to be replayed; what was made ready before is used as it is.
 *
 * @param rulesFrom the first day of the bank's rules
 * @throws RowFault for the first row that is not as it must be; OperatorError when a replay of other files stands in the database
 */
export async function stage(sql: Sql, folder: string, rulesFrom: Temporal.PlainDate): Promise<void> {
  const prints = new Map<string, string>()
  for (const { file } of files) prints.set(file, await fingerprintOf(`${folder}/${file}`))
  const staged = await stagedFiles(sql)
  const changed = files.map(({ file }) => file).filter((file) => staged?.get(file) !== prints.get(file))
  if (staged !== undefined && changed.length === 0) return
  const begun = await hasInstitution(sql)
  if (staged === undefined && begun)
    throw new OperatorError(
      'the database is not free',
      'another institution stands in it',
      'Name another database for the replay: it needs one of its own.',
    )
  if (begun)
    throw new OperatorError(
      'the replay was begun with other files',
      `${changed.join(', ')} changed since`,
      'Put the files back as they were, or begin anew with --fresh.',
    )
  await sql.begin(async (tx) => {
    await tx.unsafe(tables)
    await copyFiles(tx, folder)
    await tx`create index on replay.client (client)`
    await tx`create index on replay.account (account)`
    await tx`analyze replay.client, replay.account, replay.disposition, replay.transaction`
    await checkStaged(tx, folder)
    await checkOpenings(tx, folder, rulesFrom)
    await order(tx)
    for (const [file, sha256] of prints) await tx`insert into replay.source (file, sha256) values (${file}, ${sha256})`
  })
}

/** Whether the database is that of a replay. */
export const isStaged = async (sql: Sql): Promise<boolean> => (await stagedFiles(sql)) !== undefined

/** SHA-256 by file of what stands in the database; undefined when nothing does. */
async function stagedFiles(sql: Sql): Promise<ReadonlyMap<string, string> | undefined> {
  const [found] = await sql`select to_regclass('replay.source') as source`
  if (found?.['source'] === null) return undefined
  const rows = await sql<{ file: string; sha256: string }[]>`select file, sha256 from replay.source`
  return new Map(rows.map(({ file, sha256 }) => [file, sha256]))
}

/** In the database of a replay, it is made right before the first command goes out. */
export async function hasInstitution(sql: Sql): Promise<boolean> {
  const [table] = await sql`select to_regclass('public.lane') as lane`
  if (table?.['lane'] === null) return false
  return (await sql`select from lane limit 1`).length > 0
}

async function copyFiles(tx: Transaction, folder: string): Promise<void> {
  await copyFile(tx, folder, clientFile, 'client (client, line)', (out, { row, line }) =>
    out.row(2).int4(row.client_id).int4(line.number),
  )
  await copyFile(tx, folder, accountFile, 'account (account, opened_on, line)', (out, { row, line }) =>
    out.row(3).int4(row.account_id).date(row.date).int4(line.number),
  )
  await copyFile(tx, folder, dispositionFile, 'disposition (client, account, owner, line)', (out, { row, line }) =>
    out
      .row(4)
      .int4(row.client_id)
      .int4(row.account_id)
      .boolean(row.type === 'OWNER')
      .int4(line.number),
  )
  const columns = 'transaction (trans, account, booked_on, seq, movement, amount, balance, told, at, line)'
  const path = `${folder}/${transactionFile.file}`
  await copyFile(tx, folder, transactionFile, columns, (out, { row, line }) => {
    const movement = movementOf(row)
    if (movement === undefined) throw new RowFault(path, line.number, unfitting(row))
    const signed: Minor = isCredit(movement) ? row.amount : negate(row.amount)
    out.row(10).int4(row.trans_id).int4(row.account_id).date(row.date).int4(row.seq).int2(movements.indexOf(movement))
    out.bigint(signed).bigint(row.balance)
    out.boolean(toldOf(row) !== undefined)
    out.int8(line.at).int4(line.number)
  })
}

const unfitting = ({ type, operation, k_symbol }: TransactionRow): string =>
  `type "${type}", operation "${operation}" and k_symbol "${k_symbol}" do not go together`

async function copyFile<C extends Record<string, Field<unknown>>>(
  tx: Transaction,
  folder: string,
  table: Table<C>,
  target: string,
  encode: (out: CopyRows, read: ReadRow<C>) => void,
): Promise<void> {
  for await (const rows of rowsOf(folder, table)) {
    if (rows.length === 0) continue
    const out = new CopyRows()
    for (const row of rows) encode(out, row)
    await copyIn(tx, `replay.${target}`, out)
  }
}

/**
 * Works out what each row needs of the rows before it. The bank let an order through that it could
 * have refused where its own balance is negative after it, or where ours would be, which differs from the bank's by its roundings alone.
 */
async function order(tx: Transaction): Promise<void> {
  const ordered = movements.filter(isOrder).map((movement) => movements.indexOf(movement))
  await tx`
    update replay.account a set owner = d.client from replay.disposition d where d.account = a.account and d.owner`
  await tx`
    update replay.transaction t set step = o.step, forced = o.forced
    from (
      select trans, balance - lag(balance, 1, 0::bigint) over history as step,
        movement = any(${tx.array(ordered, int2Oid)}) and least(balance, sum(amount) over history) < 0 as forced
      from replay.transaction window history as (partition by account order by seq)
    ) o
    where o.trans = t.trans`
  await tx`create index on replay.transaction (booked_on, account, seq)`
  await tx`create index on replay.account (opened_on, account)`
  await tx`create index on replay.disposition (account)`
  await tx`analyze replay.transaction, replay.account`
}

const int2Oid = 21
