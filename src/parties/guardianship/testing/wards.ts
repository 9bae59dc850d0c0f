/** A minor with a parent or guardian, for tests. */
import { TestBank } from '../../../../tests/bank.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { Chooser } from '../../../privacy/consents/testing/choices.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { registerPerson } from '../../testing/people.ts'
import type { Stage } from '../rules.ts'

/** Puts on record who acts for a minor. */
export const recordGuardian = (minor: Chooser, guardian: PartyId, more: object = {}): Promise<DecisionView> =>
  minor.bank.do('guardian.record', {
    ward: String(minor.subject),
    guardian: String(guardian),
    authority: 'parent',
    evidence: 'B-2019/117',
    ...more,
  })

/** Anna, in a stage of life, and Līga, who acts for her. */
export async function ward(stage: Stage, more: object = {}, pack = 'luminor') {
  const bank = await TestBank.open({ pack })
  const anna = await Chooser.in(bank, 'anna')
  const parent = await registerPerson(bank, 'liga')
  await recordGuardian(anna, parent, more)
  const grow = (to: Stage): Promise<DecisionView> =>
    bank.do('guardianship.grow', { ward: String(anna.subject), stage: to }, { actor: { role: 'system' } })
  if (stage !== 'unknown') await grow(stage)
  return { anna, parent, grow }
}
