import { join } from 'node:path'
import { OperatorError } from '../kernel/operator-error.ts'
import { legsOf } from '../ledger/rules.ts'
import { catalogue } from '../operations/catalogue.ts'
import { rulesVersion } from '../operations/institution.ts'
import { stores } from '../operations/stores.ts'
import type { StrayRecord } from '../operations/verify/records.ts'
import { PackMissing, type Verdict } from '../operations/verify/replay.ts'
import { isSound, type Verification, verifyLanes } from '../operations/verify/verify.ts'
import { readSeals } from '../privacy/gate/seals/published.ts'
import { isLogWhole, type LogVerdict, verifyLog } from '../privacy/gate/seals/sealing.ts'
import { createHeadSigner } from '../privacy/vault/signer.ts'
import { bankDatabase } from './bank-database.ts'
import { openKeys } from './key-store.ts'
import { progressLine } from './progress.ts'
import { dataDir } from './settings.ts'

export type VerifyArguments = {
  readonly json?: boolean | undefined
  readonly from?: string | undefined
  readonly database?: string | undefined
}

/** `pacta verify`: decides everything again and compares. Exit code 1 unless all is the same or lawfully erased, and the chain is whole. */
export async function verify({ json, from, database }: VerifyArguments): Promise<void> {
  const progress = progressLine()
  const data = dataDir(process.env)
  const keys = openKeys(process.env)
  try {
    const { publicKey } = createHeadSigner(keys)
    // Heads of another database are in a folder of its name.
    const headsDir = join(data, 'heads', database ?? '')
    const { results, logs } = await bankDatabase(database, async (sql) => {
      const results = await verifyLanes(sql, {
        rules: { catalogue, legsOf, rulesVersion },
        stores,
        heads: { dir: headsDir, publicKey },
        from: from === undefined ? undefined : batchNumber(from),
        onProgress: (lane, done, of) => progress.show(`lane ${lane}: ${done} of ${of} decisions`),
      })
      const logs: LogVerdict[] = []
      for (const { lane } of results)
        logs.push(await verifyLog(sql, lane, { publicKey, published: readSeals(headsDir, lane) }))
      return { results, logs }
    })
    progress.clear()
    for (const [i, result] of results.entries()) {
      const log = logs[i]
      process.stdout.write(json ? `${JSON.stringify({ ...result, accessLog: log })}\n` : asText(result, log))
    }
    if (!results.every(isSound) || !logs.every(isLogWhole)) process.exitCode = 1
  } catch (error) {
    progress.clear()
    if (!(error instanceof PackMissing)) throw error
    throw new OperatorError(
      'nothing can be decided again',
      error.message,
      'Restore the row of the table pack from a backup, or start Pacta once with that pack.',
    )
  } finally {
    keys.close()
  }
}

function batchNumber(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text)
  throw new OperatorError(`${text} is no batch`, 'batches are numbered 1, 2, 3 and on', 'Give a number: --from 1000.')
}

function asText(result: Verification, log: LogVerdict | undefined): string {
  const { lane, decisions, batches, same, differs, erased, rulesChanged, chain, head, records, seconds, examples } =
    result
  const counts = [
    `${same} same`,
    ...(differs > 0 ? [`${differs} differ`] : []),
    ...(erased > 0 ? [`${erased} erased`] : []),
    ...(rulesChanged > 0 ? [`${rulesChanged} by other rules`] : []),
  ]
  const links = chain === 'whole' ? 'chain whole' : `CHAIN BROKEN at batch ${chain.brokenAt}`
  const heads = { signed: 'heads match', unsigned: 'no heads published', mismatch: 'PUBLISHED HEADS DO NOT MATCH' }[
    head
  ]
  const kept =
    records === null
      ? 'records not compared'
      : records.differ === 0
        ? `${records.looked} records alike`
        : `${records.differ} RECORDS DIFFER`
  return [
    ...examples.map(exampleText),
    ...(records?.examples ?? []).map(recordText),
    `lane ${lane}: ${decisions} decisions in ${batches} batches: ${counts.join(', ')}`,
    `  ${links}; ${heads}; ${kept} (${seconds} s)`,
    ...(log === undefined ? [] : [`  ${logText(log)}`]),
    '',
  ].join('\n')
}

function logText({ passages, seals, brokenAt, unsealed, waiting }: LogVerdict): string {
  const whole = brokenAt === undefined ? 'whole' : `BROKEN at seal ${brokenAt}`
  const none = `${unsealed > 0 ? `; ${unsealed} UNDER NONE` : ''}${waiting > 0 ? `; ${waiting} since the last` : ''}`
  return `access log ${whole}: ${passages} passages under ${seals} seals${none}`
}

const shown = 6

function exampleText({ decision, kind, outcome, differences }: Verdict): string {
  const lines = differences
    .slice(0, shown)
    .map(({ what, stored, now }) => cut(`  ${what}: stored ${stored || 'nothing'}, now ${now || 'nothing'}`))
  if (differences.length > shown) lines.push(`  and ${differences.length - shown} more`)
  return [`${outcome}: ${kind} ${decision}`, ...lines].join('\n')
}

const recordText = ({ collection, key, stored, now }: StrayRecord): string =>
  [`record: ${collection} ${key}`, `  stored ${stored}`, `  now ${now}`].map(cut).join('\n')

const cut = (line: string): string => (line.length > 100 ? `${line.slice(0, 97)}...` : line)
