/** Short messages as a channel of messages: through the same gateway as the digits of cash codes. */
import { SmsFailed, type SmsGateway } from '../../payments/cash-codes/sms/port.ts'
import { NotTaken, type Transport } from '../../privacy/marketing/delivery/port.ts'

export const smsTransport = (gateway: SmsGateway): Transport => ({
  async send({ id, to, text }) {
    try {
      await gateway.send({ id, to, text })
    } catch (error) {
      if (!(error instanceof SmsFailed)) throw error
      throw new NotTaken(error.message, error.again)
    }
  },
})
