import { describe, expect, it } from 'vitest'
import { operator, TestBank, teller } from '../../../../tests/bank.ts'
import { clause, watchDecision } from '../../../../tests/clause.ts'
import { idIn, registerPerson, settledBy } from '../../../parties/testing/people.ts'
import { Chooser, marketer, offer, writeLetter } from '../../consents/testing/choices.ts'
import { untouched } from '../../switches/rules.ts'
import { messages } from '../messages/rules.ts'
import { decideDraw, drawing, offerAttempts } from './rules.ts'

const watchedDraw = watchDecision(decideDraw)

/** Somebody in a bank of a pack to whom offers may be made. */
async function reachable(pack = 'luminor', purpose = 'direct-marketing'): Promise<Chooser> {
  const liga = await Chooser.in(await TestBank.open({ pack }))
  await writeLetter(liga.bank, 'news', purpose)
  return liga
}

/** Lets an offer out over a channel of the telephone, the post or an event. */
const letOut = async (liga: Chooser, channel: string): Promise<number> => idIn(await offer(liga, channel), 'message')

/** Whether the offer may be made at this moment: `accepted`, or the code of the refusal. */
function draw(liga: Chooser, message: number) {
  const { bank, subject, switches } = liga
  const entity = bank.rulebook.pack.entities[0]?.id ?? ''
  const terms = bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
  const drawn = { message: bank.record(messages, message), last: bank.record(offerAttempts, message) }
  const decision = watchedDraw(
    drawn,
    switches ?? untouched(subject),
    { actor: marketer, entity, undertaken: true },
    terms,
  )
  return { code: decision.outcome === 'refused' ? decision.code : 'accepted', settled: settledBy(decision as never) }
}

const note = (liga: Chooser, message: number, outcome: string, more: object = {}, actor = marketer) =>
  liga.ask('marketing.note', { message: String(message), outcome, ...more }, { actor })

clause(
  'LP-V.marketing',
  'an offer by telephone or at an event passes the gate at the moment at which it is made',
  async () => {
    for (const channel of ['phone', 'event']) {
      const liga = await reachable()
      await liga.ask('channel.choose', { channel })
      const message = await letOut(liga, channel)
      const first = draw(liga, message)
      expect(first.code).toBe('accepted')
      expect(first.settled).toContain('LP-V.marketing')
      // E-mail is the third channel of the document, and goes by itself; post is none.
      expect(await offer(liga, 'email')).toMatchObject({ code: 'channel-not-chosen' })
      expect(await offer(liga, 'post')).toMatchObject({ code: 'channel-not-offered' })
      // A refusal of a minute ago counts.
      await liga.ask('restriction.set', { ground: 'unlawful' })
      const barred = draw(liga, message)
      expect(barred.code).toBe('processing-restricted')
      expect(barred.settled).toContain('LP-V.marketing')
    }
  },
)

clause('LP-V.refuse', 'who refuses on the telephone is refused offers at once, on every channel', async () => {
  const liga = await reachable()
  await liga.consent('direct-marketing', 'LP')
  await liga.ask('channel.choose', { channel: 'phone' })
  const [called, waiting] = [await letOut(liga, 'phone'), await letOut(liga, 'phone')]
  expect(draw(liga, waiting).code).toBe('accepted')
  const refused = await note(liga, called, 'refused')
  expect(refused).toMatchObject({
    outcome: 'accepted',
    facts: { outcome: 'refused', changed: true, purposes: ['direct-marketing'], way: 'phone' },
  })
  expect(settledBy(refused)).toContain('LP-V.refuse')
  expect(liga.switches).toMatchObject({ consents: [], stops: [{ purpose: 'direct-marketing', ground: 'refusal' }] })
  const [left] = (refused.facts['left'] ?? []) as readonly {
    stays: readonly { category: string; grounds: object[] }[]
  }[]
  expect(left?.stays.find(({ category }) => category === 'choices')?.grounds ?? []).toContainEqual(
    expect.objectContaining({ ground: 'refusal-mark', clause: 'LP-V.refuse' }),
  )
  const stopped = draw(liga, waiting)
  expect(stopped.code).toBe('processing-stopped')
  expect(stopped.settled).toContain('LP-V.refuse')
  for (const channel of ['email', 'phone', 'event']) {
    await liga.ask('channel.choose', { channel })
    const next = await offer(liga, channel)
    expect(next).toMatchObject({ code: 'processing-stopped' })
    expect(settledBy(next)).toContain('LP-V.refuse')
  }
})

clause('LP-V.channel', 'an offer that waits is made no more once another channel is chosen', async () => {
  const liga = await reachable()
  expect(await offer(liga, 'phone')).toMatchObject({ code: 'channel-not-chosen' })
  expect(await liga.ask('channel.choose', { channel: 'phone' }, { actor: teller })).toMatchObject({
    code: 'way-not-offered',
  })
  await liga.ask('channel.choose', { channel: 'phone' })
  const message = await letOut(liga, 'phone')
  expect(draw(liga, message).code).toBe('accepted')
  await liga.ask('channel.choose', { channel: 'event' })
  const other = draw(liga, message)
  expect(other.code).toBe('channel-not-chosen')
  expect(other.settled).toEqual(['LP-V.channel'])
})

