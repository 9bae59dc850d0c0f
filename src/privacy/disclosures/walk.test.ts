/** Every recipient, purpose, attribute and basis of each institution, against an independent reading of its documents. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { packUnderTest } from '../../../tests/clause.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { attributeNames } from '../../rulebook/register/attributes.ts'
import { type ActorRole, evidenceKinds, legalBases } from '../../rulebook/register/vocabulary.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { untouched } from '../switches/rules.ts'
import { checkDisclosure } from './checks/rules.ts'
import { disclosers } from './payload.ts'
import { showing } from './testing/disclosing.ts'

type Item = {
  readonly id: string
  readonly attributes?: readonly string[]
  readonly categories: readonly string[]
  readonly purposes: readonly string[]
  readonly bases?: readonly (string | { readonly basis: string; readonly for?: readonly string[] })[]
  readonly disclosed?: boolean
  readonly onlyFor?: readonly string[]
  readonly authority?: boolean
  readonly receivers?: readonly string[]
}
type Grant = {
  readonly role: ActorRole
  readonly purposes: readonly string[]
  readonly categories?: readonly string[]
  readonly except?: readonly string[]
}
type Kind = 'recipients' | 'processors' | 'purposes' | 'categories'
type Part = { readonly [K in Kind]?: readonly Item[] } & { readonly access?: readonly Grant[] }
type File = { readonly clauses: readonly { readonly register?: Part }[] }

/** The items of one kind as they stand in the files. */
const itemsIn = (folder: string, kind: Kind): readonly Item[] => partsIn(folder).flatMap((part) => part[kind] ?? [])

const partsIn = (folder: string): readonly Part[] =>
  globSync('documents/*/*.yaml', { cwd: folder })
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')) as File)
    .flatMap(({ clauses }) => clauses.flatMap(({ register }) => register ?? []))

/** Law tells of these to public bodies alone. */
const forThoseWhoAsked = ['authority-enquiry']

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

  const grants = partsIn(folder).flatMap(({ access }) => access ?? [])
  /** Who of those that may disclose, is granted the purpose and the category. */
  const granted = (purpose: string, category: string): ActorRole | undefined =>
    grants.find(
      (one) =>
        disclosers.includes(one.role) &&
        one.purposes.includes(purpose) &&
        (one.categories?.includes(category) ?? true) &&
        !one.except?.includes(category),
    )?.role

  /** All that must hold, read from the files alone. */
  const isListed = (receiver: Item, purpose: Item, attribute: string, basis: string): boolean => {
    const category = categories.find(({ attributes }) => attributes?.includes(attribute))
    if (category === undefined || category.disclosed === false) return false
    if (category.onlyFor !== undefined && !category.onlyFor.includes(purpose.id)) return false
    if ((lapsed as readonly string[]).includes(receiver.id)) return false
    if (receiver.authority !== true && forThoseWhoAsked.includes(attribute)) return false
    if (granted(purpose.id, category.id) === undefined) return false
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
  const passed = {
    review: 1,
    kind: 'vetting',
    result: 'passed',
    on,
    evidence: 'R-1',
    role: 'system',
    staff: null,
  } as const
  const state = {
    entity,
    on,
    switchesOf: () => ({ ...untouched(subject), consents }),
    reviewOf: (provider: string) => ({ ...passed, provider }),
    undertakingOf: (recipient: string, receiver: string) => ({
      ...{ recipient, receiver, document: 'RU-1', signed: on, until: on, staff: null },
    }),
  }
  const differing: string[] = []
  let permitted = 0
  for (const receiver of [...recipients, ...processors])
    for (const purpose of purposes)
      for (const attribute of attributeNames)
        for (const basis of legalBases) {
          const category = categories.find(({ attributes }) => attributes?.includes(attribute))?.id
          const role = granted(purpose.id, category ?? '') ?? 'compliance-officer'
          const checked = checkDisclosure(
            {
              recipient: receiver.id,
              receiver: receiver.receivers?.[0] ?? 'R-1',
              ...(receiver.id === 'outsourcing' ? { processor } : {}),
              purpose: purpose.id,
              basis,
              kinds: [attribute],
              country: entity.country,
              accessFrom: [],
              shown: [],
              found: shown,
              subjects: [subject],
            },
            { ...state, role },
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

/** As if all of it stood in records of the engine. */
const shown = showing(...evidenceKinds).map(({ kind, reference }) => ({
  kind: kind as (typeof evidenceKinds)[number],
  reference,
}))
