/** The command by which a member of staff undertakes confidentiality. */
import { type Static, Type } from 'typebox'
import { need } from '../../kernel/state.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideUndertake, undertakings } from './rules.ts'

const payload = Type.Object(
  { agreed: Type.Literal(true, { description: 'That the wording was read and is undertaken' }) },
  { additionalProperties: false },
)

/** Facts: `wording`, the clause that was signed. */
export const undertakeConfidentiality: CommandKind<Static<typeof payload>> = {
  kind: 'confidentiality.undertake',
  summary: 'Undertakes confidentiality, without end: staff read nothing personal before',
  payload,
  purpose: 'operations',
  roles: [
    'teller',
    'operator',
    'credit-officer',
    'marketing-officer',
    'compliance-officer',
    'security-officer',
    'data-protection-officer',
    'auditor',
  ],
  needs: ({ actor: { staff } }) => (staff === undefined ? [] : [need(undertakings, staff)]),
  decide: (state, { actor: { staff } }, context) =>
    decideUndertake(
      { staff, before: staff === undefined ? undefined : state.get(undertakings, staff), on: context.businessDate },
      context.terms(),
    ),
}
