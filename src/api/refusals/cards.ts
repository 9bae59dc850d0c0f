/** Refusals of cards, and of accounts that are limited to one. */
import { refusal } from './refusal.ts'

export const cardRefusalWords = {
  'card-unknown': refusal(404, 'No such card is linked to the account.', 'Kontam tāda karte nav piesaistīta.'),
  'card-linked': refusal(409, 'The card is linked to an account already.', 'Karte jau ir piesaistīta kādam kontam.'),
  'card-unlinked': refusal(409, 'The link of the card was ended before.', 'Kartes piesaiste jau ir izbeigta.'),
  'card-activated': refusal(409, 'The card was activated before.', 'Karte jau ir aktivizēta.'),
  'card-blocked': refusal(
    409,
    'The card is blocked, or its link to the account was ended.',
    'Karte ir bloķēta vai tās piesaiste kontam ir izbeigta.',
  ),
  'card-not-active': refusal(409, 'The linked card must be activated first.', 'Vispirms jāaktivizē piesaistītā karte.'),
  'card-only': refusal(
    422,
    'The money on this account can be used only with the linked card.',
    'Šī konta naudu var izmantot tikai ar piesaistīto karti.',
  ),
  'card-limited': refusal(409, 'The account is limited so already.', 'Kontam šāds ierobežojums jau ir noteikts.'),
} as const
