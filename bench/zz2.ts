import { openDatabase } from '../src/storage/embedded.ts'
import { spawnSync } from 'node:child_process'
const db = await openDatabase({ dataDir: '/tmp/perfdata', database: 'pgb' })
const u = new URL(db.url); console.log(db.url)
const host = u.searchParams.get('host') ?? decodeURIComponent(u.hostname)
const env = { ...process.env, PGHOST: host, PGUSER: u.username || 'postgres', PGDATABASE: 'pgb', PGPASSWORD: u.password }
const run = (...a: string[]) => { const r = spawnSync('pgbench', a, { env, encoding: 'utf8' }); console.log(a.join(' '), r.stdout.split('\n').filter(l => /tps|latency/.test(l)).join(' | '), r.stderr.slice(-300)) }
run('-i', '-s', '10', '-q')
run('-c', '4', '-j', '2', '-T', '8'); run('-c', '1', '-T', '6')
await db.stop()
