/** The tokens of a demonstration: the same at each start, and shown on its first page. */
import type { PartyId } from '../../kernel/ids.ts'
import type { DemonstrationBank } from '../../operations/demonstration/bank.ts'
import type { DemonstrationLender } from '../../operations/demonstration/lender.ts'
import type { Institution } from '../../operations/institution.ts'
import type { Demonstration } from '../api.ts'
import { type Bearer, saveToken } from './store.ts'
import { derivedToken, hashOf } from './tokens.ts'

/** The names by which `pacta atm` finds the tokens that it works with in a demonstration. */
export const martaTokenName = 'Marta, a customer'
export const atmTokenName = 'Machine ATM-01'

type Named = readonly [name: string, bearer: Bearer]

const staff = (name: string, role: Bearer['role'], code: string): Named => [
  `${name} ${code}`,
  { client: 'desk', role, party: undefined, staff: code },
]

/** Everybody who works in a demonstration. */
const everybody: readonly Named[] = [
  staff('Teller', 'teller', 'T-01'),
  staff('Operator', 'operator', 'O-01'),
  ['Operator O-02, for the second pair of eyes', { client: 'desk', role: 'operator', party: undefined, staff: 'O-02' }],
  staff('Data-protection officer', 'data-protection-officer', 'D-01'),
  staff('Marketing officer', 'marketing-officer', 'M-01'),
  staff('Compliance officer', 'compliance-officer', 'C-01'),
  staff('Credit officer', 'credit-officer', 'K-01'),
  staff('Security officer', 'security-officer', 'S-01'),
  staff('Auditor', 'auditor', 'A-01'),
]

const person = (role: Bearer['role'], party: PartyId): Bearer => ({ client: 'portal', role, party, staff: undefined })

/** Makes the tokens known, and gives what the first page shows. */
export async function showDemonstration(institution: Institution, bank: DemonstrationBank): Promise<Demonstration> {
  const tokens = await tokensOf(institution, [
    [martaTokenName, person('customer', bank.marta)],
    ['Anna, who represents a company', person('representative', bank.anna)],
    ...everybody,
    [atmTokenName, { client: 'ATM-01', role: 'atm', party: undefined, staff: 'ATM-01' }],
  ])
  return {
    tokens,
    party: String(bank.marta),
    account: String(bank.martaEuro),
    refused: {
      token: tokens[0]?.token ?? '',
      body: {
        from: String(bank.martaEuro),
        to: { account: String(bank.jointEuro) },
        amount: { minor: '500000', currency: 'EUR' },
      },
    },
  }
}

/** The same for a lender that keeps no accounts. */
export async function showLender(
  institution: Institution,
  { client, other }: DemonstrationLender,
): Promise<Demonstration> {
  const tokens = await tokensOf(institution, [
    ['A client, who allows offers', person('customer', client)],
    ['A client, who refuses them', person('customer', other)],
    ...everybody,
  ])
  return { tokens, party: String(client) }
}

async function tokensOf(institution: Institution, bearers: readonly Named[]): Promise<Demonstration['tokens']> {
  const { key } = institution.keys.ensureNow('institution/demonstration')
  return Promise.all(
    bearers.map(async ([name, bearer]) => {
      const token = derivedToken(key, name)
      await saveToken(institution.sql, hashOf(token), bearer)
      return { name, role: bearer.role, token }
    }),
  )
}
