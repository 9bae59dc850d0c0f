/** Processor time: what a piece of work costs however much else the machine does meanwhile. */
import { readdirSync, readFileSync } from 'node:fs'
import { runningServer } from '../../src/storage/postgres-server.ts'

/** Linux counts in hundredths of a second (USER_HZ). */
const ticksASecond = 100

/**
 * Seconds of processor that this process and those of its database server have taken so far, the ones that ended included; NaN where the
 * system does not tell, or the server is not this machine's.
 */
export function processorSeconds(dataDir: string): number {
  const { user, system } = process.cpuUsage()
  const server = runningServer(dataDir)
  if (server === undefined) return Number.NaN
  try {
    let ticks = 0
    for (const { pid, parent, own, ofEnded } of processes()) {
      if (pid === server.pid) ticks += own + ofEnded
      else if (parent === server.pid) ticks += own
    }
    return (user + system) / 1e6 + ticks / ticksASecond
  } catch {
    return Number.NaN
  }
}

/** Every process: its own ticks, and those of its children that ended. Source: proc_pid_stat(5). */
function* processes() {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const text = statOf(name)
    // The name of a command, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map((i) =>
      Number(fields[i]),
    )
    if (text !== '') yield { pid: Number(name), parent, own: user + system, ofEnded: endedUser + endedSystem }
  }
}

/** Empty for a process that ended meanwhile. */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}
