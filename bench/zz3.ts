import { openDatabase } from '../src/storage/embedded.ts'
import { openInstitution } from '../src/operations/institution.ts'
import { makeCustomers } from './posting/population.ts'
import { measure } from './posting/load.ts'
import { rmSync, readFileSync } from 'node:fs'
rmSync('/tmp/perfdata/keys', { recursive: true, force: true })
const db = await openDatabase({ dataDir: '/tmp/perfdata', database: 'perf' + process.pid })
const inst = await openInstitution({ databaseUrl: db.url, pack: 'packs/luminor', keysDir: '/tmp/perfdata/keys' })
const writer = await inst.takeLane(inst.rulebook.pack.entities[0]!)
const customers = await makeCustomers(writer, 5000, () => {})
const cpu = async () => {
  const rows = await inst.sql`select pid, application_name, backend_type from pg_stat_activity`
  const out: Record<string, number> = {}
  for (const r of rows as any) { try { const f = readFileSync(`/proc/${r.pid}/stat`, 'utf8').split(') ')[1]!.split(' '); const k = r.backend_type === 'client backend' ? r.application_name : r.backend_type; out[k] = (out[k] ?? 0) + (Number(f[11]) + Number(f[12])) * 10 } catch {} }
  const u = process.cpuUsage(); out['node'] = (u.user + u.system) / 1000
  return out
}
const variants: [string, string][] = [['base', 'select 1'], ...process.argv.slice(2).map((x) => x.split('|') as [string, string])]
for (const [name, ddl] of variants) {
  await inst.sql.unsafe(ddl)
  for (const weight of ['lean', 'realistic'] as const) {
    const a = await cpu(); const w0 = (await inst.sql`select wal_bytes from pg_stat_wal`)[0] as any
    const m = await measure(writer, customers, { weight, spread: 'uniform' }, { clients: 2500, seconds: 5 })
    const b = await cpu(); const w1 = (await inst.sql`select wal_bytes from pg_stat_wal`)[0] as any; const n = m.tps * 5
    console.log(name, weight, m.tps.toFixed(0), 'us/tx:', Object.keys(b).map((k) => [k, (((b[k]! - (a[k] ?? 0)) * 1000) / n)] as const).filter(([, v]) => v > 0.5).map(([k, v]) => `${k} ${v.toFixed(1)}`).join(', '), 'wal/tx', (Number(BigInt(w1.wal_bytes) - BigInt(w0.wal_bytes)) / n).toFixed(0))
  }
}
await writer.close(); await inst.close(); await db.stop()
