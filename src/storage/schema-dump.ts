import type { Sql } from './sql.ts'

type Line = { relation: string; line: string }

/**
 * The schema `public` as text, the same for the same schema whatever way led there: types, sequences, tables with
 * columns, keys, checks, indexes and triggers, views, functions. It is kept in git, so that a change of a migration
 * shows what it does to the tables.
 */
export async function dumpSchema(sql: Sql): Promise<string> {
  const tables = await relations(sql)
  const columns = await columnLines(sql)
  const constraints = await constraintLines(sql)
  const indexes = await indexLines(sql)
  const triggers = await triggerLines(sql)
  const blocks = [...(await typeBlocks(sql)), ...(await sequenceBlocks(sql))]
  for (const { relation, heading } of tables) {
    const body = [columns, constraints, indexes, triggers].flatMap((lines) => of(relation, lines))
    blocks.push([heading, ...body.map((line) => `  ${line}`)].join('\n'))
  }
  blocks.push(...(await functionBlocks(sql)))
  return `${blocks.join('\n\n')}\n`
}

function of(relation: string, lines: Line[]): string[] {
  return lines.filter((entry) => entry.relation === relation).map((entry) => entry.line)
}

async function relations(sql: Sql): Promise<{ relation: string; heading: string }[]> {
  return sql`
    select relname as relation, case
        when relkind in ('v', 'm') then
          case relkind when 'v' then 'view ' else 'materialized view ' end || relname || E'\n'
          || regexp_replace(pg_get_viewdef(oid), '^', '  ', 'gm')
        else 'table ' || relname
          || coalesce(' partition by ' || pg_get_partkeydef(oid), '')
          || coalesce(' partition of ' || (select inhparent::regclass from pg_inherits where inhrelid = pg_class.oid)
                      || ' ' || pg_get_expr(relpartbound, oid), '')
          || case when relpersistence = 'u' then ' unlogged' else '' end
          || case when relrowsecurity then ' row security' else '' end
          || coalesce(' with (' || array_to_string(reloptions, ', ') || ')', '')
      end as heading
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
    order by relname collate "C"`
}

async function columnLines(sql: Sql): Promise<Line[]> {
  const rows = await sql<{ relation: string; name: string; type: string; rest: string }[]>`
    select c.relname as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      concat_ws(' ',
        case when a.attnotnull then 'not null' end,
        case a.attidentity when 'a' then 'generated always as identity' when 'd' then 'generated as identity' end,
        case a.attgenerated
          when 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
          when 'v' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') virtual'
          else 'default ' || pg_get_expr(d.adbin, d.adrelid)
        end,
        case when a.attcollation <> t.typcollation then 'collate ' || a.attcollation::regcollation end,
        '-- ' || col_description(c.oid, a.attnum)
      ) as rest
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    order by c.relname collate "C", a.attnum`
  return rows.map(({ relation, name, type, rest }) => {
    const siblings = rows.filter((row) => row.relation === relation)
    const width = (of: (row: (typeof rows)[number]) => string) => Math.max(...siblings.map((row) => of(row).length))
    const line = `${name.padEnd(width((row) => row.name))}  ${type.padEnd(width((row) => row.type))}  ${rest}`
    return { relation, line: line.trimEnd() }
  })
}

async function constraintLines(sql: Sql): Promise<Line[]> {
  // Not-null constraints (type n) already show at their column.
  return sql`
    select r.relname as relation, 'constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
      || case when c.convalidated then '' else ' not valid' end as line
    from pg_constraint c join pg_class r on r.oid = c.conrelid
    where c.connamespace = 'public'::regnamespace and c.contype not in ('n', 't')
    order by position(c.contype in 'pufcx'), c.conname collate "C"`
}

async function indexLines(sql: Sql): Promise<Line[]> {
  return sql`
    select t.relname as relation, replace(pg_get_indexdef(i.indexrelid), ' ON public.', ' ON ') as line
    from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    where t.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint where conindid = i.indexrelid and contype in ('p', 'u', 'x'))
    order by x.relname collate "C"`
}

async function triggerLines(sql: Sql): Promise<Line[]> {
  return sql`
    select r.relname as relation, replace(pg_get_triggerdef(t.oid), ' ON public.', ' ON ') as line
    from pg_trigger t join pg_class r on r.oid = t.tgrelid
    where r.relnamespace = 'public'::regnamespace and not t.tgisinternal
    order by t.tgname collate "C"`
}

async function typeBlocks(sql: Sql): Promise<string[]> {
  const rows = await sql<{ block: string }[]>`
    select case typtype
        when 'e' then 'type ' || typname || ' enum (' ||
          (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid)
          || ')'
        else 'domain ' || typname || ' ' || format_type(typbasetype, typtypmod) || case when typnotnull then ' not null' else '' end
          || coalesce(E'\n' || (select string_agg('  constraint ' || conname || ' ' || pg_get_constraintdef(oid), E'\n' order by conname)
                                from pg_constraint where contypid = t.oid and contype = 'c'), '')
      end as block
    from pg_type t
    where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
    order by typname collate "C"`
  return rows.map(({ block }) => block)
}

async function sequenceBlocks(sql: Sql): Promise<string[]> {
  // The sequence of an identity column shows at its column.
  const rows = await sql<{ block: string }[]>`
    select 'sequence ' || relname || ' ' || format_type(seqtypid, null) || ' start ' || seqstart || ' increment ' || seqincrement
      as block
    from pg_class join pg_sequence on seqrelid = oid
    where relnamespace = 'public'::regnamespace
      and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'i')
    order by relname collate "C"`
  return rows.map(({ block }) => block)
}

async function functionBlocks(sql: Sql): Promise<string[]> {
  const rows = await sql<{ block: string }[]>`
    select trim(E'\n' from replace(pg_get_functiondef(oid), 'FUNCTION public.', 'FUNCTION ')) as block
    from pg_proc
    where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
    order by proname collate "C", pg_get_function_identity_arguments(oid) collate "C"`
  return rows.map(({ block }) => block)
}
