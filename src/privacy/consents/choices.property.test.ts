import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { Chooser, officer, versionOf } from './testing/choices.ts'

/** What a person may do about one purpose that rests on consent alone, and what the gate should then say: kept apart from the rules. */
type Model = { consent: boolean; stopped: boolean }
const steps = {
  // What was stopped before is not forgotten: it waits until the consent ends.
  'consent.give': (model: Model) => Object.assign(model, { consent: true }),
  'consent.withdraw': (model: Model) => Object.assign(model, { consent: false }),
  'marketing.refuse': (model: Model) => Object.assign(model, { consent: false, stopped: true }),
  'purpose.forbid': (model: Model) => Object.assign(model, { consent: false, stopped: true }),
  'processing.stop': (model: Model) => Object.assign(model, { consent: false, stopped: true }),
  'objection.raise': (model: Model) => Object.assign(model, { consent: false, stopped: true }),
  'purpose.allow': (model: Model) => Object.assign(model, { stopped: false }),
} as const
type Step = keyof typeof steps

/** What stops the purpose, each of which a consent holds off and its withdrawal puts back. */
const stopping = [
  'marketing.refuse',
  'purpose.forbid',
  'processing.stop',
  'objection.raise',
] as const satisfies readonly Step[]

const refused = (step: Step, { consent, stopped }: Model): string | null => {
  if (step === 'consent.withdraw' && !consent) return 'consent-missing'
  return step === 'purpose.allow' && !stopped ? 'purpose-not-stopped' : null
}

it('whatever a person says in whatever order, the gate says what they said last', async () => {
  const bank = await TestBank.open({ pack: 'ozcredit' })
  const version = versionOf(bank, 'OZ')
  const liga = await Chooser.in(bank)
  const model: Model = { consent: false, stopped: false }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...(Object.keys(steps) as Step[])), { maxLength: 12 }), async (asked) => {
      for (const step of asked) {
        const payload = {
          purpose: 'marketing',
          ...(step === 'consent.give' ? { version, language: 'en' } : {}),
          ...(step === 'processing.stop' ? { cause: 'unlawful' } : {}),
        }
        const expected = refused(step, model)
        expect((await liga.ask(step, payload)).code).toBe(expected)
        if (expected === null) steps[step](model)
        const gate = liga.gate({ role: 'system' }, 'marketing', ['email']).code
        const left = model.stopped ? 'processing-stopped' : 'consent-missing'
        expect(gate).toBe(model.consent ? 'permitted' : left)
        const { consents = [], stops = [] } = liga.switches ?? {}
        expect(consents.length).toBe(model.consent ? 1 : 0)
        expect(stops.length > 0).toBe(model.stopped)
        // Each ground stands once, however often it is given.
        expect(new Set(stops.map(({ ground }) => ground)).size).toBe(stops.length)
      }
    }),
    { numRuns: 40, examples: stopping.map((step) => [[step, 'consent.give', 'consent.withdraw', 'purpose.allow']]) },
  )
})

it('restrictions and objections that are weighed are not taken back by consent or permission', async () => {
  const liga = await Chooser.in(await TestBank.open())
  await liga.ask('objection.raise', { purpose: 'claims' })
  await liga.ask('restriction.set', { ground: 'accuracy' })
  expect((await liga.ask('purpose.allow', { purpose: 'claims' })).code).toBe('purpose-not-stopped')
  await liga.consent('direct-marketing', 'LP')
  expect(liga.switches?.stops).toMatchObject([{ purpose: 'claims', ground: 'weighing' }])
  expect(liga.switches?.restrictions).toMatchObject([{ ground: 'accuracy' }])
  expect((await liga.ask('restriction.lift', { ground: 'accuracy' }, { actor: officer })).code).toBe('subject-not-told')
})
