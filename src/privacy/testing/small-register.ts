/** A small register for tests: what a bank's own commands need, and nothing more. */
import type { RegisterPart } from '../../rulebook/register/schema.ts'

const words = (en: string) => ({ en })
const category = (id: string, attributes: NonNullable<RegisterPart['categories']>[number]['attributes']) => ({
  id,
  name: words(id),
  dpv: ['dpv:PersonalData'],
  attributes,
  sources: ['subject'],
  given: 'contract' as const,
  refusal: words('No agreement'),
})
const all = ['identity', 'contact', 'payments', 'representation', 'notes']
const purpose = (id: 'service' | 'payment' | 'correction' | 'operations', categories: readonly string[]) => ({
  id,
  name: words(id),
  dpv: ['dpv:ServiceProvision'],
  bases: [{ basis: 'contract' as const }],
  categories: [...categories],
  uses: id === 'operations' ? [id, 'audit' as const] : [id],
})
const known = ['identity', 'contact', 'payments', 'representation']
const paid = ['identity', 'payments', 'representation']

export const smallRegister: RegisterPart = {
  roles: [{ id: 'customer', name: words('Customer'), dpv: ['dpv:Customer'] }],
  sources: [{ id: 'subject', name: words('The person'), dpv: ['dpv:DataSubjectDataSource'] }],
  categories: [
    category('identity', ['name', 'personal-code', 'registration-number', 'birth-date']),
    category('contact', ['email', 'phone', 'address']),
    category('payments', ['payment-details']),
    category('representation', ['representation']),
    category('notes', ['note']),
  ],
  purposes: [
    purpose('service', all),
    purpose('payment', paid),
    purpose('correction', known),
    purpose('operations', ['identity', 'contact', 'payments']),
    {
      id: 'marketing',
      name: words('Offers'),
      dpv: ['dpv:DirectMarketing'],
      bases: [{ basis: 'consent' }],
      categories: ['identity', 'contact'],
      marketing: true,
    },
    {
      id: 'improving',
      name: words('Improving services'),
      dpv: ['dpv:ServiceOptimisation'],
      bases: [{ basis: 'legitimate-interest', interest: 'better-services' }],
      categories: ['payments'],
    },
  ],
  interests: [
    {
      id: 'better-services',
      name: words('Better services'),
      dpv: ['dpv:LegitimateInterestOfController'],
      purpose: 'improving',
      roles: ['customer'],
      categories: ['payments'],
      test: { interest: words('i'), necessity: words('n'), balance: words('b') },
      objection: 'weighed',
    },
  ],
  retention: [
    {
      id: 'agreement',
      name: words('After the agreement'),
      dpv: ['dpv:UntilTimeDuration'],
      categories: all,
      from: 'agreement-end',
      term: 'P10Y',
      basis: 'legitimate-interest',
    },
    {
      id: 'application',
      name: words('After an application'),
      dpv: ['dpv:UntilTimeDuration'],
      categories: all,
      from: 'application-end',
      term: 'P1Y',
      basis: 'legitimate-interest',
    },
  ],
  access: [
    { role: 'customer', purposes: ['service'], about: 'own', except: ['notes'] },
    { role: 'customer', purposes: ['payment'], about: 'own', categories: ['identity', 'payments'] },
    {
      role: 'representative',
      purposes: ['service'],
      about: 'represented',
      categories: ['identity', 'payments', 'representation'],
    },
    { role: 'representative', purposes: ['payment'], about: 'represented', categories: ['identity', 'payments'] },
    { role: 'teller', purposes: ['service'], about: 'anyone', except: ['notes'] },
    { role: 'teller', purposes: ['payment'], about: 'anyone' },
    { role: 'operator', purposes: ['service', 'correction'], about: 'anyone' },
    { role: 'operator', purposes: ['payment', 'operations'], about: 'anyone', categories: ['identity', 'payments'] },
    { role: 'marketing-officer', purposes: ['marketing', 'improving'], about: 'anyone' },
    { role: 'system', purposes: ['payment'], about: 'anyone', categories: ['identity', 'payments'] },
    { role: 'system', purposes: ['operations'], about: 'anyone' },
  ],
}
