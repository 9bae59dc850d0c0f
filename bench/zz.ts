import { openDatabase } from '../src/storage/embedded.ts'
import { openInstitution } from '../src/operations/institution.ts'
import { makeCustomers } from './posting/population.ts'
import { measure } from './posting/load.ts'
import { rmSync } from 'node:fs'
rmSync('/tmp/perfdata/keys', { recursive: true, force: true })
const db = await openDatabase({ dataDir: '/tmp/perfdata', database: 'perf' + process.pid })
const inst = await openInstitution({ databaseUrl: db.url, pack: 'packs/luminor', keysDir: '/tmp/perfdata/keys' })
const st: any = {}
for (const name of ['append','known','load','chainBytes'] as const) { const f = (inst.storage as any)[name].bind(inst.storage); (inst.storage as any)[name] = async (...a: any[]) => { const t = performance.now(); const c=process.cpuUsage(); try { return await f(...a) } finally { (st[name] ??= {n:0,ms:0}).n++; st[name].ms += performance.now() - t } } }
const entity = inst.rulebook.pack.entities[0]!
const writer = await inst.takeLane(entity)
let t = performance.now()
const N = Number(process.argv[2] ?? 20000)
const customers = await makeCustomers(writer, N, () => {})
console.log('population', N, ((performance.now() - t) / 1000).toFixed(1), 's')
for (let k = 0; k < 2; k++) for (const [weight, spread] of [['lean','uniform'],['lean','hot'],['realistic','uniform'],['realistic','hot']] as const) {
  const m = await measure(writer, customers, { weight, spread }, { clients: 2500, seconds: Number(process.argv[3] ?? 5) })
  console.log(Object.entries(st).map(([k,v]: any)=>`${k} ${v.n}x ${(v.ms/v.n).toFixed(1)}ms`).join(', ')); for (const k in st) delete st[k]
  console.log(weight, spread, m.tps.toFixed(0), m.p50Ms.toFixed(1), m.p99Ms.toFixed(1))
}
console.log('lone', await measure(writer, customers, { weight: 'lean', spread: 'uniform' }, { clients: 1, seconds: 3 }))
await writer.close(); await inst.close(); await db.stop()
