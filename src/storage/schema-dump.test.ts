import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import { dumpSchema } from './schema-dump.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('docs/schema.txt is what the migrations give; `npm run schema` writes it anew', async () => {
  const kept = await readFile(new URL('../../docs/schema.txt', import.meta.url), 'utf8')
  expect(await dumpSchema(database.sql)).toBe(kept)
})

test('the dump shows columns, keys, checks, indexes and triggers', async () => {
  await database.sql.unsafe(`
    create type mood as enum ('calm', 'busy');
    create table zebra (
      id bigint generated always as identity primary key,
      stripes integer not null default 7 check (stripes > 0),
      mood mood,
      twice integer generated always as (stripes * 2) stored
    );
    create index zebra_by_stripes on zebra (stripes desc) where stripes > 3;
    create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
    create trigger zebra_stays before update on zebra for each row execute function refuse();
    create view calm_zebra as select id from zebra where mood = 'calm';
  `)
  const dump = await dumpSchema(database.sql)
  expect(dump).toContain("type mood enum ('calm', 'busy')")
  expect(dump).toContain(`table zebra
  id       bigint   not null generated always as identity
  stripes  integer  not null default 7
  mood     mood
  twice    integer  generated always as ((stripes * 2)) stored
  constraint zebra_pkey PRIMARY KEY (id)
  constraint zebra_stripes_check CHECK ((stripes > 0))
  CREATE INDEX zebra_by_stripes ON zebra USING btree (stripes DESC) WHERE (stripes > 3)
  CREATE TRIGGER zebra_stays BEFORE UPDATE ON zebra FOR EACH ROW EXECUTE FUNCTION refuse()`)
  expect(dump).toContain('view calm_zebra')
  expect(dump).toContain('FUNCTION refuse()')
})