clause(
  'OZ-6.3',
  'what is refused on the telephone ends the messages, as in the account, at a location and by e-mail',
  async () => {
    const liga = await reachable('ozcredit', 'marketing')
    await liga.consent('marketing', 'OZ')
    const message = await letOut(liga, 'phone')
    const waiting = await letOut(liga, 'phone')
    expect(draw(liga, waiting).code).toBe('accepted')
    const refused = await note(liga, message, 'refused')
    expect(refused).toMatchObject({ outcome: 'accepted', facts: { way: 'phone' } })
    expect(settledBy(refused)).toContain('OZ-6.3')
    const stopped = draw(liga, waiting)
    expect([stopped.code, stopped.settled[0]]).toEqual(['processing-stopped', 'OZ-6.3'])
    const ways = [
      () => liga.ask('consent.withdraw', { purpose: 'marketing' }),
      ...(['unit', 'email', 'phone'] as const).map(
        (way) => () => liga.tell('consent.withdraw', { purpose: 'marketing', way }),
      ),
    ]
    for (const withdraw of ways) {
      await liga.consent('marketing', 'OZ')
      expect(draw(liga, waiting).code).toBe('accepted')
      const ended = await withdraw()
      expect(ended).toMatchObject({ outcome: 'accepted', facts: { ends: true } })
      expect(settledBy(ended)).toContain('OZ-6.3')
      // Without the consent, what they refused on the telephone holds again.
      expect(draw(liga, waiting).code).toBe('processing-stopped')
    }
    // By post nobody withdraws: the document names four ways.
    await liga.consent('marketing', 'OZ')
    const byLetter = await liga.tell('consent.withdraw', { purpose: 'marketing', way: 'letter' })
    expect(byLetter).toMatchObject({
      code: 'way-not-offered',
      facts: { ways: ['internet-bank', 'unit', 'email', 'phone'] },
    })
    const last = await liga.tell('marketing.refuse', { way: 'phone' })
    expect(settledBy(last)).toContain('OZ-6.3')
    const after = await offer(liga, 'email')
    expect([after.code, settledBy(after)[0]]).toEqual(['processing-stopped', 'OZ-6.3'])
  },
)

describe('what became of an offer', () => {
  it('whoever is not reached stays on the list; who was reached is done with', async () => {
    const liga = await reachable('koduliising', 'advertising')
    const message = await letOut(liga, 'phone')
    expect(await note(liga, message, 'not-reached')).toMatchObject({ facts: { tries: 1 } })
    expect(draw(liga, message).code).toBe('accepted')
    expect(await note(liga, message, 'not-reached')).toMatchObject({ facts: { tries: 2 } })
    expect(await note(liga, message, 'reached', {}, operator)).toMatchObject({
      facts: { tries: 3, outcome: 'reached' },
    })
    expect(liga.bank.record(offerAttempts, message)).toMatchObject({ tries: 3, outcome: 'reached', staff: 'O-01' })
    expect(draw(liga, message).code).toBe('offer-settled')
    expect(await note(liga, message, 'refused')).toMatchObject({ code: 'offer-settled' })
    expect(liga.switches?.stops ?? []).toEqual([])
  })

  it('a letter is printed once, and its reader can refuse by letter', async () => {
    const liga = await reachable('koduliising', 'advertising')
    const [printed, refused] = [await letOut(liga, 'post'), await letOut(liga, 'post')]
    expect(await note(liga, printed, 'reached')).toMatchObject({ code: 'outcome-not-of-channel' })
    expect(await note(liga, printed, 'printed')).toMatchObject({ outcome: 'accepted' })
    expect(draw(liga, printed).code).toBe('offer-settled')
    expect(await note(liga, refused, 'refused', { all: true })).toMatchObject({
      facts: { way: 'letter', purposes: ['advertising', 'partner-advertising', 'games'] },
    })
  })

  it('only offers to this person that people make are noted', async () => {
    const liga = await reachable('koduliising', 'advertising')
    await writeLetter(liga.bank, 'reminder')
    const mailed = await letOut(liga, 'email')
    const message = await letOut(liga, 'phone')
    expect(await note(liga, mailed, 'reached')).toMatchObject({ code: 'offer-not-by-hand' })
    expect(await note(liga, 1_099_511_999_999, 'reached')).toMatchObject({ code: 'message-unknown' })
    const janis = new Chooser(liga.bank, await registerPerson(liga.bank, 'janis'))
    expect(await note(janis, message, 'reached')).toMatchObject({ code: 'message-unknown' })
    const served = await liga.ask(
      'message.send',
      { letter: 'reminder', channel: 'phone' },
      { actor: { role: 'system' } },
    )
    expect(await note(liga, idIn(served, 'message'), 'reached')).toMatchObject({ code: 'message-unknown' })
  })

  it('the name is drawn where the purpose uses it, and not elsewhere', async () => {
    for (const [pack, purpose, kinds] of [
      ['luminor', 'direct-marketing', ['name', 'phone']],
      ['koduliising', 'advertising', ['phone']],
      ['ozcredit', 'marketing', ['phone']],
    ] as const) {
      const liga = await reachable(pack, purpose)
      const terms = liga.bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
      const asked = drawing({ subject: liga.subject, purpose, channel: 'phone' }, marketer, terms)
      expect(asked.kinds, pack).toEqual(kinds)
    }
  })
})
