import { expect, it } from 'vitest'
import { TestBank, teller } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { settledBy } from '../../parties/testing/people.ts'
import { Chooser, marketer, notify, offer, writeLetter } from '../consents/testing/choices.ts'
import { memoryKeyStore } from '../vault/keys.ts'
import { compose } from './delivery/compose.ts'
import { letters, messages } from './messages/rules.ts'
import { createUnsubscribeTokens } from './unsubscribe/token.ts'

const system = { role: 'system' } as const

/** Somebody who may be sent offers by e-mail: consent covers the channel, and it is the one chosen. */
async function reachable(): Promise<Chooser> {
  const bank = await TestBank.open()
  const liga = await Chooser.in(bank)
  await writeLetter(bank, 'news', 'direct-marketing')
  await writeLetter(bank, 'reminder')
  await liga.consent('direct-marketing', 'LP')
  await liga.ask('channel.choose', { channel: 'email' })
  return liga
}

it('a letter that is no offer does not go as one, nor an offer as a notice', async () => {
  const liga = await reachable()
  expect(await offer(liga, 'email', 'reminder')).toMatchObject({ code: 'letter-is-no-offer' })
  expect(await notify(liga, 'news')).toMatchObject({ code: 'letter-is-offer' })
  expect(await offer(liga, 'email', 'nothing')).toMatchObject({ code: 'letter-unknown' })
  expect(await notify(liga, 'nothing')).toMatchObject({ code: 'letter-unknown' })
  const inEstonian = { letter: 'news', channel: 'email', language: 'et' }
  expect(await liga.ask('marketing.send', inEstonian, { actor: marketer })).toMatchObject({
    code: 'letter-not-in-language',
  })
  const wrong = { letter: 'x', title: { en: 'x' }, text: { en: 'x' } }
  const set = async (purpose: string) =>
    (await liga.bank.do('letter.set', { ...wrong, purpose }, { actor: marketer })).code
  expect(await set('nothing')).toBe('purpose-not-registered')
  expect(await set('service')).toBe('purpose-not-marketing')
  expect(await liga.ask('marketing.refuse', { purpose: 'nothing' })).toMatchObject({ code: 'purpose-not-registered' })
  expect(await liga.ask('marketing.refuse', { purpose: 'service' })).toMatchObject({ code: 'purpose-not-marketing' })
})

it('a purpose that was refused is allowed again by its person, by permission or by consent', async () => {
  const liga = await reachable()
  expect(await liga.ask('purpose.allow', { purpose: 'direct-marketing' })).toMatchObject({
    code: 'purpose-not-stopped',
  })
  await liga.ask('marketing.refuse')
  await liga.ask('purpose.allow', { purpose: 'direct-marketing' })
  // The consent ended with the refusal, and permission is none.
  expect(await offer(liga, 'email')).toMatchObject({ code: 'consent-missing' })
  await liga.ask('marketing.refuse')
  await liga.consent('direct-marketing', 'LP')
  expect(await offer(liga, 'email')).toMatchObject({ outcome: 'accepted' })
})

clause('LP-V.marketing', 'each offer passes the gate for its channel: e-mail, phone or an event', async () => {
  const liga = await reachable()
  const sent = await offer(liga, 'email')
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { channel: 'email', purpose: 'direct-marketing' } })
  expect(settledBy(sent)).toContain('LP-V.marketing')
  expect(await offer(liga, 'post')).toMatchObject({ code: 'channel-not-offered' })
  for (const channel of ['phone', 'event'])
    expect(await offer(liga, channel)).toMatchObject({ code: 'channel-not-chosen' })
  await liga.ask('restriction.set', { ground: 'unlawful' })
  await liga.ask('consent.withdraw', { purpose: 'direct-marketing' })
  const barred = await offer(liga, 'email')
  expect(barred).toMatchObject({ code: 'processing-restricted' })
  expect(settledBy(barred)).toContain('LP-V.marketing')
})

