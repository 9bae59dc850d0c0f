import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./main.ts', import.meta.url))

/**
 * `pacta drill` in a process of its own, behind the bank in priority: what it verifies keeps a processor busy for a while. It leaves its
 * record by itself, and goes on when the server stops. That not all was sound is no failure of running it.
 */
export async function runDrill(environment: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [program, 'drill', '--json'], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  child.unref()
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-500)
  })
  await once(child, 'spawn')
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  const [code] = await once(child, 'close')
  if (code !== 0 && said !== '') throw new Error(said.trim())
}
