/** How long after the first a further Ctrl-C counts as the same one: npm passes on what the terminal sent already. */
const ECHO_MS = 1_000

/**
 * Resolves when the process is asked to stop: Ctrl-C, SIGTERM, or a terminal that closes. A second Ctrl-C, for those
 * who cannot wait, ends it at once; what was confirmed is safe then, too.
 */
export function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const ask = (signal: NodeJS.Signals): void => {
      const now = performance.now()
      if (signal === 'SIGINT' && first !== undefined && now - first > ECHO_MS) process.exit(130)
      first ??= now
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  })
}
