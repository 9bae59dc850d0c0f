/** What the model bank expects of each kind of command: the refusal, or what an accepted one changes. */
import type { Actor } from '../../src/storage/command.ts'
import { dayAfter, type ModelAccount, type ModelAgreement, type ModelBank } from './bank.ts'
import {
  isStaff,
  mayNotAct,
  mayNotRepresent,
  misshapen,
  noCredit,
  noDebit,
  type Payload,
  wrongValueDate,
} from './checks.ts'
import { collect, feeFor, incomeOf, type ModelFee, payerOf } from './fees.ts'
import { caught, chargeOrder, spread } from './seizures.ts'

/** A command and, for what it accepted, the decision's id and the facts in which it tells new ids. */
export type ModelCommand = { readonly kind: string; readonly payload: Payload; readonly actor: Actor }
export type ModelDecision = { readonly id: string; readonly facts: Readonly<Record<string, unknown>> }

/** Gives the code of the refusal, or what acceptance does. */
type Rule = (bank: ModelBank, payload: Payload, actor: Actor) => string | ((decision: ModelDecision) => void)

const currencies = ['EUR', 'USD', 'GBP', 'SEK', 'NOK', 'DKK', 'CHF', 'PLN']
const holdDays = 7

/**
 * Plays a command on the model.
 *
 * @param decision what the product decided, when it accepted; the model changes only then
 * @returns why the model refuses, or null when it accepts
 */
export function play(bank: ModelBank, { kind, payload, actor }: ModelCommand, decision?: ModelDecision): string | null {
  const rule = rules[kind]
  if (rule === undefined) throw new Error(`the model knows no ${kind}`)
  const outcome = rule(bank, payload, actor)
  if (typeof outcome === 'string') return outcome
  if (decision !== undefined) {
    outcome(decision)
    if (kind.startsWith('seizure.')) bank.brought.clear()
    else caught(bank)
  }
  return null
}

/** A movement with cover between two known accounts. Customers and representatives are not told why a payee takes nothing. */
function movement(
  bank: ModelBank,
  from: ModelAccount,
  to: ModelAccount,
  payload: Payload,
  { actor, order = false, fee }: { actor?: Actor; order?: boolean; fee?: ModelFee | undefined } = {},
): ReturnType<Rule> {
  const amount = BigInt(payload.amount.minor)
  const discreet = actor?.role === 'customer' || actor?.role === 'representative'
  const told = (code: string | undefined) => (code !== undefined && discreet ? 'payee-unavailable' : code)
  const wrong = misshapen(from, to, payload)
  const payer = fee && payerOf(bank, fee, from, to, amount)
  return (
    (wrong === 'currency-differs' && from.currency === payload.amount.currency ? told(wrong) : wrong) ??
    noDebit(bank, from, payer === from ? amount + (fee?.amount ?? 0n) : amount, order) ??
    told(noCredit(bank, to)) ??
    (fee !== undefined && payer === undefined ? 'insufficient-funds' : undefined) ??
    noCash(to, amount) ??
    (({ id }) => {
      bank.move(id, from.id, to.id, amount, payload.valueDate)
      if (fee !== undefined && payer !== undefined)
        bank.move(id, payer.id, incomeOf(bank, payer.currency).id, fee.amount, payload.valueDate)
    })
  )
}

/** A till pays out as its account rises. */
const noCash = (to: ModelAccount, amount: bigint): string | undefined =>
  to.kind === 'till' && -to.balance < amount ? 'till-short' : undefined

/** An order: who pays, whether they may, and then the rest. */
const order =
  (rest: (bank: ModelBank, from: ModelAccount, payload: Payload, actor: Actor) => ReturnType<Rule>): Rule =>
  (bank, payload, actor) => {
    const from = bank.accounts.get(payload.from)
    if (from?.kind !== 'customer') return 'account-unknown'
    return (
      mayNotAct(bank, from, payload, actor) ?? wrongValueDate(bank, payload, actor) ?? rest(bank, from, payload, actor)
    )
  }

