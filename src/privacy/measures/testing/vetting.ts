/** Processors of a bank that passed their review, for tests of what goes to them. */
import { operator, type TestBank } from '../../../../tests/bank.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import type { Actor } from '../../../storage/command.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'

export const securityOfficer: Actor = { role: 'security-officer', staff: 'S-01' }

/** Records a review of a processor, on the bank's day unless told. */
export const reviewed = (
  bank: TestBank,
  provider: string,
  more: { readonly on?: string; readonly result?: 'passed' | 'failed' } = {},
): Promise<DecisionView> =>
  bank.do(
    'provider.review',
    { provider, result: 'passed', on: dayOf(bank), evidence: `PR-${provider}`, ...more },
    { actor: securityOfficer },
  )

/** Vets every processor of the register. */
export async function vetProviders(bank: TestBank): Promise<void> {
  const { register } = bank.rulebook.terms(Temporal.PlainDate.from(dayOf(bank)))
  for (const provider of register.processors.keys()) await reviewed(bank, provider)
}

/** Data of a person that an operator hands over to a processor or recipient at home, for the contract. */
export const handedOver = (
  { bank, subject }: { readonly bank: TestBank; readonly subject: PartyId },
  recipient: string,
  purpose: string,
  kinds: readonly string[],
  more: object = {},
): Promise<DecisionView> => {
  const country = bank.rulebook.entity.country
  const asked = { recipient, receiver: '40000000001', purpose, basis: 'contract', kinds, country, ...more }
  return bank.do('disclosure.make', { subjects: [String(subject)], ...asked }, { actor: operator })
}

/** The business date, as the clock of a test bank shows it. */
const dayOf = ({ clock }: TestBank): string => clock.at.toString().slice(0, 10)
