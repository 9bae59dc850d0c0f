/** What a client of the hire-purchase lender is asked for when they apply. */
import { expect } from 'vitest'
import { RecordingBank } from '../../gate-clauses.ts'

/** Consents are asked with an application, and with nothing else; each until the person said yes or no. */
export async function showAsked(): Promise<void> {
  const bank = await RecordingBank.open('koduliising')
  const apply = (source = 'web-application') =>
    bank.record(['income'], source, { purpose: 'service-decision', role: 'applicant', shown: ['application'] })
  const asked = async () => {
    const { code, clauses, facts } = await apply()
    expect([code, clauses]).toEqual(['permitted', expect.arrayContaining(['KL-2.3'])])
    return (facts['consents'] as readonly { purpose: string; version: string }[]).map(({ purpose }) => purpose)
  }
  const first = await asked()
  expect(first).toEqual(expect.arrayContaining(['games', 'partner-advertising', 'separate-consent']))
  // What rests on law, contract or interest alone, nobody is asked for.
  for (const purpose of ['contract', 'studies', 'legal-duties']) expect(first).not.toContain(purpose)
  await bank.consent('games')
  const { subject, self } = bank
  const forbidden = { subject: String(subject), purpose: 'partner-advertising' }
  expect(await bank.bank.do('purpose.forbid', forbidden, { actor: self })).toMatchObject({ outcome: 'accepted' })
  const left = await asked()
  expect(left).toEqual(first.filter((one) => one !== 'games' && one !== 'partner-advertising'))
  const corrected = await bank.record(['address'], 'subject', { purpose: 'contract' })
  expect(corrected.facts).not.toHaveProperty('consents')
}
