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

const register = program.command('register').description('the register of personal data')
register
  .command('export')
  .description('write what is published out of the register: to a file, or to the standard output')
  .requiredOption(
    '--format <format>',
    'notice, retention, interests, processors or decisions (HTML; a FILE.pdf or FILE.json in its form), article-30 (spreadsheet) or dpv (JSON-LD)',
  )
  .option('--language <language>', 'en, lv, et, lt or ru', 'en')
  .option('--pack <dir>', 'the pack; PACTA_PACK unless told')
  .option('--entity <id>', 'whose register, such as lv; that of the first entity unless told')
  .option('--on <date>', 'the register as of this day; today unless told')
  .option('-o, --output <file>', 'a file; the standard output unless told')
  .action(async (options) => (await import('./register.ts')).registerExport(options))
register
  .command('check')
  .description('check the register of a pack, and whether its list of processors was brought up to date in time')
  .option('--pack <dir>', 'the pack; PACTA_PACK unless told')
  .option('--entity <id>', 'whose register, such as lv; that of the first entity unless told')
  .option('--on <date>', 'as of this day; today unless told')
  .option('--json', 'print the result as JSON')
  .action(async (options) => {
    process.exitCode = (await import('./register.ts')).registerCheck(options)
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

const day = program.command('day').description('days that were left behind')
day
  .command('close')
  .description('close them one by one, each step in order; goes on where an interrupted close ended')
  .option('--until <date>', 'the last day to close')
  .option('--entity <id>', 'of this entity alone')
  .option('--json', 'print steps, counts and seconds as JSON')
  .action(async (options) => (await import('./day.ts')).close(options))
day
  .command('status')
  .description('show business date, first day that is not closed, and where its close stands')
  .option('--json', 'print it as JSON')
  .action(async (options) => (await import('./day.ts')).status(options))

program
  .command('clock')
  .description('the business clock')
  .command('advance <period>')
  .description('live through a period such as P3M in the demonstration: cut over and close, a day at a time')
  .option('--entity <id>', 'of this entity alone, such as lv; of all unless told')
  .option('--json', 'print every day’s steps, counts and seconds as JSON')
  .action(async (period: string, options) => (await import('./clock.ts')).advance(period, options))

program
  .command('import <file>')
  .description('carry out the commands of a file, a line of JSON each: persons, facts and what else is taken over')
  .option('--url <url>', 'of the server, unless it is the one here')
  .option('--token <token>', 'whose commands they are; PACTA_TOKEN unless told')
  .option('--entity <id>', 'whose persons they are about, such as lv; those of the first entity unless told')
  .option('--json', 'print the counts as JSON')
  .action(async (file: string, options) => {
    process.exitCode = await (await import('./import.ts')).importCommands(file, options)
  })

const retention = program.command('retention').description('why personal data are kept, and until when')
retention
  .command('why <subject>')
  .description('print what keeps each datum about a person, with clause and date; nothing personal is read')
  .option('--json', 'print it as JSON')
  .action(async (subject: string, options) => (await import('./retention.ts')).why(subject, options))
retention
  .command('sweep')
  .description('erase what nothing keeps any more; goes on where an interrupted run ended')
  .option('--entity <id>', 'of this entity alone')
  .option('--json', 'print a line of JSON for each entity')
  .action(async (options) => (await import('./retention.ts')).runSweep(options))
retention
  .command('history')
  .description('list the runs of the sweep, the newest first')
  .option('--json', 'print a line of JSON for each run')
  .action(async (options) => (await import('./retention.ts')).history(options))

program
  .command('clauses')
  .description('show which clauses work, by running their tests')
  .option('--document <code>', 'one document, clause by clause; a line for each unless told')
  .option('--json', 'print the result as JSON')
  .option('--knockout', 'run each test also without what it shows: it must fail then')
  .option('--tests', 'name the sentence that each test shows')
  .option('--record', 'with --knockout: record the clauses that work in tests/clauses-working.json')
  .action(async (options) => (await import('./clauses.ts')).clauses(options))

program
  .command('claims')
  .description('list the claims to answer and the payment reports to close, those due first')
  .option('--json', 'print the lists as JSON')
  .option('--database <name>', 'another database on the same server')
  .action(async (options) => (await import('./claims.ts')).claims(options))

program
  .command('measures')
  .description('show measures, their tests, reviews of processors and training of staff; exits with 1 when one is late')
  .option('--json', 'print the report as JSON')
  .option('--on <date>', 'as of this day; the business date unless told')
  .option('--database <name>', 'another database on the same server')
  .action(async (options) => (await import('./measures.ts')).measures(options))

const consents = program.command('consents').description('what persons allow')
consents
  .command('propagation')
  .description('show which systems obey changes of consents; exits with 1 when one is late')
  .option('--json', 'print the report as JSON')
  .option('--database <name>', 'another database on the same server')
  .action(async (options) => (await import('./consents.ts')).propagation(options))
consents
  .command('simulate')
  .description('play another system that is told of consents, and obeys at once')
  .option('--port <port>', 'where it listens; 8093 unless told')
  .requiredOption('--secret <secret>', 'under which changes are signed')
  .action(async (options) => (await import('./messages.ts')).simulateSystem(options))

program
  .command('mail')
  .description('e-mail')
  .command('simulate')
  .description('play a mail server: it takes messages and sends none on')
  .option('--port <port>', 'where it listens; 8094 unless told')
  .action(async (options) => (await import('./messages.ts')).simulateMail(options))

program
  .command('statement <account>')
  .description('draw the statement of a period')
  .option('--from <date>', 'first booking date; the first day of the month unless told')
  .option('--to <date>', 'last booking date; today unless told')
  .option('--format <format>', 'camt053-08, camt053-02, camt054-08, camt054-02, csv, pdf or json', 'camt053-08')
  .option('--language <language>', 'of a PDF: en or lv', 'en')
  .option('--staff <code>', 'who reads it: the log of what was read about persons tells so', 'cli')
  .option('-o, --output <file>', 'a file; the standard output unless told')
  .option('--database <name>', 'another database on the same server')
  .action(async (account: string, options) => (await import('./statement.ts')).statement(account, options))

program
  .command('payments')
  .description('payments')
  .command('import <file>')
  .description('send a file of orders (pain.001) to the running server and print its answer (pain.002)')
  .option('--url <url>', 'the server; http://localhost:PORT unless told')
  .option('--token <token>', 'who sends; PACTA_TOKEN unless told')
  .option('--ordered-by <party>', 'whose orders staff pass on')
  .action(async (file: string, options) => {
    process.exitCode = await (await import('./payments.ts')).importFile(file, options)
  })

program
  .command('kms')
  .description('the key management service that holds master keys')
  .command('simulate')
  .description('play one, to try PACTA_KMS_URL on')
  .option('--port <port>', 'where it listens', '8092')
  .option('--token <token>', 'that it asks for', 'demonstration')
  .action(async (options) => (await import('./kms.ts')).simulate(options))

program
  .command('network')
  .description('the payment network')
  .command('simulate')
  .description('play the payment network of a demonstration: it settles, rejects and returns')
  .option('--port <port>', 'where it listens; 8091 unless told')
  .option('--secret <secret>', 'under which both ends sign')
  .action(async (options) => (await import('./network.ts')).simulate(options))

const token = program.command('token').description('tokens of the API')
token
  .command('create')
  .description('make a token and print it, this once')
  .requiredOption(
    '--role <role>',
    'customer, representative, teller, operator, credit-officer, marketing-officer, compliance-officer, security-officer, data-protection-officer, auditor or atm',
  )
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
  .command('atm')
  .description('a machine, a phone and a digital channel on one page, to try cash by code on a running demonstration')
  .option('--core <url>', 'where the bank is', 'http://localhost:8080')
  .option('--port <number>', 'where the page is, and the bank sends its SMS to', '8090')
  .option('--token <token>', 'of the machine; that of the demonstration unless told')
  .action(async (options) => (await import('./atm.ts')).atm(options))

program
  .command('simulate')
  .description('play a bank under faults from a seed, and check every promise')
  .option('--seed <number>', 'repeat a run; by chance unless told')
  .option('--commands <number>', 'how many; 1,000,000 unless told')
  .option('--troubles <list>', 'only these, by comma: what a failure prints')
  .option('--json', 'print the result as JSON')
  .action(async (options) => (await import('./simulate.ts')).simulate(options))

program
  .command('backup <dir>')
  .description('back up the database while it works, into a folder that is not there yet')
  .option('--json', 'print the result as JSON')
  .option('--database <name>', 'another database on the same server')
  .action(async (dir: string, options) => (await import('./backup.ts')).backup(dir, options))

program
  .command('restore <dir>')
  .description(
    'restore a backup into a database that is not there yet, erase again what was erased since, and verify it',
  )
  .requiredOption('--database <name>', 'the database to make')
  .option('--json', 'print the result as JSON')
  .action(async (dir: string, options) => (await import('./restore.ts')).restore(dir, options))

program
  .command('drill')
  .description('show that backups can be restored: back up, restore beside the bank, verify, and leave a record')
  .option('--json', 'print the result as JSON')
  .option('--history', 'show earlier drills instead')
  .action(async (options) => (await import('./drill.ts')).drill(options))

const keys = program.command('keys').description('the keys of personal data')
keys
  .command('status')
  .description('show counts, master keys, backups, and when what was destroyed is in no backup any more')
  .option('--json', 'print it as JSON')
  .action(async (options) => (await import('./keys.ts')).status(options))
keys
  .command('rotate')
  .description('take every key to a new master key while the bank works; no data are rewritten')
  .option('--json', 'print the result as JSON')
  .action(async (options) => (await import('./keys.ts')).rotate(options))
keys
  .command('backup <dir>')
  .description('back up the keys for a limited time, and delete backups whose time is over')
  .option('--life <period>', 'how long the backup may exist', 'P14D')
  .option('--json', 'print the result as JSON')
  .action(async (dir: string, options) => (await import('./keys.ts')).backup(dir, options))
keys
  .command('restore <file>')
  .description('put a backup in the place of lost keys; what was destroyed since stays destroyed')
  .option('--json', 'print the result as JSON')
  .action(async (file: string, options) => (await import('./keys.ts')).restore(file, options))

// Whoever reads the output, such as `head`, may have had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

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
