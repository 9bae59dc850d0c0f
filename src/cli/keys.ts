import { parsePeriod } from '../kernel/duration.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { backUpKeys, restoreKeys } from '../privacy/vault/key-backup.ts'
import { type KeyStatus, keyStatus } from '../privacy/vault/key-status.ts'
import { rotateKeys } from '../privacy/vault/rotation.ts'
import { openKeys } from './key-store.ts'
import { barOf, progressLine } from './progress.ts'
import { keySettings } from './settings.ts'

type Json = { readonly json?: boolean }

const print = (json: boolean | undefined, report: object, text: string): void =>
  void process.stdout.write(json ? `${JSON.stringify(report)}\n` : text)

/** `pacta keys status`: counts, master keys, backups. Exit code 1 when a backup is overdue or an erasure has not ended. */
export function status({ json }: Json): void {
  const { keysDir, masterKeys } = keySettings(process.env)
  openKeys(process.env).close()
  const found = keyStatus(keysDir, masterKeys, Temporal.Now.instant())
  print(json, found, asText(found))
  if (found.unfinishedErasures.length > 0 || found.backups.some(({ overdue }) => overdue)) process.exitCode = 1
}

function asText(found: KeyStatus): string {
  const { living, destroyed, masters, backups, erasures, unfinishedErasures, destroyedUntil } = found
  return [
    `${living} keys live, ${destroyed} were destroyed by ${erasures} erasures.`,
    ...masters.map(({ id, keys, since }) => `master key ${id} since ${since}: ${keys} keys`),
    ...(masters.length > 1 ? ['  ! A rotation was begun and has not ended: pacta keys rotate.'] : []),
    ...backups.map(({ number, file, at, expires, overdue, unfinished }) => {
      const late = overdue ? '  ! OVERDUE: delete it' : unfinished ? '  ! it was begun and not ended' : ''
      return `backup ${number} of ${at}, until ${expires}: ${file}${late}`
    }),
    ...(unfinishedErasures.length > 0 ? [`  ! Erasures to be repeated: ${unfinishedErasures.join(', ')}`] : []),
    destroyedUntil === undefined
      ? 'No backup holds a key that was destroyed.'
      : `The last backup that holds a key that was destroyed expires on ${destroyedUntil}.`,
    '',
  ].join('\n')
}

/** `pacta keys rotate`: every key goes over to a new master key while the bank works; an interrupted rotation goes on. */
export async function rotate({ json }: Json): Promise<void> {
  const { keysDir, masterKeys } = keySettings(process.env)
  openKeys(process.env).close()
  const progress = progressLine()
  try {
    const onProgress = (done: number, of: number) => progress.show(`${barOf(done / of)} ${done} of ${of} keys`)
    const done = await rotateKeys(keysDir, masterKeys, { onProgress })
    progress.clear()
    const { rewrapped, resumed, master, retired, kept } = done
    const lines = [
      `${rewrapped} keys went over to the master key ${master}${resumed ? ', to which an earlier rotation had begun' : ''}.`,
      ...retired.map((id) => `The master key ${id} was destroyed.`),
      ...kept.map((id) => `The master key ${id} is kept for backups of the keys, and destroyed with the last of them.`),
    ]
    print(json, done, `${lines.join('\n')}\n`)
  } finally {
    progress.clear()
  }
}

/** `pacta keys backup DIR`: backs the key store up for a limited time, and deletes backups whose time is over. */
export function backup(target: string, { json, life }: Json & { readonly life: string }): void {
  const { keysDir, masterKeys } = keySettings(process.env)
  openKeys(process.env).close()
  const made = backUpKeys(keysDir, masterKeys, target, {
    at: Temporal.Now.instant().round('millisecond'),
    lifeHours: hoursOf(life),
  })
  const { file, expires, expired } = made
  const lines = [
    `The keys are in ${file} until ${expires}; it opens with their master key.`,
    ...expired.deleted.map((one) => `Deleted: ${one}`),
    ...expired.failed.map((one) => `  ! NOT DELETED, although its time is over: ${one}`),
  ]
  print(json, made, `${lines.join('\n')}\n`)
  if (expired.failed.length > 0) process.exitCode = 1
}

function hoursOf(life: string): number {
  try {
    const { count, unit } = parsePeriod(life)
    const days = { day: 1, week: 7 }[unit as string]
    if (days !== undefined && count > 0) return 24 * days * count
  } catch {
    // Told below.
  }
  throw new OperatorError(
    'that is no life of a backup',
    life,
    'Write days or weeks, such as P14D or P2W: erasures wait for it.',
  )
}

/** `pacta keys restore FILE`: puts a backup in the place of a lost key store; what was destroyed since stays destroyed. */
export function restore(file: string, { json }: Json): void {
  const { keysDir, masterKeys } = keySettings(process.env)
  const restored = restoreKeys(file, keysDir, masterKeys)
  const { keys, destroyedAgain, at, ledger } = restored
  const lines = [
    `${keys} keys as of ${at} are back in ${keysDir}; ${destroyedAgain} that were destroyed since were destroyed again.`,
    ...(ledger
      ? []
      : [
          '  ! No erasures.sqlite was here: keys that were destroyed after the backup live again until it, or `pacta restore`, brings it back.',
        ]),
    'What was sealed under keys made after the backup cannot be read any more.',
  ]
  print(json, restored, `${lines.join('\n')}\n`)
}
