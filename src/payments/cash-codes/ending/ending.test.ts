import { describe, expect, it } from 'vitest'
import { operator, type TestBank, teller } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { registerPerson, settledBy } from '../../../parties/testing/people.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import type { CashCodeId } from '../rules.ts'
import {
  apply,
  assign,
  codeBank,
  codeIn,
  codeOf,
  customer,
  inRiga,
  liveCode,
  system,
  use,
} from '../testing/cash-codes.ts'

const revoke = (bank: TestBank, code: CashCodeId, channel: string, actor = teller) =>
  bank.do('cash-code.revoke', { code: String(code), channel }, { actor })
const block = (bank: TestBank, code: CashCodeId, ground: string, actor = operator) =>
  bank.do('cash-code.block', { code: String(code), ground }, { actor })
const report = (bank: TestBank, code: CashCodeId, wrong: string) =>
  bank.do('cash-code.report', { code: String(code), wrong })

describe('a code is revoked', () => {
  clause('RA-7.10', 'by phone, at a location and in the digital channel, unused or partly used', async () => {
    const setUp = await codeBank()
    const { bank, liga } = setUp
    for (const [channel, actor] of [
      ['phone', teller],
      ['location', teller],
      ['digital', customer(liga)],
    ] as const) {
      const code = await codeOf(setUp)
      if (channel === 'location') expect(await use(bank, 1_000)).toMatchObject({ outcome: 'accepted' })
      const revoked = await revoke(bank, code, channel, actor)
      expect(revoked).toMatchObject({ outcome: 'accepted' })
      expect(settledBy(revoked)).toEqual(['RA-7.10'])
      expect(codeIn(bank, code)).toMatchObject({ state: 'revoked' })
    }
    const refused = await use(bank, 1_000)
    expect(refused).toMatchObject({ code: 'cash-code-revoked' })
    expect(settledBy(refused)).toEqual(['RA-7.10'])
  })

  clause('RA-7.10', 'not digitally when it was applied for at a location', async () => {
    const { bank, liga, account } = await codeBank()
    const code = Number(
      (await apply(bank, teller, { account, more: { channel: 'location' } })).facts['code'],
    ) as CashCodeId
    await assign(bank, code)
    expect(await revoke(bank, code, 'phone')).toMatchObject({ outcome: 'accepted' })
    const second = Number(
      (await apply(bank, teller, { account, more: { channel: 'location' } })).facts['code'],
    ) as CashCodeId
    const digital = await revoke(bank, second, 'digital', customer(liga))
    expect(digital).toMatchObject({ code: 'not-revocable-digitally' })
    expect(settledBy(digital)).toEqual(['RA-7.10'])
  })

  clause('RA-7.10', 'on its day alone, once, and not after it was used up', async () => {
    const setUp = await codeBank()
    const { bank } = setUp
    const spent = await codeOf(setUp, { minor: 1_000 })
    await use(bank, 1_000)
    expect(await revoke(bank, spent, 'phone')).toMatchObject({ code: 'cash-code-used-up' })
    const late = await codeOf(setUp)
    bank.clock.at = inRiga('2026-01-05T23:59:59')
    const inTime = await codeOf(setUp)
    expect(await revoke(bank, inTime, 'phone')).toMatchObject({ outcome: 'accepted' })
    bank.clock.at = inRiga('2026-01-06T00:00')
    expect(await revoke(bank, late, 'phone')).toMatchObject({ code: 'cash-code-expired' })
    const again = await revoke(bank, inTime, 'phone')
    expect(again).toMatchObject({ code: 'cash-code-revoked' })
    expect(settledBy(again)).toEqual(['RA-7.10'])
  })

  it('in a channel that whoever asks does not use, or by a stranger, is refused', async () => {
    const setUp = await codeBank()
    const { bank, liga } = setUp
    const janis = await registerPerson(bank, 'janis')
    const code = await codeOf(setUp)
    expect(await revoke(bank, code, 'digital', teller)).toMatchObject({ code: 'channel-not-accepted' })
    expect(await revoke(bank, code, 'phone', customer(liga))).toMatchObject({ code: 'channel-not-accepted' })
    expect(await revoke(bank, code, 'digital', customer(janis))).toMatchObject({ code: 'no-authorisation' })
    expect(await revoke(bank, 1_099_511_999_999 as CashCodeId, 'phone')).toMatchObject({ code: 'cash-code-unknown' })
  })
})

