/** Installing machines. */
import { type Static, Type } from 'typebox'
import type { AccountId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, payload } from '../../../kernel/wire.ts'
import { accounts } from '../../../ledger/rules.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { atms, decideInstall } from './rules.ts'

const installPayload = payload({
  atm: Type.String({ pattern: '^[A-Za-z0-9-]{1,20}$', description: 'Code of the machine, under which its token acts' }),
  till: idText,
})

export const installAtm: CommandKind<Static<typeof installPayload>> = {
  kind: 'atm.install',
  summary: 'Gives a machine the till account of the cash in it',
  payload: installPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }) => [need(atms, payload.atm), need(accounts, idOf<AccountId>(payload.till))],
  decide: (state, { payload: { atm, till } }, context) =>
    decideInstall(atm, state.get(accounts, idOf<AccountId>(till)), context.businessDate, context.terms()),
}
