/** `pacta register`: what is published out of the register of a pack, without a server. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { pageOf } from '../api/pages/html.ts'
import { statementPage } from '../api/pages/privacy-page.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { endingOf } from '../privacy/disclosures/receivers/rules.ts'
import { processingRecord } from '../privacy/published/article-30.ts'
import { listReport } from '../privacy/published/late.ts'
import { publish } from '../privacy/published/publish.ts'
import {
  type PublishedLanguage,
  publishedLanguages,
  type Statement,
  type StatementSource,
  sourceOn,
  statementKinds,
} from '../privacy/published/statement.ts'
import { registerAsLinkedData } from '../privacy/published/vocabulary.ts'
import { inspectPack, loadPack } from '../rulebook/load.ts'
import type { Pack } from '../rulebook/pack.ts'
import { formatProblem } from '../rulebook/problem.ts'
import { Rulebook, UnboundProvision } from '../rulebook/terms.ts'
import { dayOf, oneOf } from './options.ts'
import { serverSettings } from './settings.ts'

type PackArguments = {
  readonly pack?: string | undefined
  /** Of which entity; of the first unless told. */
  readonly entity?: string | undefined
  readonly on?: string | undefined
}
export type ExportArguments = PackArguments & {
  readonly format: string
  readonly language: string
  readonly output?: string | undefined
}

export const exportFormats = [...statementKinds, 'article-30', 'dpv'] as const
type ExportFormat = (typeof exportFormats)[number]

/** Writes one of the formats. Throws OperatorError where the pack asks for no such thing. */
export async function registerExport(options: ExportArguments, output: Output = process.stdout): Promise<void> {
  const format = oneOf<ExportFormat>(exportFormats, options.format, '--format')
  const language = oneOf<PublishedLanguage>(publishedLanguages, options.language, '--language')
  const pack = loadPack(folderOf(options))
  const source = sourceOn(rulebookOf(pack, options), onDay(options))
  const content = await contentOf(format, source, language, options.output)
  if (options.output !== undefined && options.output !== '-') return await writeFile(options.output, content)
  output.write(content)
}

async function contentOf(
  format: ExportFormat,
  source: StatementSource,
  language: PublishedLanguage,
  file = '',
): Promise<string | Buffer> {
  try {
    if (format === 'dpv') return `${JSON.stringify(registerAsLinkedData(source), null, 2)}\n`
    if (format === 'article-30') {
      const { spreadsheet } = await import('../privacy/published/spreadsheet.ts')
      return await spreadsheet(processingRecord(source, language))
    }
    return await formOf(publish(format, source, language), extname(file))
  } catch (error) {
    if (error instanceof UnboundProvision)
      throw new OperatorError(
        `${source.pack.id} publishes no ${format}`,
        error.message,
        `Bind ${error.provision} in a clause, or choose another format.`,
      )
    throw error
  }
}

async function formOf(statement: Statement, extension: string): Promise<string | Buffer> {
  if (extension === '.json') return `${JSON.stringify(statement, null, 2)}\n`
  if (extension === '.pdf') return (await import('../api/pages/privacy-print.ts')).printedStatement(statement)
  const standalone = readFileSync(new URL('../api/pages/style.css', import.meta.url), 'utf8')
  return pageOf({ ...statementPage(statement), standalone })
}

/** Where it goes. */
export type Output = { write(content: string | Buffer): unknown }

export type CheckArguments = PackArguments & { readonly json?: boolean | undefined }

/**
 * @returns the exit code: 1 when the pack has errors, a processor came onto the list late or is still missing there, or what was agreed
 * with one ended
 */
export function registerCheck(options: CheckArguments, output: Output = process.stdout): number {
  const { pack, errors } = inspectPack(folderOf(options))
  const day = onDay(options)
  const source = pack && sourceOn(rulebookOf(pack, options), day)
  const report = source && listReport(source)
  const terms = source?.terms
  const late = report?.late ?? []
  const ending = terms === undefined ? [] : endingOf(terms.register.processors.values(), day)
  const items = terms && Object.entries(terms.register).map(([kind, list]) => [kind, sizeOf(list)] as const)
  if (options.json)
    output.write(`${JSON.stringify({ errors, late, ending, items: Object.fromEntries(items ?? []) }, null, 2)}\n`)
  else {
    const under = report?.cited.map(({ document, clause }) => `${document} ${clause}`).join(', ')
    const lines = [
      ...errors.map(formatProblem),
      ...(items ?? []).map(([kind, count]) => `${String(count).padStart(4)} ${kind}`),
      ...(report === undefined
        ? ['No clause sets a time for bringing the list of processors up to date.']
        : late.length === 0
          ? [`The list of processors was brought up to date in time (${under}).`]
          : []),
      ...late.map(({ id, due, listed, state }) =>
        state === 'missing'
          ? `MISSING ${id}: due on the list of processors by ${due} (${under})`
          : `LATE    ${id}: due on the list of processors by ${due}, there on ${listed} (${under})`,
      ),
      ...ending.map(({ id, state, missing, lastDay }) =>
        state === 'ended'
          ? `ENDED   ${id}: gets nothing any more (${missing})`
          : `ENDING  ${id}: gets nothing after ${lastDay} (${missing})`,
      ),
    ]
    output.write(`${lines.join('\n')}\n`)
  }
  const hasEnded = ending.some(({ state }) => state === 'ended')
  return errors.length > 0 || late.length > 0 || hasEnded ? 1 : 0
}

const sizeOf = (list: ReadonlyMap<string, unknown> | readonly unknown[]): number =>
  list instanceof Map ? list.size : (list as readonly unknown[]).length

/** Of the entity that is named. Throws OperatorError where the pack has no such entity. */
function rulebookOf(pack: Pack, { entity }: PackArguments): Rulebook {
  const known = pack.entities.map(({ id }) => id)
  if (entity !== undefined && !known.includes(entity))
    throw new OperatorError(
      'there is no such entity',
      `the pack has ${known.join(', ')}, not ${entity}`,
      'Name one of these.',
    )
  return new Rulebook(pack, entity)
}

const folderOf = ({ pack }: PackArguments): string => pack ?? serverSettings(process.env).pack

const onDay = ({ on }: PackArguments): Temporal.PlainDate =>
  on === undefined ? Temporal.Now.plainDateISO() : dayOf(on, '--on')