/** A command about a customer's account. */
const about =
  (
    by: 'customer' | 'institution',
    rest: (bank: ModelBank, account: ModelAccount, payload: Payload) => ReturnType<Rule>,
  ): Rule =>
  (bank, payload, actor) => {
    const account = bank.accounts.get(payload.account)
    if (account === undefined || account.kind !== 'customer') return 'account-unknown'
    const asking = { orderedBy: payload.orderedBy }
    return (by === 'customer' ? mayNotAct(bank, account, asking, actor) : undefined) ?? rest(bank, account, payload)
  }

/** A change of an account's marks is one event of its stream. */
const marked = (account: ModelAccount, change: (decision: ModelDecision) => void) => (decision: ModelDecision) => {
  change(decision)
  account.seq += 1
}

function agreementOf(bank: ModelBank, holder: string | null): ModelAgreement {
  const found = bank.agreements.get(holder ?? '')
  if (found === undefined) throw new Error(`the model has no agreement of ${holder}`)
  return found
}

const newAgreement = (id: string): ModelAgreement => ({
  id,
  accounts: new Map(),
  dues: [],
  chosen: new Map(),
  withdrawn: false,
  ended: false,
})

const rules: Readonly<Record<string, Rule>> = {
  'payment.transfer': order((bank, from, payload, actor) => {
    const to = bank.accounts.get(payload.to.account)
    return to?.kind === 'customer' ? movement(bank, from, to, payload, { actor, order: true }) : 'payee-unknown'
  }),
  'payment.outgoing': order((bank, from, payload, actor) => {
    const nostro = bank.accounts.get(payload.nostro)
    if (nostro?.product !== 'nostro') return 'nostro-unknown'
    const fee = feeFor(bank, 'payment.outgoing', from, BigInt(payload.amount.minor), actor)
    return movement(bank, from, nostro, payload, { actor, order: true, fee })
  }),
  'payment.incoming': (bank, payload) => {
    const nostro = bank.accounts.get(payload.nostro)
    if (nostro?.product !== 'nostro') return 'nostro-unknown'
    const to = bank.accounts.get(payload.to.account)
    return to?.kind === 'customer' ? movement(bank, nostro, to, payload) : 'payee-unknown'
  },
  'cash.deposit': (bank, payload, actor) => {
    const till = bank.accounts.get(payload.till)
    if (till?.kind !== 'till') return 'till-unknown'
    const to = bank.accounts.get(payload.to)
    if (to?.kind !== 'customer') return 'account-unknown'
    return movement(bank, till, to, payload, {
      fee: feeFor(bank, 'cash.deposit', to, BigInt(payload.amount.minor), actor),
    })
  },
  'cash.withdraw': order((bank, from, payload, actor) => {
    const till = bank.accounts.get(payload.till)
    if (till?.kind !== 'till') return 'till-unknown'
    const fee = feeFor(bank, 'cash.withdraw', from, BigInt(payload.amount.minor), actor)
    return movement(bank, from, till, payload, { actor, order: true, fee })
  }),
  'internal.move': (bank, payload) => {
    const [from, to] = [bank.accounts.get(payload.from), bank.accounts.get(payload.to)]
    if (from === undefined || from.kind === 'customer' || to === undefined || to.kind === 'customer')
      return 'account-unknown'
    return movement(bank, from, to, payload)
  },
  'debit.entitled': (bank, payload) => {
    const [from, to] = [bank.accounts.get(payload.from), bank.accounts.get(payload.to)]
    if (from?.kind !== 'customer' || to === undefined || to.kind === 'customer') return 'account-unknown'
    const wrong = misshapen(from, to, payload)
    if (wrong !== undefined) return wrong
    if (from.status === 'closed' || to.status === 'closed') return 'account-closed'
    const short = noCash(to, BigInt(payload.amount.minor))
    if (short !== undefined) return short
    return ({ id }) => bank.move(id, from.id, to.id, BigInt(payload.amount.minor), payload.valueDate)
  },
  'interest.credit': (bank, payload) => {
    const [from, to] = [bank.accounts.get(payload.from), bank.accounts.get(payload.to)]
    return from?.kind !== 'internal' || to?.kind !== 'customer' ? 'account-unknown' : movement(bank, from, to, payload)
  },
  'hold.place': order((bank, from, { amount }) => {
    if (from.currency !== amount.currency) return 'currency-differs'
    if (amount.minor === '0') return 'amount-zero'
    const minor = BigInt(amount.minor)
    return (
      noDebit(bank, from, minor) ??
      (({ facts }) => {
        const hold = String(facts['hold'])
        bank.holds.set(hold, { id: hold, account: from.id, amount: minor, expiresOn: dayAfter(bank.date, holdDays) })
        bank.hold(from.id, minor)
      })
    )
  }),
  'hold.capture': (bank, { hold: id, to: payee, amount, final }) => {
    const [hold, to] = [bank.holds.get(id), bank.accounts.get(payee)]
    const from = hold === undefined ? undefined : bank.account(hold.account)
    const minor = BigInt(amount.minor)
    if (hold === undefined || from === undefined) return 'hold-unknown'
    if (hold.amount === 0n || bank.date > hold.expiresOn) return 'hold-ended'
    if (to === undefined || to.kind === 'till') return 'payee-unknown'
    if (to === from) return 'same-account'
    if (minor === 0n) return 'amount-zero'
    if (to.currency !== amount.currency || from.currency !== amount.currency) return 'currency-differs'
    if (minor > hold.amount) return 'hold-exceeded'
    const unwilling = noCredit(bank, to)
    if (unwilling !== undefined) return unwilling
    return ({ id: decision }) => {
      const left = final ? 0n : hold.amount - minor
      bank.hold(from.id, left - hold.amount)
      hold.amount = left
      bank.move(decision, from.id, to.id, minor)
    }
  },
  'hold.release': (bank, payload) => release(bank, payload),
  'hold.expire': (bank, payload) => {
    const hold = bank.holds.get(payload.hold)
    return hold !== undefined && bank.date <= hold.expiresOn ? 'hold-stands' : release(bank, payload)
  },
  'account.restrict': about('institution', (bank, account, { stops, amount }) => {
    if (account.status === 'closed') return 'account-closed'
    if (amount !== undefined && amount.currency !== account.currency) return 'currency-differs'
    return marked(account, ({ facts }) => {
      const restriction = { stops, amount: BigInt(amount?.minor ?? 0), lifted: false }
      account.restrictions.set(String(facts['restriction']), restriction)
      bank.brought.add(account.id)
    })
  }),
  'account.lift-restriction': about('institution', (bank, account, { restriction }) => {
    const found = account.restrictions.get(restriction)
    if (found === undefined) return 'restriction-unknown'
    if (found.lifted) return 'restriction-lifted'
    if (found.stops === 'seizure') return 'restriction-of-order'
    if (account.status === 'closed') return 'account-closed'
    return marked(account, () => {
      found.lifted = true
      bank.brought.add(account.id)
    })
  }),
  'account.agree-limit': about('customer', (_bank, account, { maximum, fee }) => {
    if (fee.currency !== maximum.currency) return 'currency-differs'
    if (account.status !== 'active') return 'account-not-active'
    if (maximum.currency !== account.currency) return 'currency-differs'
    if (maximum.minor === '0') return 'limit-zero'
    return marked(account, () => Object.assign(account, { limit: BigInt(maximum.minor), overdraft: true }))
  }),
  'account.end-limit': about('customer', (_bank, account) =>
    account.overdraft ? marked(account, () => Object.assign(account, { limit: 0n, overdraft: false })) : 'no-limit',
  ),
  'account.open': (bank, { holders: [holder], currency, channel, orderedBy }, actor) => {
    const party = bank.parties.get(holder)
    if (party === undefined) return 'party-unknown'
    const who = isStaff(actor) ? (orderedBy ?? (party.kind === 'natural' ? holder : '')) : String(actor.party)
    const refused = actor.role === 'system' ? undefined : mayNotRepresent(bank, holder, who)
    if (refused !== undefined) return refused
    if (channel !== 'location' && channel !== 'digital') return 'channel-not-accepted'
    if (!currencies.includes(currency)) return 'currency-not-offered'
    const known = bank.agreements.get(holder)
    if (known?.withdrawn && !known.ended) return 'agreement-ending'
    return ({ facts }) => {
      const id = String(facts['account'])
      const agreement = known === undefined || known.ended ? newAgreement(String(facts['agreement'])) : known
      bank.agreements.set(holder, agreement)
      agreement.accounts.set(id, 'open')
      // Opening costs a legal person 50.00, due at once.
      if (party.kind === 'legal' && currency === 'EUR') {
        agreement.dues.push({ account: id, dueOn: bank.date, left: 5_000n })
      }
      bank.open({ id, kind: 'customer', product: 'payment', currency, holder, status: 'opened' })
    }
  },
  'account.activate': about('institution', (_bank, account) =>
    account.status === 'opened'
      ? marked(account, () => Object.assign(account, { status: 'active' }))
      : 'account-not-opened',
  ),
  'account.request-closing': about('customer', (bank, account, { channel }) => {
    if (channel === 'phone') return 'form-not-written'
    if (account.status === 'closing') return 'closing-requested'
    if (account.status === 'closed') return 'account-closed'
    return marked(account, () => {
      account.status = 'closing'
      const agreement = agreementOf(bank, account.holder)
      agreement.accounts.set(account.id, 'closing')
      if ([...agreement.accounts.values()].every((state) => state !== 'open')) agreement.withdrawn = true
    })
  }),
  'account.close': about('institution', (bank, account) => {
    if (account.status !== 'closing') return 'closing-not-requested'
    if (account.balance !== 0n) return 'account-not-empty'
    if (account.held !== 0n) return 'holds-open'
    return marked(account, () => {
      if (account.overdraft) account.seq += 1
      Object.assign(account, { status: 'closed', limit: 0n, overdraft: false })
      const agreement = agreementOf(bank, account.holder)
      agreement.accounts.set(account.id, 'closed')
      if (agreement.withdrawn && [...agreement.accounts.values()].every((state) => state === 'closed'))
        agreement.ended = true
    })
  }),
  'internal.open': (bank, { product, currency }) => {
    if (!currencies.includes(currency)) return 'currency-not-offered'
    const kind = product === 'till' ? 'till' : 'internal'
    return ({ facts }) =>
      bank.open({ id: String(facts['account']), kind, product, currency, holder: null, status: 'active' })
  },
  'party.register': (bank, { kind }) => {
    return ({ facts }) => bank.parties.set(String(facts['party']), { id: String(facts['party']), kind })
  },
  'authorisation.submit': (bank, { customer, representatives: [representative], limits }) => {
    return ({ facts }) => {
      const id = String(facts['authorisation'])
      const most = limits === undefined ? null : BigInt(limits.perTransaction.minor)
      bank.authorisations.set(id, { id, customer, representative, most, status: 'submitted' })
    }
  },
  'authorisation.accept': (bank, { customer, authorisation }) => {
    const found = bank.authorisations.get(authorisation)
    if (found === undefined || found.customer !== customer) return 'authorisation-unknown'
    if (found.status !== 'submitted') return 'authorisation-already-reviewed'
    return () => {
      found.status = 'accepted'
    }
  },
  'authorisation.revoke': (bank, { customer, authorisation }) => {
    const found = bank.authorisations.get(authorisation)
    if (found === undefined || found.customer !== customer || found.status === 'ended') return 'authorisation-unknown'
    return () => {
      found.status = 'ended'
    }
  },
  'due.collect': (bank, { day, agreements }) => {
    return ({ id }) => {
      const [by = day] = [day, bank.date].sort()
      const owing = [...bank.agreements].filter(([, one]) => agreements.includes(one.id))
      const total = owing.reduce((sum, [holder]) => sum + collect(bank, holder, id, by), 0n)
      if (total > 0n) bank.entry(id, incomeOf(bank, 'EUR').id, total, by)
    }
  },
  'fee-account.choose': about('customer', (bank, account) =>
    account.status === 'active'
      ? () => agreementOf(bank, account.holder).chosen.set(account.currency, account.id)
      : 'account-not-active',
  ),
  'seizure.register': (bank, { debtors: [debtor], amount, receivedOn, reference }) => {
    const agreement = bank.agreements.get(debtor)
    if (agreement === undefined) return 'debtor-without-account'
    if (receivedOn > bank.date) return 'received-later'
    if (amount.minor === '0') return 'amount-zero'
    if (bank.orders.get(agreement.id)?.some((one) => one.reference === reference)) return 'order-known'
    return ({ id, facts }) => {
      const order = {
        id: String(facts['order']),
        reference,
        currency: amount.currency,
        ordered: BigInt(amount.minor),
        receivedOn,
      }
      const orders = bank.orders.get(agreement.id) ?? []
      bank.orders.set(agreement.id, [...orders, { ...order, kept: new Map(), open: true }])
      spread(bank, debtor)
      if (amount.currency === 'EUR') chargeOrder(bank, debtor, id)
    }
  },
  'seizure.release': (bank, { agreement, order }) => {
    const found = bank.orders.get(agreement)?.find(({ id }) => id === order)
    if (found === undefined) return 'seizure-unknown'
    if (!found.open) return 'seizure-ended'
    return () => {
      found.open = false
      found.kept.clear()
      for (const [holder, { id }] of bank.agreements) if (id === agreement) spread(bank, holder)
    }
  },
  'seizure.spread':
    (bank, { agreements }) =>
    () => {
      for (const [holder, { id }] of bank.agreements) if (agreements.includes(id)) spread(bank, holder)
    },
  'correction.propose': (bank, { decision }, { staff }) => {
    const wrong = notToReverse(bank, decision)
    return (
      wrong ??
      (({ facts }) => bank.corrections.set(String(facts['correction']), { decision, by: staff ?? '', done: false }))
    )
  },
  'correction.approve': (bank, { correction }, { staff }) => {
    const found = bank.corrections.get(correction)
    if (found === undefined) return 'correction-unknown'
    if (found.done) return 'correction-done'
    if (found.by === staff) return 'four-eyes'
    const wrong = notToReverse(bank, found.decision)
    if (wrong !== undefined) return wrong
    const posting = bank.postings.get(found.decision)
    if (posting?.entries.some(({ account }) => bank.account(account).status === 'closed')) return 'account-closed'
    for (const { account, amount } of posting?.entries ?? []) {
      const short = noCash(bank.account(account), -amount)
      if (short !== undefined) return short
    }
    return ({ id }) => {
      for (const { account, amount, valueDate } of posting?.entries ?? []) bank.entry(id, account, -amount, valueDate)
      if (posting !== undefined) posting.reversed = true
      found.done = true
    }
  },
  'clock.cut-over': (bank, { to }) =>
    to <= bank.date
      ? 'business-date-passed'
      : () => {
          bank.date = to
        },
}

function release(bank: ModelBank, { hold: id }: Payload): ReturnType<Rule> {
  const hold = bank.holds.get(id)
  if (hold === undefined) return 'hold-unknown'
  if (hold.amount === 0n) return 'hold-ended'
  return () => {
    bank.hold(hold.account, -hold.amount)
    hold.amount = 0n
  }
}

function notToReverse(bank: ModelBank, decision: string): string | undefined {
  const posting = bank.postings.get(decision)
  if (posting === undefined) return 'entries-unknown'
  return posting.reversed ? 'entries-reversed' : undefined
}
