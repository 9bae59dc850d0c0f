/** The tokens of a demonstration: the same at each start, and shown on its first page. */
import type { DemonstrationBank } from '../../operations/demonstration/bank.ts'
import type { Institution } from '../../operations/institution.ts'
import type { Demonstration } from '../api.ts'
import { type Bearer, saveToken } from './store.ts'
import { derivedToken, hashOf } from './tokens.ts'

/** The names by which `pacta atm` finds the tokens that it works with in a demonstration. */
export const martaTokenName = 'Marta, a customer'
export const atmTokenName = 'Machine ATM-01'

/** Makes the tokens known, and gives what the first page shows. */
export async function showDemonstration(institution: Institution, bank: DemonstrationBank): Promise<Demonstration> {
  const staff = (role: Bearer['role'], code: string): Bearer => ({
    client: 'desk',
    role,
    party: undefined,
    staff: code,
  })
  const bearers: readonly (readonly [name: string, bearer: Bearer])[] = [
    [martaTokenName, { client: 'portal', role: 'customer', party: bank.marta, staff: undefined }],
    [
      'Anna, who represents a company',
      { client: 'portal', role: 'representative', party: bank.anna, staff: undefined },
    ],
    ['Teller T-01', staff('teller', 'T-01')],
    ['Operator O-01', staff('operator', 'O-01')],
    ['Operator O-02, for the second pair of eyes', staff('operator', 'O-02')],
    ['Data-protection officer D-01', staff('data-protection-officer', 'D-01')],
    ['Marketing officer M-01', staff('marketing-officer', 'M-01')],
    ['Auditor A-01', staff('auditor', 'A-01')],
    [atmTokenName, { client: 'ATM-01', role: 'atm', party: undefined, staff: 'ATM-01' }],
  ]
  const key = institution.keys.ensureNow('institution/demonstration').key
  const tokens = []
  for (const [name, bearer] of bearers) {
    const token = derivedToken(key, name)
    await saveToken(institution.sql, hashOf(token), bearer)
    tokens.push({ name, role: bearer.role, token })
  }
  return {
    tokens,
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
