import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { asOperatorError, describe } from '../kernel/operator-error.ts'

// Each command's module is imported when it runs, so that `--help` and the others stay quick.
const program = new Command('pacta')
  .description('An account and lending core whose published documents are its programme.')
  .version(version(), '-V, --version')
  .showHelpAfterError()

program
  .command('start')
  .description('start the bank: database, demonstration data and web server')
  .action(async () => (await import('./start.ts')).start())

program
  .command('pack')
  .description('packs: an institution and its documents as data')
  .command('check <directory>')
  .description('check a pack: file, line and mend for every error')
  .option('--json', 'print the findings as JSON')
  .action(async (directory: string, options: { json?: boolean }) => {
    const { packCheck } = await import('./pack.ts')
    process.exitCode = await packCheck(directory, options)
  })

const database = program.command('db').description('the database')
database
  .command('url')
  .description('print its address, starting no server: psql "$(./pacta db url)"')
  .action(async () => (await import('./db.ts')).printUrl())
database
  .command('migrate')
  .description('bring its tables to the newest schema')
  .action(async () => (await import('./db.ts')).bringUpToDate())
database
  .command('stop')
  .description('stop the embedded server, also one that a killed process left behind')
  .action(async () => (await import('./db.ts')).stop())

program
  .command('replay')
  .description("replay a real bank's history into an institution of its own")
  .command('berka <dir>')
  .description('the Czech bank of the Berka data (PKDD 1999): account.asc, client.asc, disp.asc, trans.csv')
  .option('--json', 'print the result as JSON')
  .option('--fresh', 'drop an earlier replay and begin anew')
  .option('--data <dir>', 'the folder for all data, instead of PACTA_DATA')
  .action(async (dir, options) => (await import('./replay.ts')).replay(dir, options))

program
  .command('verify')
  .description('take every decision again, compare, and check the hash chain and its published heads')
  .option('--json', 'print a line of JSON for each lane')
  .option('--from <batch>', 'compare only from this batch on')
  .option('--database <name>', 'another database on the same server')
  .action(async (options) => (await import('./verify.ts')).verify(options))

const books = program.command('books').description('the double-entry books')
books
  .command('check')
  .description('check every invariant over the whole history, in SQL alone')
  .option('--json', 'print the result as JSON')
  .option('--database <name>', 'another database on the same server')
  .action(async (options) => (await import('./books.ts')).check(options))
books
  .command('export')
  .description('write the books for another program')
  .requiredOption('--hledger <file>', 'a journal for hledger; - writes to the standard output')
  .option('--database <name>', 'another database on the same server')
  .action(async (options) => (await import('./books.ts')).exportBooks(options))

program
  .command('clauses')
  .description('show which clauses of the rules of accounts work, by running their tests')
  .option('--json', 'print the result as JSON')
  .option('--knockout', 'run each test also without what it shows: it must fail then')
  .option('--tests', 'name the sentence that each test shows')
  .option('--record', 'with --knockout: record the clauses that work in tests/clauses-working.json')
  .action(async (options) => (await import('./clauses.ts')).clauses(options))

const token = program.command('token').description('tokens of the API')
token
  .command('create')
  .description('make a token and print it, this once')
  .requiredOption('--role <role>', 'customer, representative, teller, operator or auditor')
  .option('--staff <code>', 'code of the member of staff, such as T-01')
  .option('--party <id>', 'the customer, or the person who represents others')
  .option('--client <name>', 'the program that uses it: its idempotency keys are its own', 'cli')
  .option('--days <number>', 'days after which it expires')
  .action(async (options) => (await import('./token.ts')).create(options))
token
  .command('revoke <token>')
  .description('make a token worthless')
  .action(async (text) => (await import('./token.ts')).revoke(text))

program
  .command('simulate')
  .description('play a bank under faults from a seed, and check every promise')
  .option('--seed <number>', 'repeat a run; by chance unless told')
  .option('--commands <number>', 'how many; 1,000,000 unless told')
  .option('--troubles <list>', 'only these, by comma: what a failure prints')
  .option('--json', 'print the result as JSON')
  .action(async (options) => (await import('./simulate.ts')).simulate(options))

try {
  await program.parseAsync()
} catch (error) {
  const text = asOperatorError(error) || !(error instanceof Error) ? describe(error) : (error.stack ?? error.message)
  process.stderr.write(`pacta: ${text}\n`)
  process.exitCode = 1
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return String(version)
}
