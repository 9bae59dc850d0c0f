import { simulateKms } from '../privacy/vault/kms-simulator.ts'
import { askedToStop } from './stopping.ts'

/** `pacta kms simulate`: a key management service to try things on, until it is asked to stop. It protects nothing. */
export async function simulate({ port, token }: { readonly port: string; readonly token: string }): Promise<void> {
  const stopping = askedToStop()
  const simulator = await simulateKms({ token, port: Number(port), seed: 'pacta demonstration' })
  process.stdout.write(
    `A key management service on ${simulator.url} that protects nothing. Use it: PACTA_KMS_URL=${simulator.url} PACTA_KMS_TOKEN=${token} ` +
      'PACTA_KMS_KEY=2026. Ctrl-C stops it.\n',
  )
  await stopping
  await simulator.stop()
}
