/** Commands that change an account's number. */
import { type Static, Type } from 'typebox'
import { need } from '../../kernel/state.ts'
import { idText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { accountCommand } from '../account-command.ts'
import { accountFiles } from '../files/rules.ts'
import { accountNumbers } from '../numbers/rules.ts'
import { decideAnnounce, decideChange } from './rules.ts'

const announcePayload = payload({
  account: idText,
  bankCode: Type.Optional(Type.String({ description: "One of the entity's bank codes; its first unless told" })),
})
const changePayload = payload({ account: idText })

/** Facts: the new `number`, and the day `from` which it may be carried out. */
export const announceNumber: CommandKind<Static<typeof announcePayload>> = accountCommand({
  kind: 'account.announce-number',
  summary: 'Tells the customer that the account will have another number',
  payload: announcePayload,
  purpose: 'service',
  roles: ['operator', 'system'],
  by: 'institution',
  provision: 'account.number',
  decide: (affairs, { payload: { bankCode } }, { entity, businessDate, nextId }, terms) =>
    decideAnnounce(affairs, { entity, bankCode, nextId }, businessDate, terms),
})

/** Facts: the new `number` and the `former` one. */
export const changeNumber: CommandKind<Static<typeof changePayload>> = accountCommand({
  kind: 'account.change-number',
  summary: 'Carries out an announced change of the account number',
  payload: changePayload,
  purpose: 'service',
  roles: ['operator', 'system'],
  by: 'institution',
  provision: 'account.number',
  needs: (account, state) => {
    const present = state.peek(accountFiles, account)?.numbers.at(-1)
    return present === undefined ? [] : [need(accountNumbers, present.iban)]
  },
  decide: (affairs, _command, { businessDate }, terms) => decideChange(affairs, businessDate, terms),
})
