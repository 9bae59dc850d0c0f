/** A bank of one lane on a real database with a real vault, for tests: one command tells something of a person and pays them. */
import { Type } from 'typebox'
import { accept } from '../../kernel/decision.ts'
import { type AccountId, composeId, type LaneId, type PartyId } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import { type Effect, effect, need } from '../../kernel/state.ts'
import { accounts, legsOf, openAccount } from '../../ledger/rules.ts'
import { accountStore } from '../../ledger/store.ts'
import { withParameter } from '../../rulebook/altered-pack.ts'
import type { Pack } from '../../rulebook/pack.ts'
import type { RegisterPart } from '../../rulebook/register/schema.ts'
import { Rulebook, type Terms } from '../../rulebook/terms.ts'
import { Catalogue, type Command, type CommandKind, type Context, type DetailCategory } from '../../storage/command.ts'
import { PostgresLaneStorage } from '../../storage/lane/postgres.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import { LaneWriter } from '../../storage/lane/writer.ts'
import type { Sql } from '../../storage/sql.ts'
import type { KeyStore } from '../vault/key-store.ts'
import { retentionYears } from '../vault/retention-years.ts'
import { categoryOfFact, type FactKind, recordFact } from '../vault/rules.ts'
import { createSealer, type Vault } from '../vault/sealer.ts'
import { factStore } from '../vault/store.ts'
import { smallRegister } from './small-register.ts'

export const lane = 1 as LaneId
export const entity = 'lv'
export const now = Temporal.Instant.from('2026-01-05T09:00:00Z')
export const partyNumber = (number: number): PartyId => composeId<PartyId>(lane, 1000 + number)

/** Told of a person; `payment` becomes the details of an entry on a new account of theirs. */
export type Tale = {
  readonly subject: PartyId
  readonly facts: Partial<Record<FactKind, string>>
  /** Whether the facts were found to tell what is special. */
  readonly fenced?: boolean
  readonly payment?: string
  /** Category of the payment's details. */
  readonly as?: DetailCategory
  /** Where the payment goes; a new account unless told. */
  readonly into?: AccountId
  /** Idempotency key; one of its own unless told. */
  readonly key?: string
}

type Payload = {
  readonly subject: number
  readonly kinds: readonly FactKind[]
  readonly pays: boolean
  readonly into: AccountId | null
}

const tell: CommandKind<Payload> = {
  kind: 'test.tell',
  summary: 'Tells something of a person',
  payload: Type.Object({}),
  purpose: 'service',
  roles: ['teller'],
  needs: ({ payload: { into } }) => (into === null ? [] : [need(accounts, into)]),
  decide: (_state, command, context) => {
    const { subject, kinds, pays, into } = command.payload
    const told = kinds.map((kind, index) =>
      recordFact(
        {
          fact: context.nextId(),
          subject: subject as PartyId,
          kind,
          source: 'subject',
          recordedOn: context.businessDate,
        },
        index,
      ),
    )
    const paid = pays ? payment(into, context, subject as PartyId, kinds.length) : []
    return accept([...told, ...paid], context.terms().cite('privacy.gate'))
  },
}

function payment(into: AccountId | null, context: Context, holder: PartyId, index: number): Effect[] {
  const euro = currency('EUR')
  const on = context.businessDate
  const account = into ?? context.nextId<AccountId>()
  const nostro = context.nextId<AccountId>()
  const entry = (amountMinor: bigint) =>
    ({ kind: 'entry', amountMinor: minor(amountMinor), bookingDate: on, valueDate: on, nature: 'incoming' }) as const
  const opening = { kind: 'customer', product: 'payment', currency: euro, holder, agreement: null } as const
  return [
    ...(into === null ? [openAccount(account, opening, on)] : []),
    openAccount(nostro, { kind: 'internal', product: 'nostro', currency: euro, holder: null, agreement: null }, on),
    effect(accounts, account, entry(100n), { index, holder }),
    effect(accounts, nostro, entry(-100n)),
  ]
}

