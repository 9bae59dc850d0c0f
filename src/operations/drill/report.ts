/** How long it took, without the backup, until what was restored had been verified; whole seconds, rounded up. */
export const restoreSecondsOf = ({ seconds }: Pick<DrillReport, 'seconds'>): number =>
  Math.max(0, Math.ceil((seconds['total'] ?? 0) - (seconds['backup'] ?? 0)))

/** What a drill found. Counts, seconds and words of this program: no personal data. */
export type DrillReport = {
  readonly at: string
  /** Whether all was as it should be. */
  readonly sound: boolean
  /** What was not. */
  readonly problems: readonly string[]
  /** How long each step took; a step that was not reached is left out. */
  readonly seconds: Readonly<Record<string, number>>
  readonly backup?: { readonly bytes: number; readonly tables: number; readonly rows: number }
  readonly restored?: { readonly rows: number; readonly erasedAgain: number; readonly factsErased: number }
  /** `lost`: keys under which restored facts are sealed and that the restored key store does not have. */
  readonly keys?: {
    readonly living: number
    readonly destroyed: number
    readonly lost: number
    readonly expiredBackups: number
  }
  readonly books?: { readonly checks: number; readonly broken: number }
  readonly lanes?: readonly {
    readonly lane: number
    readonly decisions: number
    readonly same: number
    readonly erased: number
    readonly chain: string
    readonly head: string
  }[]
  /** What the ledger of erasures says, and what of it was found to be still there. */
  readonly erasures?: { readonly entries: number; readonly keysLiving: number; readonly factsLeft: number }
}
