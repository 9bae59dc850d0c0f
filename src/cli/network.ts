import { NetworkSimulator } from '../payments/network/exchange/simulator.ts'
import { demonstrationNetwork } from './settings.ts'
import { askedToStop } from './stopping.ts'

export type SimulateOptions = { readonly port?: string; readonly secret?: string }

/** `pacta network simulate`: a payment network to try things on, until it is asked to stop. */
export async function simulate(options: SimulateOptions): Promise<void> {
  const stopping = askedToStop()
  const own = new URL(demonstrationNetwork.url)
  const port = Number(options.port ?? own.port)
  const simulator = await NetworkSimulator.start({ secret: options.secret ?? demonstrationNetwork.secret, port })
  process.stdout.write(
    `A payment network on ${simulator.url}. It settles what it takes; numbers that end in 0404, 0101 and 0606 are rejected, those in ` +
      '0505 come back after settlement. Ctrl-C stops it.\n',
  )
  await stopping
  await simulator.stop()
}
