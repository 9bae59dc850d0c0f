/** What the routes work with. */
import type {} from 'fastify'
import type { DayEndRuns } from '../operations/day-end/runs.ts'
import type { Institution } from '../operations/institution.ts'
import type { LaneHolder } from '../operations/lane-holder.ts'
import type { CommandMaker } from './commands/carry-out.ts'
import type { WireKind } from './commands/wires.ts'
import type { Metrics } from './metrics.ts'
import type { Bearer } from './tokens/store.ts'

/** What a demonstration shows of itself on the first page. */
export type Demonstration = {
  readonly tokens: readonly { readonly name: string; readonly role: string; readonly token: string }[]
  /** A request that is refused, to be copied. */
  readonly refused?: { readonly token: string; readonly body: object }
  /** Somebody whom it is about. */
  readonly party: string
  readonly account?: string
}

export type Api = {
  readonly institution: Institution
  readonly lanes: LaneHolder
  readonly kinds: ReadonlyMap<string, WireKind>
  readonly maker: CommandMaker
  readonly metrics: Metrics
  readonly demonstration: Demonstration | undefined
  /** Where the institution's own pages are, such as `https://bank.example`: for links on paper. */
  readonly pages: string | undefined
  /** Closes days, one run a lane at a time. */
  readonly days: DayEndRuns
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends; undefined on public routes alone. */
    bearer: Bearer | undefined
    /** What the log says of the answer: never a fact, a name or an amount. */
    noted: { readonly decision?: string; readonly code?: string } | undefined
  }
  interface FastifyContextConfig {
    /** Needs no token. */
    public?: boolean
    /** Staff may ask this before they have undertaken confidentiality. */
    beforeUndertaking?: boolean
  }
}