clause('LP-V.refuse', 'a refusal ends direct marketing at once on every channel, and nothing is weighed', async () => {
  const liga = await reachable()
  expect(await offer(liga, 'email')).toMatchObject({ outcome: 'accepted' })
  const refused = await liga.ask('marketing.refuse')
  expect(refused).toMatchObject({ outcome: 'accepted', facts: { changed: true, purposes: ['direct-marketing'] } })
  expect(settledBy(refused)).toContain('LP-V.refuse')
  // Only the mark of the refusal is kept for longer, and each system is told as of a consent.
  const [left] = (refused.facts['left'] ?? []) as readonly {
    stays: readonly { category: string; grounds: object[] }[]
  }[]
  expect(left?.stays.find(({ category }) => category === 'choices')?.grounds ?? []).toContainEqual(
    expect.objectContaining({ ground: 'refusal-mark', clause: 'LP-V.refuse' }),
  )
  expect(refused.facts['told']).toContainEqual(expect.objectContaining({ target: 'lt', confirmBy: '2026-01-09' }))
  for (const channel of ['email', 'phone', 'event']) {
    await liga.ask('channel.choose', { channel })
    const stopped = await offer(liga, channel)
    expect(stopped).toMatchObject({ outcome: 'refused', code: 'processing-stopped' })
    expect(settledBy(stopped)).toContain('LP-V.refuse')
  }
})

clause('LP-V.refuse', 'nobody of staff takes a refusal back without what shows that the person wants it', async () => {
  const liga = await reachable()
  // Until then its mark is kept.
  expect(JSON.stringify((await liga.ask('marketing.refuse')).facts['left'])).toContain('refusal-mark')
  const stopped = await offer(liga, 'email')
  expect([stopped.code, settledBy(stopped)]).toEqual(['processing-stopped', expect.arrayContaining(['LP-V.refuse'])])
  const allow = (evidence: object = {}) => liga.tell('purpose.allow', { purpose: 'direct-marketing', ...evidence })
  const alone = await allow()
  expect([alone.code, settledBy(alone)]).toEqual(['evidence-missing', expect.arrayContaining(['LP-V.refuse'])])
  expect((await offer(liga, 'email')).code).toBe('processing-stopped')
  const shown = await allow({ evidence: 'A-2026-4' })
  expect(shown).toMatchObject({ outcome: 'accepted', facts: { way: 'unit' } })
  expect(settledBy(shown)).toContain('LP-V.refuse')
  expect((await offer(liga, 'email')).code).not.toBe('processing-stopped')
})

clause('LP-V.refuse', 'who consents after a refusal and takes that back has refused as before', async () => {
  const liga = await reachable()
  const refused = await liga.ask('marketing.refuse')
  expect(settledBy(refused)).toContain('LP-V.refuse')
  expect(JSON.stringify(refused.facts['left'])).toContain('refusal-mark')
  await liga.consent('direct-marketing', 'LP')
  expect(await offer(liga, 'email')).toMatchObject({ outcome: 'accepted' })
  // To refuse while a consent stands is no repetition.
  expect(await liga.ask('marketing.refuse')).toMatchObject({ facts: { changed: true } })
  await liga.consent('direct-marketing', 'LP')
  await liga.ask('consent.withdraw', { purpose: 'direct-marketing' })
  const stopped = await offer(liga, 'email')
  expect([stopped.code, settledBy(stopped)]).toEqual(['processing-stopped', expect.arrayContaining(['LP-V.refuse'])])
})

it('to refuse again changes nothing, and tells nobody', async () => {
  const liga = await reachable()
  await liga.ask('marketing.refuse')
  expect(await liga.tell('marketing.refuse', { way: 'phone' })).toMatchObject({ facts: { changed: false } })
})

clause('LP-V.channel', 'offers use only the channel that the customer chose in the internet bank', async () => {
  const bank = await TestBank.open()
  const liga = await Chooser.in(bank)
  await writeLetter(bank, 'news', 'direct-marketing')
  await liga.consent('direct-marketing', 'LP')
  const before = await offer(liga, 'phone')
  expect(before).toMatchObject({ code: 'channel-not-chosen', facts: { chosen: null } })
  expect(settledBy(before)).toContain('LP-V.channel')
  const chosen = await liga.ask('channel.choose', { channel: 'phone' })
  expect(chosen).toMatchObject({ outcome: 'accepted', facts: { channel: 'phone' } })
  expect(settledBy(chosen)).toContain('LP-V.channel')
  expect(await offer(liga, 'phone')).toMatchObject({ outcome: 'accepted' })
  expect(await offer(liga, 'email')).toMatchObject({ code: 'channel-not-chosen', facts: { chosen: 'phone' } })
})

