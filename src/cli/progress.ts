/** A line that says how far a long command is; where nobody looks at a terminal, it says nothing. */
export type Progress = { show(text: string): void; clear(): void }

const everyMs = 100
const barWidth = 24

/** A bar for the share that is done, from 0 to 1, such as `[######------]`. */
export function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth)
  return `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]`
}

export function progressLine(output: NodeJS.WriteStream = process.stderr): Progress {
  let last = 0
  if (!output.isTTY) return { show: () => {}, clear: () => {} }
  return {
    show: (text) => {
      const now = performance.now()
      if (now - last < everyMs) return
      last = now
      output.write(`\r\u001b[2K${text.slice(0, (output.columns ?? 80) - 1)}`)
    },
    clear: () => void output.write('\r\u001b[2K'),
  }
}
