/** Many episodes from one seed, and the shortest failure that can be found for one that breaks a promise. */
import { join } from 'node:path'
import { loadPack } from '../../src/rulebook/load.ts'
import { Rulebook } from '../../src/rulebook/terms.ts'
import { type Counts, Episode, type Trouble, troubles } from './episode.ts'
import { BrokenPromise } from './journal-watch.ts'
import { Random } from './random.ts'

/** Commands of one episode: short enough to be repeated in a second. */
export const episodeCommands = 5_000
/** How long a shorter failure is looked for. */
const searchMs = 20_000

export type Failure = {
  /** Repeats it: as `seed`, with `commands` and `troubles`. */
  readonly seed: number
  readonly commands: number
  readonly troubles: readonly Trouble[]
  /** The promise and what broke it; with a stack where it was no promise but a bug. */
  readonly broken: string
  readonly trace: readonly string[]
}
export type Simulation = { readonly seed: number; readonly counts: Counts; readonly failure: Failure | undefined }

let rulebook: Rulebook | undefined

/**
 * Simulates at least so many commands, in episodes whose seeds follow from this one. A run of one episode has that very seed.
 *
 * @param onEpisode is told after each episode how many commands are done
 */
export async function simulate(options: {
  readonly seed: number
  readonly commands: number
  readonly troubles?: readonly Trouble[]
  /** Plays only every `of`-th episode, from `index` on: so that several processes share the work. */
  readonly share?: { readonly index: number; readonly of: number }
  readonly onEpisode?: (done: number) => void
  /** Tells a failure as it was found: nothing shorter is looked for. */
  readonly asFound?: true
}): Promise<Simulation> {
  const { seed, commands, share = { index: 0, of: 1 }, onEpisode } = options
  const seeds = new Random(seed)
  const counts: Counts = { episodes: 0, commands: 0 }
  for (let n = 0, left = commands; left > 0; n += 1, left -= episodeCommands) {
    const length = Math.min(left, episodeCommands)
    const one = {
      seed: commands <= episodeCommands ? seed : seeds.fork(),
      commands: length,
      troubles: options.troubles ?? troubles,
    }
    if (n % share.of !== share.index) continue
    const { failure, counts: found } = await episode(one)
    for (const [name, count] of Object.entries(found)) counts[name] = (counts[name] ?? 0) + count
    counts['episodes'] = (counts['episodes'] ?? 0) + 1
    counts['commands'] = (counts['commands'] ?? 0) + length
    if (failure !== undefined) return { seed, counts, failure: options.asFound ? failure : await shortened(failure) }
    onEpisode?.(counts['commands'])
  }
  return { seed, counts, failure: undefined }
}

type Asked = { readonly seed: number; readonly commands: number; readonly troubles: readonly Trouble[] }

async function episode(asked: Asked): Promise<{ readonly failure?: Failure; readonly counts: Counts }> {
  rulebook ??= new Rulebook(loadPack(join(import.meta.dirname, '../../packs/luminor')))
  const played = new Episode({ ...asked, troubles: new Set(asked.troubles), rulebook })
  try {
    return { counts: await played.run() }
  } catch (error) {
    // As many as were issued by then, and one more to come, repeat it.
    const commands = Math.min(asked.commands, played.issued + 1)
    const { counts, trace } = played
    return { counts, failure: { ...asked, commands, broken: textOf(error as Error), trace } }
  }
}

/** Looks for a shorter episode, with fewer troubles, that breaks the same promise: from seeds that follow from the failed one. */
async function shortened(failure: Failure): Promise<Failure> {
  const deadline = Date.now() + searchMs
  const promised = promiseOf(failure)
  const attempt = async (asked: Asked, tries: number): Promise<Failure | undefined> => {
    const seeds = new Random(asked.seed)
    for (let i = 0; i < tries && Date.now() < deadline; i += 1) {
      const found = (await episode({ ...asked, seed: i === 0 ? asked.seed : seeds.fork() })).failure
      if (found !== undefined && promiseOf(found) === promised) return found
    }
    return undefined
  }
  let best = failure
  for (const trouble of failure.troubles)
    best = (await attempt({ ...best, troubles: best.troubles.filter((one) => one !== trouble) }, 5)) ?? best
  for (let { commands } = best; commands > 70 && Date.now() < deadline; commands = Math.ceil(commands * 0.7))
    best = (await attempt({ ...best, commands }, 60)) ?? best
  return best
}

const textOf = (error: Error): string =>
  error instanceof BrokenPromise ? error.message : (error.stack ?? error.message)
const promiseOf = ({ broken }: Failure): string | undefined => broken.split(':')[0]
