/** What goes out of a message: the words of its letter, and under every offer the link that ends them. */
import type { Wording } from '../../../rulebook/pack.ts'
import type { Letter, Message } from '../messages/rules.ts'
import type { UnsubscribeTokens } from '../unsubscribe/token.ts'
import type { Outgoing } from './port.ts'

/** What stands under an offer, before the link. */
const farewell: Wording = {
  en: 'To end such mail, open this address; you need not sign in:',
  lv: 'Lai šādas vēstules vairs nesaņemtu, atveriet šo adresi; pieslēgties nevajag:',
  et: 'Et selliseid kirju enam mitte saada, avage see aadress; sisse logida pole vaja:',
  lt: 'Kad tokių laiškų nebegautumėte, atverkite šį adresą; prisijungti nereikia:',
  ru: 'Чтобы больше не получать таких писем, откройте этот адрес; входить не нужно:',
}

/**
 * The message as it goes to an address; undefined where the letter is not written in its language any more.
 *
 * @param where.pages where the institution's own pages are, such as `https://bank.example`
 */
export function compose(
  { message, subject, purpose, offer, language }: Message,
  letter: Letter,
  to: string,
  where: { readonly tokens: UnsubscribeTokens; readonly pages: string },
): Outgoing | undefined {
  const [title, text] = [letter.title, letter.text].map((one) => one[language as keyof Wording])
  if (title === undefined || text === undefined) return undefined
  const id = `message-${message}`
  if (!offer) return { id, to, title, text }
  const unsubscribe = `${where.pages}/unsubscribe/${where.tokens.of({ subject, purpose })}`
  const bye = farewell[language as keyof Wording] ?? farewell.en
  return { id, to, title, text: `${text}\n\n-- \n${bye}\n${unsubscribe}\n`, unsubscribe }
}
