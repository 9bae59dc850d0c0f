import { join, resolve } from 'node:path'
import { OperatorError } from '../kernel/operator-error.ts'
import { replayBerka } from '../operations/replay/berka.ts'
import type { ReplayReport } from '../operations/replay/report.ts'
import { openDatabase } from '../storage/embedded.ts'
import { databaseSettings, dataDir } from './settings.ts'
import { askedToStop } from './stopping.ts'

export type ReplayOptions = {
  readonly json?: boolean | undefined
  readonly fresh?: boolean | undefined
  readonly data?: string | undefined
}

const database = 'berka'

/** `pacta replay berka DIR`: replays the Berka files into a database of their own, and prints what came of it. */
export async function replay(folder: string, options: ReplayOptions): Promise<void> {
  const environment = options.data === undefined ? process.env : { ...process.env, PACTA_DATA: options.data }
  const { databaseUrl } = databaseSettings(environment)
  const stopping = new AbortController()
  void askedToStop().then(() => stopping.abort(stopped()))
  const opened = await openDatabase({
    dataDir: dataDir(environment),
    database,
    ...(databaseUrl === undefined ? {} : { databaseUrl: ofItsOwn(databaseUrl) }),
  })
  const bar = progressBar(process.stderr)
  try {
    const report = await replayBerka({
      databaseUrl: opened.url,
      keysDir: join(dataDir(environment), 'keys-berka'),
      folder: resolve(folder),
      fresh: options.fresh === true,
      progress: bar.show,
      signal: stopping.signal,
    })
    bar.clear()
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : inWords(report))
  } finally {
    bar.clear()
    await opened.stop()
  }
}

/** The same server, another database: the bank's own stays as it is. */
function ofItsOwn(databaseUrl: string): string {
  const url = URL.parse(databaseUrl)
  if (url === null) return databaseUrl
  url.pathname = `/${database}`
  return url.href
}

const stopped = (): OperatorError =>
  new OperatorError('stopped', 'as asked', 'The same command goes on where it was; nothing is booked twice.')

type Stream = { readonly isTTY?: boolean; write(text: string): unknown }

/** A line that counts up, on a terminal only. */
export function progressBar(out: Stream): { show(done: number, total: number): void; clear(): void } {
  let shown = 0
  return {
    show: (done, total) => {
      const now = performance.now()
      if (!out.isTTY || (shown > 0 && now - shown < 100 && done < total)) return
      shown = now
      const filled = total === 0 ? 20 : Math.floor((20 * done) / total)
      const bar = '█'.repeat(filled).padEnd(20, '░')
      out.write(`\r${bar} ${grouped(done)} of ${grouped(total)} transactions`)
    },
    clear: () => {
      if (shown > 0) out.write('\r\u001b[2K')
      shown = 0
    },
  }
}

const grouped = (count: number): string => count.toLocaleString('en')

function inWords({ chain, finalBalances, statements, ...report }: ReplayReport): string {
  return [
    `${grouped(report.accounts)} accounts, ${grouped(report.transactions)} transactions`,
    `  posted ${grouped(report.posted)}, refused ${grouped(report.refused)}, of the posted forced ${grouped(report.forced)}`,
    `  steps of the bank's balance: ${grouped(chain.exact)} exact, ${grouped(chain.offBy010)} off by 0.10, ${grouped(chain.other)} other`,
    `  final balances: ${grouped(finalBalances.match)} of ${grouped(finalBalances.total)} the same, ` +
      `${grouped(finalBalances.explainedByRounding)} with the roundings`,
    `  statements: ${grouped(statements.equal)} of ${grouped(statements.drawn)} close with the bank's balance ` +
      `(${grouped(statements.accounts)} accounts, a year each)`,
    `  sum of all balances: ${report.trialBalance}`,
    `  ${report.seconds} seconds, ${grouped(report.perSecond)} transactions a second`,
    '',
  ].join('\n')
}
