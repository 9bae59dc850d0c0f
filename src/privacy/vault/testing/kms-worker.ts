/** The simulated key management service in a thread of its own: whoever asks it waits, and so does everything in their thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { simulateKms } from '../kms-simulator.ts'

const { url } = await simulateKms(workerData)
parentPort?.postMessage(url)