clause('LP-V.channel', 'the channel is changed in the internet bank, and at no desk', async () => {
  const liga = await reachable()
  const atDesk = await liga.ask('channel.choose', { channel: 'phone' }, { actor: teller })
  expect(atDesk).toMatchObject({ code: 'way-not-offered', facts: { ways: ['internet-bank'] } })
  const janis = await Chooser.in(liga.bank, 'janis')
  expect(await offer(janis, 'phone')).toMatchObject({ code: 'channel-not-chosen' })
  await liga.ask('channel.choose', { channel: 'phone' })
  expect(await offer(liga, 'email')).toMatchObject({ code: 'channel-not-chosen' })
  const sent = await offer(liga, 'phone')
  expect(sent).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(sent)).toContain('LP-V.channel')
})

clause('LP-V.service-messages', 'notices and reminders still go out to whoever refused offers', async () => {
  const liga = await reachable()
  await liga.ask('marketing.refuse')
  expect(await offer(liga, 'email')).toMatchObject({ code: 'processing-stopped' })
  const sent = await notify(liga)
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { offer: false, purpose: 'service-messages' } })
  expect(settledBy(sent)).toContain('LP-V.service-messages')
})

clause('LP-V.service-messages', 'notices and reminders go out to whoever had their data restricted', async () => {
  const liga = await reachable()
  await liga.ask('restriction.set', { ground: 'accuracy' })
  const sent = await notify(liga)
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { purpose: 'service-messages' } })
  expect(settledBy(sent)).toContain('LP-V.service-messages')
  expect(await offer(liga, 'phone')).toMatchObject({ outcome: 'refused' })
})

clause(
  'LP-V.unsubscribe',
  'every offer by e-mail carries a link that ends them with one click, without signing in',
  async () => {
    const liga = await reachable()
    const sent = await offer(liga, 'email')
    expect(sent).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(sent)).toContain('LP-V.unsubscribe')
    const message = liga.bank.record(messages, Number(sent.facts['message']))
    const letter = liga.bank.record(letters, 'news')
    if (message === undefined || letter === undefined) expect.fail('nothing was let out')
    const tokens = createUnsubscribeTokens(memoryKeyStore())
    const mail = compose(message, letter, 'liga@example.com', { tokens, pages: 'https://bank.example' })
    expect(mail?.text).toContain(mail?.unsubscribe)
    const link = mail?.unsubscribe?.split('/').at(-1) ?? ''
    expect(link).not.toContain(String(liga.subject))
    const about = tokens.read(link)
    expect(about).toEqual({ subject: liga.subject, purpose: 'direct-marketing' })
    // Nobody is signed in: the link itself is enough.
    const clicked = await liga.ask('marketing.refuse', { purpose: about?.purpose }, { actor: system })
    expect(clicked).toMatchObject({ outcome: 'accepted', facts: { way: 'link', changed: true } })
    expect(settledBy(clicked)).toContain('LP-V.unsubscribe')
    expect(await offer(liga, 'email')).toMatchObject({ code: 'processing-stopped' })
    expect(await notify(liga)).toMatchObject({ outcome: 'accepted' })
  },
)

clause('LI-3', 'a channel that is bound to consent still needs it, whatever interest there is', async () => {
  const bank = await TestBank.open()
  const liga = await Chooser.in(bank)
  await writeLetter(bank, 'news', 'direct-marketing')
  // The interest carries the purpose: the telephone needs no consent.
  await liga.ask('channel.choose', { channel: 'phone' })
  const called = await offer(liga, 'phone')
  expect(called).toMatchObject({ outcome: 'accepted' })
  await liga.ask('channel.choose', { channel: 'email' })
  const without = await offer(liga, 'email')
  expect(without).toMatchObject({ code: 'consent-missing' })
  expect(settledBy(without)).toContain('LI-3')
  await liga.consent('direct-marketing', 'LP', { channels: ['phone'] })
  expect(await offer(liga, 'email')).toMatchObject({ code: 'consent-missing' })
  await liga.consent('direct-marketing', 'LP', { channels: ['email'] })
  const sent = await offer(liga, 'email')
  expect(sent).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(sent)).toContain('LI-3')
  // An objection to it is never weighed: so the entry says.
  expect(await liga.ask('objection.raise', { purpose: 'advertising' })).toMatchObject({ facts: { state: 'upheld' } })
  expect(liga.gate(system, 'direct-marketing', ['email']).code).toBe('permitted')
})