describe('a code is blocked', () => {
  clause('RA-7.11', 'without notice for security, breach or suspicion, by a named member of staff', async () => {
    const setUp = await codeBank()
    const { bank } = setUp
    for (const ground of ['security', 'agreement-breach', 'suspected-misuse']) {
      const code = await codeOf(setUp)
      const bySystem = await block(bank, code, ground, system)
      expect(bySystem).toMatchObject({ code: 'staff-decision-needed' })
      const blocked = await block(bank, code, ground)
      expect(blocked).toMatchObject({ outcome: 'accepted', internal: { ground, by: 'O-01' } })
      expect(settledBy(blocked)).toEqual(['RA-7.11'])
      expect(codeIn(bank, code)).toMatchObject({ state: 'blocked', blockedFor: ground })
    }
    const refused = await use(bank, 1_000)
    expect(refused).toMatchObject({ code: 'cash-code-blocked' })
    expect(settledBy(refused)).toEqual(['RA-7.11'])
  })

  clause('RA-7.9', 'because it was handed on, which is a breach', async () => {
    const { bank, code } = await liveCode()
    const blocked = await block(bank, code, 'handed-on')
    expect(blocked).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(blocked)).toEqual(['RA-7.11', 'RA-7.9'])
  })

  clause('RA-7.8', 'because it was not kept secret', async () => {
    const { bank, code } = await liveCode()
    const blocked = await block(bank, code, 'not-kept-secret')
    expect(blocked).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(blocked)).toEqual(['RA-7.11', 'RA-7.8'])
  })

  it('not where the pack leaves that right unused, and not twice', async () => {
    const { bank, code } = await liveCode()
    expect(await block(bank, code, 'security')).toMatchObject({ outcome: 'accepted' })
    expect(await block(bank, code, 'security')).toMatchObject({ code: 'cash-code-blocked' })
    const never = (pack: Pack): Pack => ({ ...pack, policies: { ...pack.policies, 'cash-code.block': 'never' } })
    const other = await codeBank('2026-01-05', never)
    expect(await block(other.bank, await codeOf(other), 'security')).toMatchObject({ code: 'entitlement-waived' })
  })
})

describe('a report about a code', () => {
  clause('RA-7.14', 'of its loss or theft is taken under the payment rules, and the code works no more', async () => {
    const setUp = await codeBank()
    const { bank } = setUp
    for (const wrong of ['lost', 'stolen', 'misappropriated']) {
      const code = await codeOf(setUp)
      const taken = await report(bank, code, wrong)
      expect(taken).toMatchObject({ outcome: 'accepted', facts: { blocked: true } })
      expect(settledBy(taken)).toEqual(expect.arrayContaining(['RA-7.14', 'PR-4.1']))
      expect(codeIn(bank, code)).toMatchObject({ state: 'blocked', blockedFor: 'reported' })
    }
    const refused = await use(bank, 1_000)
    expect(refused).toMatchObject({ code: 'cash-code-blocked' })
    expect(settledBy(refused)).toEqual(['RA-7.14'])
  })

  clause('RA-7.14', 'of an unauthorised or wrong payment is taken under the payment rules, also later', async () => {
    const { bank, code } = await liveCode()
    await use(bank, 1_000)
    bank.clock.at = inRiga('2026-02-05T03:00')
    for (const wrong of ['unauthorised-payment', 'wrong-payment']) {
      const taken = await report(bank, code, wrong)
      expect(taken).toMatchObject({ outcome: 'accepted', facts: { blocked: false } })
      expect(settledBy(taken)).toEqual(expect.arrayContaining(['RA-7.14', 'PR-4.1']))
    }
  })
})

describe('the close of a day', () => {
  it('marks codes whose local day is over as expired, once', async () => {
    const setUp = await codeBank()
    const { bank } = setUp
    const code = await codeOf(setUp)
    const spent = await codeOf(setUp, { minor: 1_000, digits: '8264' })
    await use(bank, 1_000, 'withdrawal', { chosen: '8264' })
    const expire = () =>
      bank.do('cash-code.expire', { codes: [String(code), String(spent), '1099511999999'] }, { actor: system })
    bank.clock.at = inRiga('2026-01-05T23:59:59')
    // The business date may be ahead of the clock: the code stands until its own day is over.
    await bank.cutOver('2026-01-06')
    expect(await expire()).toMatchObject({ outcome: 'accepted', facts: { expired: 0 } })
    expect(codeIn(bank, code).state).toBe('live')
    expect(await use(bank, 1_000)).toMatchObject({ outcome: 'accepted' })
    bank.clock.at = inRiga('2026-01-06T00:00')
    expect(await expire()).toMatchObject({ outcome: 'accepted', facts: { expired: 1 } })
    expect([codeIn(bank, code).state, codeIn(bank, spent).state]).toEqual(['expired', 'used-up'])
    expect(await expire()).toMatchObject({ outcome: 'accepted', facts: { expired: 0 } })
  })
})