/** A pack whose only clause is the gate's. */
/** What the gate may cite. */
const gateProvisions = [
  'privacy.gate',
  'privacy.purpose',
  'privacy.interest',
  'privacy.minimum',
  'privacy.access',
  'privacy.condition',
  'privacy.confidentiality',
  'privacy.restriction',
  'privacy.objection',
  'privacy.prohibition',
  'privacy.stop',
  'marketing.refusal',
  'consent.needed',
  'retention.need',
  'retention.earlier',
  'retention.hold',
] as const

/** An institution whose rules are one clause, with the given register. */
const packWith = (register: RegisterPart): Pack => ({
  id: 'test',
  name: { en: 'Test' },
  languages: ['en'],
  supervisor: { en: 'None' },
  entities: [
    {
      id: entity,
      country: 'LV',
      name: 'Test',
      timeZone: 'Europe/Riga',
      calendar: 'LV',
      currency: 'EUR',
      bankCodes: ['TEST'],
    },
  ],
  documents: [
    {
      code: 'RA',
      role: 'rules',
      version: '2018-11-01',
      effective: Temporal.PlainDate.from('2018-11-01'),
      title: { en: 'Rules' },
      languages: ['en'],
      example: true,
      clauses: [
        {
          id: '16.1',
          kind: 'rule',
          text: { en: 'Data' },
          bindings: [
            ...gateProvisions.map((provision) => ({ provision, parameters: {} })),
            {
              provision: 'restriction.open',
              parameters: { shownBy: ['operator'] },
            },
            {
              provision: 'staff.training',
              parameters: { topics: ['data-protection'], every: 'P1Y', beforeAccess: false },
            },
          ],
          register,
          mandatory: false,
        },
      ],
      hash: 'test',
    },
  ],
  policies: {},
  hash: 'test',
})
export const termsWith = (register: RegisterPart): Terms =>
  new Rulebook(packWith(register)).terms(Temporal.PlainDate.from('2026-01-05'))
const rulebook = new Rulebook(packWith(smallRegister))
export const terms: Terms = rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
/** The same where nobody reads anything untrained. */
export const termsOfTrained: Terms = new Rulebook(
  withParameter(packWith(smallRegister), 'staff.training', 'beforeAccess', true),
).terms(Temporal.PlainDate.from('2026-01-05'))

export class SmallBank {
  readonly vault: Vault
  readonly #writer: LaneWriter
  #told = 0

  private constructor(vault: Vault, writer: LaneWriter) {
    this.vault = vault
    this.#writer = writer
  }

  static async open(sql: Sql, keys: KeyStore): Promise<SmallBank> {
    await sql`
      insert into lane (lane, entity, business_date, pack, at, hash)
      values (${lane}, ${entity}, '2026-01-05', 'test', ${now.toString()}, ${Buffer.alloc(32)}) on conflict do nothing`
    for (const staff of ['T-01', 'O-01', 'M-01', 'A-01'])
      await sql`
        insert into undertaking (lane, staff, signed, wording) values (${lane}, ${staff}, '2026-01-02', 'test')
        on conflict do nothing`
    const vault = createSealer(keys, entity, retentionYears)
    const writer = await LaneWriter.take(lane, {
      storage: new PostgresLaneStorage(sql, [accountStore, factStore]),
      sealer: vault,
      rules: { catalogue: new Catalogue([tell]), rulebook, legsOf },
      now: () => now,
      rulesVersion: 'test',
      name: 'test',
    })
    return new SmallBank(vault, writer)
  }

  tell(tale: Tale): Promise<Answer> {
    return this.#writer.submit(this.command(tale))
  }

  command({ subject, facts, fenced = false, payment, as = 'payment-details', into, key }: Tale): Command {
    this.#told += 1
    const kinds = Object.keys(facts) as FactKind[]
    const details = kinds.map((kind) => ({
      category: fenced ? 'special' : (categoryOfFact[kind] as DetailCategory),
      plain: Buffer.from(facts[kind] ?? ''),
    }))
    if (payment !== undefined) details.push({ category: as, plain: Buffer.from(payment) })
    return {
      kind: tell.kind,
      client: 'test',
      key: key ?? `told ${this.#told}`,
      actor: { role: 'teller', staff: 'T-01' },
      purpose: 'service',
      payload: { subject, kinds, pays: payment !== undefined, into: into ?? null },
      details,
    }
  }
}
