import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../kernel/operator-error.ts'

export type SimulateArguments = {
  readonly seed?: string | undefined
  readonly commands?: string | undefined
  readonly troubles?: string | undefined
  readonly json?: boolean | undefined
}

const program = fileURLToPath(new URL('../../tests/simulation/main.ts', import.meta.url))

/** `pacta simulate`: runs the simulator, which belongs to the tests. Exit code 1 when a promise was broken. */
export function simulate({ seed, commands, troubles, json }: SimulateArguments): void {
  for (const [name, value] of Object.entries({ seed, commands }))
    if (value !== undefined && !/^[1-9][0-9]{0,15}$/.test(value))
      throw new OperatorError(`${value} is no whole number`, `--${name} takes one`, `Write it as --${name} 1000.`)
  if (!existsSync(program))
    throw new OperatorError(
      'the simulator is not here',
      `there is no ${program}`,
      'Run it from a whole checkout of Pacta.',
    )
  const options = Object.entries({ seed, commands, troubles }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  )
  const { status } = spawnSync(process.execPath, [program, ...options, ...(json ? ['--json'] : [])], {
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}
