/**
 * The catalogue of provisions: what the engine knows how to carry out, in one file a subject under provisions/. Clauses of packs bind to
 * these keys and give the parameters; code never names a clause. A key says its feature, then what is ruled.
 */
import type { Static } from 'typebox'
import { accountProvisions } from './provisions/accounts.ts'
import { breachProvisions } from './provisions/breaches.ts'
import { cashCodeProvisions } from './provisions/cash-codes.ts'
import { claimProvisions } from './provisions/claims.ts'
import { consentProvisions } from './provisions/consents.ts'
import { disclosureProvisions } from './provisions/disclosures.ts'
import { documentProvisions } from './provisions/documents.ts'
import { interestProvisions } from './provisions/interest.ts'
import { measureProvisions } from './provisions/measures.ts'
import { operationProvisions } from './provisions/operations.ts'
import { partyProvisions } from './provisions/parties.ts'
import { paymentProvisions } from './provisions/payments.ts'
import { priceProvisions } from './provisions/prices.ts'
import { privacyProvisions } from './provisions/privacy.ts'
import type { Provision } from './provisions/provision.ts'
import { requestProvisions } from './provisions/requests.ts'
import { statementProvisions } from './provisions/statements.ts'

export const provisions = {
  ...documentProvisions,
  ...partyProvisions,
  ...accountProvisions,
  ...claimProvisions,
  ...statementProvisions,
  ...privacyProvisions,
  ...consentProvisions,
  ...requestProvisions,
  ...disclosureProvisions,
  ...breachProvisions,
  ...measureProvisions,
  ...operationProvisions,
  ...paymentProvisions,
  ...cashCodeProvisions,
  ...priceProvisions,
  ...interestProvisions,
} as const satisfies Readonly<Record<string, Provision>>

export type ProvisionKey = keyof typeof provisions
export type ParametersOf<K extends ProvisionKey> = Static<(typeof provisions)[K]['parameters']>

export const isProvisionKey = (key: string): key is ProvisionKey => Object.hasOwn(provisions, key)
