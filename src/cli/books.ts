import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type CheckResult, checkBooks, type Fault } from '../operations/books/check.ts'
import { hledgerJournal } from '../operations/books/hledger.ts'
import { bankDatabase } from './bank-database.ts'
import { progressLine } from './progress.ts'

export type BooksArguments = { readonly json?: boolean | undefined; readonly database?: string | undefined }

/** `pacta books check`: every invariant over the whole history. Exit code 1 when one is broken. */
export async function check({ json, database }: BooksArguments): Promise<void> {
  const progress = progressLine()
  const began = performance.now()
  const results = await bankDatabase(database, (sql) => checkBooks(sql, (name) => progress.show(`checking: ${name}`)))
  progress.clear()
  const seconds = Math.round((performance.now() - began) / 10) / 100
  const broken = results.filter((result) => result.broken > 0)
  if (json)
    process.stdout.write(`${JSON.stringify({ sound: broken.length === 0, seconds, checks: results }, null, 2)}\n`)
  else process.stdout.write(asText(results, seconds))
  if (broken.length > 0) process.exitCode = 1
}

function asText(results: readonly CheckResult[], seconds: number): string {
  const lines = results.flatMap(({ name, says, looked, broken, faults }) => {
    const verdict = broken === 0 ? 'whole' : `${broken} BROKEN`
    const row = `${name.padEnd(14)} ${String(looked).padStart(11)}  ${verdict}`
    return broken === 0 ? [row] : [row, `  ${says}`, ...faults.map((fault) => `  - ${faultText(fault)}`)]
  })
  const broken = results.filter((result) => result.broken > 0).length
  const sum = broken === 0 ? `All ${results.length} checks hold` : `${broken} of ${results.length} checks are broken`
  return `${['check               looked', ...lines, `${sum} (${seconds} s).`].map(cut).join('\n')}\n`
}

function faultText({ lane, account, seq, place, what }: Fault): string {
  const where = [
    `lane ${lane}`,
    ...(account === undefined ? [] : [`account ${account}`]),
    ...(seq === undefined ? [] : [`seq ${seq}`]),
    ...(place === undefined ? [] : [`place ${place}`]),
  ].join(', ')
  return what === undefined ? where : `${where}: ${what}`
}

const cut = (line: string): string => (line.length > 100 ? `${line.slice(0, 97)}...` : line)

/** `pacta books export --hledger FILE`: the books for hledger; `-` writes to the standard output. */
export async function exportBooks(options: { readonly hledger: string; readonly database?: string }): Promise<void> {
  const { hledger: file } = options
  const output = file === '-' ? process.stdout : createWriteStream(file)
  if (file !== '-') await once(output, 'open')
  await bankDatabase(options.database, (sql) =>
    sql.begin('isolation level repeatable read read only', async (transaction) => {
      for await (const text of hledgerJournal(transaction)) if (!output.write(text)) await once(output, 'drain')
    }),
  )
  if (file === '-') return
  output.end()
  await finished(output)
}
