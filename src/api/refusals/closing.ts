/** Refusals about closing accounts, about money owed to those who had one, and about payments that are one entry. */
import { refusal } from './refusal.ts'

export const closingRefusals = {
  'standing-needed': refusal(
    422,
    'The account earns interest: say by the number of its last event how it stands.',
    'Konts pelna procentus: norādiet, kāds ir tā pēdējā notikuma numurs.',
  ),
  'account-moved-on': refusal(
    409,
    'Something happened on the account meanwhile; its last event is number {at}.',
    'Kontā pa to laiku kaut kas noticis; tā pēdējā notikuma numurs ir {at}.',
  ),
  'dues-open': refusal(
    409,
    'Amounts are owed for the account, so that it is not closed yet.',
    'Par kontu ir nesamaksātas summas, tāpēc to vēl neslēdz.',
  ),
  'batch-unpaid': refusal(
    422,
    'No payment of the batch goes through; why, is said of each.',
    'No kopas nav izpildāms neviens maksājums; iemesls norādīts par katru.',
  ),
  'payment-not-waiting': refusal(
    409,
    'The payment does not wait for its customer; it is {status}.',
    'Maksājums negaida klientu; tā stāvoklis: {status}.',
  ),
  'payment-kept': refusal(
    409,
    'The payment was noted as owed to the customer before.',
    'Maksājums jau atzīmēts kā klientam pienākošs.',
  ),
}
