/** Files of orders for tests. */

export type TestPayment = {
  readonly id: string
  readonly amount: string
  readonly name?: string
  readonly number: string
  readonly remittance?: string
  readonly currency?: string
}
export type TestFile = {
  readonly message: string
  readonly version?: '03' | '09'
  readonly date: string
  readonly debtor: string
  readonly payments: readonly TestPayment[]
  readonly count?: number
  readonly sum?: string
  readonly batchBooking?: boolean
}

const sumOf = (payments: readonly TestPayment[]): string => {
  const cents = payments
    .reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n)
    .toString()
    .padStart(3, '0')
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`
}

/** A pain.001 with one block; amounts with two decimals. */
export function pain001({
  message,
  version = '03',
  date,
  debtor,
  payments,
  count,
  sum,
  batchBooking,
}: TestFile): string {
  const [total, number] = [sum ?? sumOf(payments), count ?? payments.length]
  const bic = version === '03' ? 'BIC' : 'BICFI'
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}">
  <CstmrCdtTrfInitn>
    <GrpHdr><MsgId>${message}</MsgId><CreDtTm>2026-01-05T08:00:00Z</CreDtTm><NbOfTxs>${number}</NbOfTxs>
      <CtrlSum>${total}</CtrlSum><InitgPty><Nm>Marta Izdoma</Nm></InitgPty></GrpHdr>
    <PmtInf>
      <PmtInfId>${message}-1</PmtInfId><PmtMtd>TRF</PmtMtd>${
        batchBooking === undefined ? '' : `<BtchBookg>${batchBooking}</BtchBookg>`
      }
      <ReqdExctnDt>${version === '03' ? date : `<Dt>${date}</Dt>`}</ReqdExctnDt>
      <Dbtr><Nm>Marta Izdoma</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>${debtor}</IBAN></Id></DbtrAcct>
      <DbtrAgt><FinInstnId><${bic}>RIKOLV2X</${bic}></FinInstnId></DbtrAgt>
${payments.map(payment).join('\n')}
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
`
}

const payment = ({ id, amount, name = 'Anna Izdoma', number, remittance, currency = 'EUR' }: TestPayment): string => `
      <CdtTrfTxInf><PmtId><EndToEndId>${id}</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt>
        <Cdtr><Nm>${name}</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>${number}</IBAN></Id></CdtrAcct>${
          remittance === undefined ? '' : `<RmtInf><Ustrd>${remittance}</Ustrd></RmtInf>`
        }
      </CdtTrfTxInf>`
