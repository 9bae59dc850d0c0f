/** Every recipient, purpose, attribute and basis of each institution, against an independent reading of its documents. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { packUnderTest } from '../../../tests/clause.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { attributeNames } from '../../rulebook/register/attributes.ts'
import { evidenceKinds, legalBases } from '../../rulebook/register/schema.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { untouched } from '../switches/rules.ts'
import { checkDisclosure } from './rules.ts'
import { showing } from './testing/disclosing.ts'

type Item = {
  readonly id: string
  readonly attributes?: readonly string[]
  readonly categories: readonly string[]
  readonly purposes: readonly string[]
  readonly bases?: readonly (string | { readonly basis: string; readonly for?: readonly string[] })[]
  readonly disclosed?: boolean
  readonly onlyFor?: readonly string[]
}
type Kind = 'recipients' | 'processors' | 'purposes' | 'categories'
type File = { readonly clauses: readonly { readonly register?: { readonly [K in Kind]?: readonly Item[] } }[] }

/** The items of one kind as they stand in the files. */
const itemsIn = (folder: string, kind: Kind): readonly Item[] =>
  globSync('documents/*/*.yaml', { cwd: folder })
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')) as File)
    .flatMap(({ clauses }) => clauses.flatMap(({ register }) => register?.[kind] ?? []))

const subject = 1_099_511_627_777 as PartyId

it.each([
  ['luminor', '2026-10-01', 'hosting', ['printing']],
  ['ozcredit', '2026-01-05', undefined, []],
  ['koduliising', '2018-10-01', 'data-centre', []],
] as const)('%s lets out what its documents list, and nothing else', (id, day, processor, lapsed) => {
  const folder = join(import.meta.dirname, '../../../packs', id)
  const [recipients, processors, purposes, categories] = (
    ['recipients', 'processors', 'purposes', 'categories'] as const
  ).map((kind) => itemsIn(folder, kind)) as [Item[], Item[], Item[], Item[]]

  /** All that must hold, read from the files alone. */
  const isListed = (receiver: Item, purpose: Item, attribute: string, basis: string): boolean => {
    const category = categories.find(({ attributes }) => attributes?.includes(attribute))
    if (category === undefined || category.disclosed === false) return false
    if (category.onlyFor !== undefined && !category.onlyFor.includes(purpose.id)) return false
    if ((lapsed as readonly string[]).includes(receiver.id)) return false
    const carried = (purpose.bases ?? []).flatMap((one) =>
      typeof one === 'object' && one.basis === basis ? [one] : [],
    )
    return (
      receiver.purposes.includes(purpose.id) &&
      receiver.categories.includes(category.id) &&
      purpose.categories.includes(category.id) &&
      (receiver.attributes?.includes(attribute) ?? true) &&
      (receiver.bases?.includes(basis) ?? carried.length > 0) &&
      (carried.length === 0 || carried.some((one) => one.for?.includes(category.id) ?? true))
    )
  }

  const pack = packUnderTest(id)
  const on = Temporal.PlainDate.from(day)
  const terms = new Rulebook(pack).terms(on)
  const [entity] = pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  // Everything is allowed and shown, so that the list alone decides.
  const consents = purposes.map((purpose) => ({
    purpose: purpose.id,
    except: [],
    explicit: true,
    recipients: recipients.map((one) => one.id),
    given: on,
  }))
  const state = { entity, on, switchesOf: () => ({ ...untouched(subject), consents }) }
  const differing: string[] = []
  let permitted = 0
  for (const receiver of [...recipients, ...processors])
    for (const purpose of purposes)
      for (const attribute of attributeNames)
        for (const basis of legalBases) {
          const checked = checkDisclosure(
            {
              recipient: receiver.id,
              receiver: 'R-1',
              ...(receiver.id === 'outsourcing' ? { processor } : {}),
              purpose: purpose.id,
              basis,
              kinds: [attribute],
              country: entity.country,
              accessFrom: [],
              shown,
              subjects: [subject],
            },
            state,
            terms,
          )
          const passes = !('outcome' in checked)
          if (passes) permitted += 1
          if (passes !== isListed(receiver, purpose, attribute, basis))
            differing.push(`${receiver.id} ${purpose.id} ${attribute} ${basis}: ${passes}`)
        }
  expect(differing.slice(0, 10)).toEqual([])
  expect(permitted).toBeGreaterThan(50)
})

const shown = showing(...evidenceKinds).map(({ kind, reference }) => ({
  kind: kind as (typeof evidenceKinds)[number],
  reference,
}))
