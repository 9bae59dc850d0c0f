/** The codes of an account, as its holders and staff see them: never a digit, a hash or a phone. */
import type { FastifyInstance } from 'fastify'
import { moneyFact } from '../../accounts/rules.ts'
import { localDate } from '../../kernel/calendar.ts'
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import { isLive, leftOf } from '../../payments/cash-codes/rules.ts'
import { codesOfAccount } from '../../payments/cash-codes/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { seenAccount } from '../reads/access.ts'
import { idIn, idParams } from '../reads/asked.ts'
import { reading } from '../reads/reading.ts'

/** How many are shown, the latest first. */
const SHOWN = 100

export function registerCashCodeReads(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { account: string } }>('/accounts/:account/cash-codes', {
    schema: reading('cash-codes', 'Cash codes of an account, the latest first', 'cash codes', {
      params: idParams('account'),
    }),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      await seenAccount(api, bearerOf(request), id)
      const lane = laneOf(id)
      const entity = api.lanes.lanes.find((one) => one.lane === lane)?.entity
      if (entity === undefined) throw new Error('a lane without an entity')
      const today = localDate(Temporal.Now.instant(), entity.timeZone)
      const codes = await codesOfAccount(api.institution.sql, lane, id, SHOWN)
      return {
        codes: codes.map((code) => ({
          code: String(code.code),
          direction: code.direction,
          applied: moneyFact(code.appliedMinor, code.currency),
          left: moneyFact(leftOf(code), code.currency),
          channel: code.channel,
          person: String(code.person),
          state: code.state === 'live' && !isLive(code, today) ? 'expired' : code.state,
          lastDay: code.lastDay.toString(),
          complete: code.assigned !== null,
        })),
      }
    },
  })
}
