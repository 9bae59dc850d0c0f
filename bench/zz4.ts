import { openDatabase } from '../src/storage/embedded.ts'
import { openInstitution } from '../src/operations/institution.ts'
import { makeCustomers } from './posting/population.ts'
import { measure } from './posting/load.ts'
import { rmSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
rmSync('/tmp/perfdata/keys', { recursive: true, force: true })
const db = await openDatabase({ dataDir: '/tmp/perfdata', database: 'perf' + process.pid })
const inst = await openInstitution({ databaseUrl: db.url, pack: 'packs/luminor', keysDir: '/tmp/perfdata/keys' })
const writer = await inst.takeLane(inst.rulebook.pack.entities[0]!)
const customers = await makeCustomers(writer, 5000, () => {})
const weight = process.argv[2] as 'lean'
await measure(writer, customers, { weight, spread: 'uniform' }, { clients: 2500, seconds: 3 })
const s = new Session(); s.connect(); await s.post('HeapProfiler.startSampling', { samplingInterval: 16384, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true })
const c0 = process.cpuUsage()
const m = await measure(writer, customers, { weight, spread: 'uniform' }, { clients: 2500, seconds: 5 })
const c1 = process.cpuUsage(c0)
const { profile } = await s.post('HeapProfiler.stopSampling') as any
writeFileSync('/tmp/prof/z.cpuprofile', JSON.stringify(profile))
console.log(weight, m, 'node us/tx', (c1.user + c1.system) / (m.tps * 5))
await writer.close(); await inst.close(); await db.stop()
