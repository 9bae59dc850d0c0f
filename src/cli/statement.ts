import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type AccountId, laneOf, parseId } from '../kernel/ids.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { lanesAt } from '../operations/lanes.ts'
import { Gate } from '../privacy/gate.ts'
import { retentionYears } from '../privacy/vault/retention-years.ts'
import { createSealer } from '../privacy/vault/sealer.ts'
import { loadPack } from '../rulebook/load.ts'
import { Rulebook } from '../rulebook/terms.ts'
import { drawStatement } from '../statements/drawing/draw.ts'
import { type FileFormat, fileFormats, rendered } from '../statements/rendering.ts'
import { type StatementLanguage, statementLanguages } from '../statements/words.ts'
import { bankDatabase } from './bank-database.ts'
import { openKeys } from './key-store.ts'
import { dayOf, oneOf } from './options.ts'
import { serverSettings } from './settings.ts'

export type StatementArguments = {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly format: string
  readonly language: string
  readonly staff: string
  readonly output?: string | undefined
  readonly database?: string | undefined
}

/** `pacta statement ACCOUNT`: draws a statement as staff at the institution do; what is read is logged under their code. */
export async function statement(text: string, options: StatementArguments): Promise<void> {
  const account = parseId<AccountId>(text)
  if (account === undefined) throw unknown(text)
  const format = oneOf<FileFormat>(fileFormats, options.format, '--format')
  const language = oneOf<StatementLanguage>(statementLanguages, options.language, '--language')
  const keys = openKeys(process.env)
  try {
    await bankDatabase(options.database, async (sql) => {
      const lane = laneOf(account)
      const head = (await lanesAt(sql)).find((one) => one.lane === lane)
      const pack = loadPack(serverSettings(process.env).pack)
      const entity = pack.entities.find(({ id }) => id === head?.entity)
      if (head === undefined || entity === undefined) throw unknown(text)
      const today = head.businessDate
      const period = {
        from: options.from === undefined ? today.with({ day: 1 }) : dayOf(options.from, '--from'),
        to: options.to === undefined ? today : dayOf(options.to, '--to'),
      }
      if (Temporal.PlainDate.compare(period.from, period.to) > 0)
        throw new OperatorError('there is no such period', `${period.from} is after ${period.to}`, 'Swap the two.')
      const gate = new Gate(sql, (id) => createSealer(keys, id, retentionYears))
      const source = {
        sql,
        gate,
        terms: new Rulebook(pack, entity.id).terms(today),
        entity,
        now: Temporal.Now.instant(),
      }
      const drawn = await drawStatement(source, account, period, { actor: { role: 'operator', staff: options.staff } })
      if (drawn === undefined) throw unknown(text)
      await write(rendered(drawn, format, language), options.output)
    })
  } finally {
    keys.close()
  }
}

/** A file that was not finished is no statement: it is removed. */
async function write(file: ReturnType<typeof rendered>, output: string | undefined): Promise<void> {
  if (output === undefined || output === '-') {
    for await (const part of file) if (!process.stdout.write(part)) await once(process.stdout, 'drain')
    return
  }
  try {
    await pipeline(file, createWriteStream(output))
  } catch (error) {
    await rm(output, { force: true })
    throw error
  }
}

const unknown = (text: string): OperatorError =>
  new OperatorError('there is no such account', `no customer has the account ${text}`, 'Give the id of an account.')
