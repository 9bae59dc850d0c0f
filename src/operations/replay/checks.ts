/** What must hold between the rows of the files, asked of the staged tables: each question gives the first line that breaks it. */
import type { Transaction } from '../../storage/sql.ts'
import { accountFile, clientFile, dispositionFile, transactionFile } from './files.ts'
import { RowFault } from './lines.ts'

type Check = { readonly file: string; readonly broken: string }

const twice = (table: string, columns: string, what: string): string => `
  select line, format('${what} stands twice', ${columns}) as why
  from (select *, row_number() over (partition by ${columns} order by line) as n from replay.${table}) t where n > 1`

const unknown = (table: string, column: 'client' | 'account', source: string): string => `
  select line, format('${column}_id %s is not in ${source}', ${column}) as why
  from replay.${table} t where not exists (select from replay.${column} k where k.${column} = t.${column})`

/** In the order of the files; of one file, in the order in which a reader would ask. */
const checks: readonly Check[] = [
  { file: clientFile.file, broken: twice('client', 'client', 'client_id %s') },
  { file: accountFile.file, broken: twice('account', 'account', 'account_id %s') },
  { file: dispositionFile.file, broken: unknown('disposition', 'client', clientFile.file) },
  { file: dispositionFile.file, broken: unknown('disposition', 'account', accountFile.file) },
  { file: dispositionFile.file, broken: twice('disposition', 'account, client', 'account_id %s with client_id %s') },
  {
    file: dispositionFile.file,
    broken: `
      select line, format('account_id %s has a second owner', account) as why
      from (select *, row_number() over (partition by account order by line) as n from replay.disposition where owner) t where n > 1`,
  },
  {
    file: accountFile.file,
    broken: `
      select line, format('account_id %s has no owner in ${dispositionFile.file}', account) as why from replay.account a
      where not exists (select from replay.disposition d where d.account = a.account and d.owner)`,
  },
  { file: transactionFile.file, broken: unknown('transaction', 'account', accountFile.file) },
  { file: transactionFile.file, broken: twice('transaction', 'trans', 'trans_id %s') },
  {
    file: transactionFile.file,
    broken: `
      select t.line, format('date %s is before account_id %s was opened on %s', booked_on, account, opened_on) as why
      from replay.transaction t join replay.account a using (account) where booked_on < opened_on`,
  },
  {
    file: transactionFile.file,
    broken: `
      select line, format('seq %s of account_id %s where %s was expected', seq, account, n) as why
      from (select *, row_number() over (partition by account order by seq, line) as n from replay.transaction) t where seq <> n`,
  },
  {
    file: transactionFile.file,
    broken: `
      select line, format('date %s is before that of seq %s of account_id %s', booked_on, seq - 1, account) as why
      from (select *, lag(booked_on) over (partition by account order by seq) as before from replay.transaction) t
      where booked_on < before`,
  },
]

/** Throws RowFault for the first line of the first check that is broken. */
export async function checkStaged(sql: Transaction, folder: string): Promise<void> {
  for (const { file, broken } of checks) {
    const [row] = await sql.unsafe<{ line: number; why: string }[]>(`${broken} order by line limit 1`)
    if (row !== undefined) throw new RowFault(`${folder}/${file}`, row.line, row.why)
  }
}

/** The first day of the bank's rules: no account can be opened before. Throws RowFault. */
export async function checkOpenings(sql: Transaction, folder: string, rulesFrom: Temporal.PlainDate): Promise<void> {
  const [row] = await sql<{ line: number; opened_on: Temporal.PlainDate }[]>`
    select line, opened_on from replay.account where opened_on < ${rulesFrom.toString()} order by line limit 1`
  if (row === undefined) return
  const why = `date ${row.opened_on} is before ${rulesFrom}, from when on the bank's rules hold`
  throw new RowFault(`${folder}/${accountFile.file}`, row.line, why)
}
