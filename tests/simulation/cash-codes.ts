/** Draws of cash by code: mostly a code that is applied for, assigned, entered rightly and used. */
import { operator, teller } from '../bank.ts'
import { system } from '../customers.ts'
import type { ModelCode } from '../model/cash-codes.ts'
import { type Drawing, type Drawn, type Draws, idOf, unknownId } from './drawing.ts'
import { atm } from './small-bank.ts'

const machine = { role: 'atm', staff: atm } as const
const digits = ['1357', '2468', '9073']

const blindOf = ({ random, bank }: Drawing, person: string | undefined): string =>
  [...bank.byCode].find(([, id]) => id === person)?.[0] ?? random.of([...bank.byCode.keys()]) ?? ''

function apply(drawing: Drawing, kind: string): Drawn {
  const { random, bank } = drawing
  const busy = random.of([...bank.codeDays].filter(([, { day }]) => day === bank.today))?.[0]
  const account = random.once(2) ? drawing.customerAccount() : bank.accounts.get(busy ?? '')
  const { actor, orderedBy } = drawing.whoOrders(account)
  const own = random.once(15) ? undefined : account?.holder
  const person = bank.parties.get(own ?? '')?.kind === 'natural' ? own : String(actor.party ?? '') || undefined
  const channel = (actor.party === undefined) !== random.once(25) ? 'location' : 'digital'
  const direction = random.of(['withdrawal', 'withdrawal', 'deposit'] as const) ?? 'deposit'
  const payload = {
    account: idOf(account),
    direction,
    amount: {
      minor: String(appliedFor(drawing, account?.id, direction)),
      currency: random.once(40) ? 'GBP' : (account?.currency ?? 'EUR'),
    },
    channel,
    signed: !random.once(40),
    acknowledged: !random.once(40),
    delivery: random.once(4) ? 'display' : 'sms',
    phoneNamed: !random.once(40),
    chosenLength: random.once(40) ? 3 : 4,
    weak: random.once(40) ? ['run'] : [],
    ...orderedBy,
  }
  const blinds = { code: blindOf(drawing, person ?? undefined), chosen: random.of(digits) ?? '' }
  const details = [{ category: 'contact', plain: Buffer.from('+37120000000') }] as const
  return { kind, payload, ask: { actor, blinds, details } }
}

/** Often what a limit leaves, or a cent more. */
function appliedFor(
  { random, bank }: Drawing,
  account: string | undefined,
  direction: 'withdrawal' | 'deposit',
): number {
  const day = bank.codeDays.get(account ?? '')
  const before = day?.day === bank.today ? Number(day.applied[direction]) : 0
  const edges = [30_000, 50_000, 60_000, 80_000 - before, 100_000 - before].flatMap((edge) => [edge, edge + 1])
  if (random.once(3)) return random.of(edges.filter((edge) => edge > 0 && edge <= 60_001)) ?? 0
  return random.once(30) ? 0 : random.between(10, 40_000)
}

/** A code, mostly one that works. */
function some({ random, bank }: Drawing, fits: (code: ModelCode) => boolean = () => true): ModelCode | undefined {
  return random.of([...bank.codes.values()].filter((code) => (code.state === 'live' && fits(code)) || random.once(10)))
}

function enter(drawing: Drawing, kind: string): Drawn {
  const { random } = drawing
  const code = some(drawing, ({ assigned }) => assigned !== null)
  const wrong = random.once(8)
  const blinds = {
    code: blindOf(drawing, code?.person),
    chosen: wrong ? '0000' : (code?.chosen ?? ''),
    assigned: code?.assigned ?? '000000',
  }
  return { kind, payload: {}, ask: { actor: random.once(40) ? { ...machine, staff: 'ATM-99' } : machine, blinds } }
}

function use({ random, bank }: Drawing, kind: string): Drawn {
  const entries = [...bank.codeEntries].filter(([, { used, code }]) => (!used && code !== undefined) || random.once(8))
  const [id, entry] = entries.at(-1) ?? [unknownId, undefined]
  const code = bank.codes.get(entry?.code ?? '')
  const left = Number(code === undefined ? 5n : code.applied - code.used)
  const minor = random.of([left, left, random.between(1, Math.max(1, left)), left + 1, 0])
  const direction = random.once(25) ? 'deposit' : (code?.direction ?? 'withdrawal')
  const amount = { minor: String(minor), currency: random.once(40) ? 'GBP' : (code?.currency ?? 'EUR') }
  return { kind, payload: { entry: id, direction, amount }, ask: { actor: machine } }
}

function revoke(drawing: Drawing, kind: string): Drawn {
  const { random, bank } = drawing
  const code = some(drawing)
  const { actor, orderedBy } = drawing.whoOrders(bank.accounts.get(code?.account ?? ''))
  const asked = actor.role === 'system' ? teller : actor
  const channel = (asked.party === undefined) !== random.once(12) ? 'phone' : 'digital'
  return { kind, payload: { code: code?.id ?? unknownId, channel, ...orderedBy }, ask: { actor: asked } }
}

export const cashCodeDraws: Draws = {
  'cash-code.apply': [40, apply],
  'cash-code.assign': [
    40,
    (drawing, kind) => {
      const code = some(drawing, ({ assigned }) => assigned === null)
      const payload = { code: code?.id ?? unknownId, length: drawing.random.once(30) ? 4 : 6 }
      const assigned = String(drawing.random.between(100_000, 999_999))
      return { kind, payload, ask: { actor: system, blinds: { assigned } } }
    },
  ],
  'cash-code.enter': [45, enter],
  'cash-code.use': [45, use],
  'cash-code.revoke': [6, revoke],
  'cash-code.block': [
    5,
    (drawing, kind) => {
      const actor = drawing.random.once(6) ? system : operator
      return { kind, payload: { code: some(drawing)?.id ?? unknownId, ground: 'security' }, ask: { actor } }
    },
  ],
  'cash-code.expire': [
    6,
    ({ random, bank }, kind) => {
      const codes = [...bank.codes.values()].filter(({ state }) => state === 'live' || random.once(20))
      return { kind, payload: { codes: codes.map(({ id }) => id).slice(0, 50) }, ask: { actor: system } }
    },
  ],
}
