import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type InventedBank = { readonly accounts: number; readonly rowsEach: number }

/**
 * Writes the four files of an invented bank in the format of the Berka data. Each account is opened on another day, has a deposit,
 * then payments of all kinds; every seventh account has a disponent. The same numbers give the same files.
 */
export function writeInventedBank(folder: string, { accounts, rowsEach }: InventedBank): void {
  const clients: string[] = []
  const openings: string[] = []
  const dispositions: string[] = []
  const rows: string[] = []
  const person = (client: number): void => {
    const birth = start.subtract({ days: 9_000 + client * 7 })
    const month = birth.month + (client % 2 === 0 ? 50 : 0)
    clients.push(`${client};"${two(birth.year % 100)}${two(month)}${two(birth.day)}";1`)
  }
  for (let account = 1; account <= accounts; account += 1) {
    const opened = start.add({ days: account % 700 })
    openings.push(`${account};1;"POPLATEK MESICNE";${opened.toString().slice(2).replaceAll('-', '')}`)
    person(2 * account)
    dispositions.push(`${2 * account};${2 * account};${account};"OWNER"`)
    if (account % 7 === 0) {
      person(2 * account + 1)
      dispositions.push(`${2 * account + 1};${2 * account + 1};${account};"DISPONENT"`)
    }
    let balance = 0
    for (let seq = 1; seq <= rowsEach; seq += 1) {
      const [type, operation, amount, symbol, bank, other] = rowOf(seq)
      balance += type === 'PRIJEM' ? amount : -amount
      const date = opened.add({ days: Math.floor((seq - 1) / 3) })
      const trans = account * 10_000 + seq
      rows.push(
        [trans, account, date, seq, type, operation, crowns(amount), crowns(balance), symbol, bank, other].join(),
      )
    }
  }
  write(folder, 'client.asc', '"client_id";"birth_number";"district_id"', clients)
  write(folder, 'account.asc', '"account_id";"district_id";"frequency";"date"', openings)
  write(folder, 'disp.asc', '"disp_id";"client_id";"account_id";"type"', dispositions)
  const header = 'trans_id,account_id,date,seq,type,operation,amount,balance,k_symbol,bank,account'
  write(folder, 'trans.csv', header, rows)
}

const start = Temporal.PlainDate.from('1993-01-01')
const two = (number: number): string => String(number).padStart(2, '0')
const crowns = (hellers: number): string => (hellers / 100).toFixed(2)

type Kind = readonly [type: string, operation: string, hellers: number, symbol: string, bank: string, account: string]
const kinds: readonly Kind[] = [
  ['PRIJEM', 'VKLAD', 500_000, '', '', ''],
  ['VYDAJ', 'VYBER', 120_000, '', '', ''],
  ['VYDAJ', 'PREVOD NA UCET', 90_010, 'SIPO', 'YZ', '87144000'],
  ['PRIJEM', '', 1_240, 'UROK', '', ''],
  ['VYDAJ', 'VYBER', 1_460, 'SLUZBY', '', ''],
  ['VYDAJ', 'VYBER KARTOU', 70_000, '', '', '0'],
  ['PRIJEM', 'PREVOD Z UCTU', 310_000, 'DUCHOD', 'CD', '92040000'],
  // More than there is every other time round: the balance goes below zero.
  ['VYBER', 'VYBER', 600_000, '', '', ''],
]
const rowOf = (seq: number): Kind => kinds[(seq - 1) % kinds.length] as Kind

function write(folder: string, file: string, header: string, lines: readonly string[]): void {
  writeFileSync(join(folder, file), `${[header, ...lines].join('\n')}\n`)
}
