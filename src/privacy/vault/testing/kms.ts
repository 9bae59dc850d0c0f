/** A key management service for tests, beside the thread that asks it. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { KmsSimulator, KmsSimulatorOptions } from '../kms-simulator.ts'

export async function kmsForTests(options: KmsSimulatorOptions): Promise<KmsSimulator> {
  const worker = new Worker(new URL('./kms-worker.ts', import.meta.url), { workerData: options })
  const [url] = await once(worker, 'message')
  return { url, stop: async () => void (await worker.terminate()) }
}
