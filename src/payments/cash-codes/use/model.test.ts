import fc from 'fast-check'
import { expect, it } from 'vitest'
import { settledBy } from '../../../parties/testing/people.ts'
import { balanceOf, codeIn, customer, inRiga, liveCode, use } from '../testing/cash-codes.ts'

/** What a code is worth, counted apart from the program. */
type Counted = { left: bigint; paid: bigint; fees: bigint; tries: number; ended: string | undefined }

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('use' as const), minor: fc.integer({ min: 1, max: 6_000 }) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'wrong' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'revoke' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'block' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'midnight' as const }) },
)

/** The answer that must come to the right code, in the order of refusals. */
function expected(code: Counted, minor: bigint): string {
  if (code.tries >= 3) return 'cash-code-wrong'
  if (code.ended !== undefined) return code.ended
  if (minor > code.left) return 'amount-exceeds-code'
  return 'accepted'
}

it('whatever is tried in whatever order, no more is paid than was applied for, and nothing after its end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const { bank, liga, account, cash, code } = await liveCode()
      const before = { account: balanceOf(bank, account), cash: balanceOf(bank, cash) }
      const counted: Counted = { left: 10_000n, paid: 0n, fees: 0n, tries: 0, ended: undefined }
      for (const one of steps)
        switch (one.do) {
          case 'use': {
            const answer = expected(counted, BigInt(one.minor))
            const decision = await use(bank, one.minor)
            expect(decision.code ?? 'accepted').toBe(answer)
            if (answer !== 'accepted') break
            expect(settledBy(decision)).toContain('RA-7.1')
            counted.left -= BigInt(one.minor)
            counted.paid += BigInt(one.minor)
            counted.fees += 35n
            counted.tries = 0
            if (counted.left === 0n) counted.ended = 'cash-code-used-up'
            break
          }
          case 'wrong':
            expect(await use(bank, 100, 'withdrawal', { assigned: '000000' })).toMatchObject({
              code: 'cash-code-wrong',
            })
            if (counted.ended === undefined) counted.tries += 1
            break
          case 'revoke': {
            const asked = { code: String(code), channel: 'digital' }
            const decision = await bank.do('cash-code.revoke', asked, { actor: customer(liga) })
            if (decision.code === null) counted.ended = 'cash-code-revoked'
            break
          }
          case 'block': {
            const decision = await bank.do('cash-code.block', { code: String(code), ground: 'security' })
            if (decision.code === null) counted.ended = 'cash-code-blocked'
            break
          }
          case 'midnight':
            bank.clock.at = inRiga('2026-01-06T00:00')
            counted.ended ??= 'cash-code-expired'
            break
        }
      expect(codeIn(bank, code).usedMinor).toBe(counted.paid)
      expect(balanceOf(bank, account)).toBe(before.account - counted.paid - counted.fees)
      expect(balanceOf(bank, cash)).toBe(before.cash + counted.paid)
    }),
    { numRuns: 120 },
  )
}, 60_000)
