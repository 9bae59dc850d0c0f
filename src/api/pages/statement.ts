/** A statement on screen. */
import { formatMoney, type Minor } from '../../kernel/money.ts'
import type { DrawnLine, StatementHead } from '../../statements/drawing/drawn.ts'
import { type StatementLanguage, words } from '../../statements/words.ts'
import { html, type Page } from './html.ts'

/** The page of a statement with some of its entries; `next` is the cursor of the entries that follow. */
export function statementPage(
  head: StatementHead,
  lines: readonly DrawnLine[],
  next: string | null,
  language: StatementLanguage,
): Page {
  const say = words[language]
  const money = (minor: Minor): string => formatMoney({ minor, currency: head.currency }, language)
  const address = `/accounts/${head.account}/statement?format=page&from=${head.from}&to=${head.to}&language=${language}`
  const title = `${say.title} ${head.from} – ${head.to}`
  const body = html`<h1>${say.title}</h1>
<dl>
<dt>${say.account}</dt><dd>${head.number} (${head.currency})</dd>
${head.holders.map((name) => html`<dt>${say.holder}</dt><dd>${name}</dd>`)}
<dt>${say.period}</dt><dd>${String(head.from)} – ${String(head.to)}</dd>
<dt>${say.opening}</dt><dd>${money(head.openingMinor)}</dd>
<dt>${say.credits} (${head.credits.count})</dt><dd>${money(head.credits.sumMinor)}</dd>
<dt>${say.debits} (${head.debits.count})</dt><dd>${money(head.debits.sumMinor)}</dd>
<dt>${say.closing}</dt><dd>${money(head.closingMinor)}</dd>
<dt>${say.available}</dt><dd>${money(head.availableMinor)}</dd>
</dl>
${lines.length === 0 ? html`<p>${say.none}</p>` : tableOf(lines, money, language)}
${next === null ? undefined : html`<p class="noprint"><a href="${address}&cursor=${next}">${say.next}</a></p>`}`
  return { title, language, body }
}

function tableOf(lines: readonly DrawnLine[], money: (minor: Minor) => string, language: StatementLanguage) {
  const say = words[language]
  return html`<table>
<thead><tr><th scope="col">${say.booked}</th><th scope="col">${say.value}</th><th scope="col">${say.what}</th>
<th scope="col">${say.amount}</th><th scope="col">${say.balance}</th></tr></thead>
<tbody>${lines.map(
    (line) => html`<tr><td><time>${String(line.bookingDate)}</time></td><td><time>${String(line.valueDate)}</time></td>
<td>${whatOf(line, language)}</td><td>${money(line.amountMinor)}</td><td>${money(line.balanceMinor)}</td></tr>
`,
  )}</tbody>
</table>`
}

/** What an entry is, and what may be told of it; what is left out, with a word. */
function whatOf({ nature, details, detailsState, reverses }: DrawnLine, language: StatementLanguage): string {
  const say = words[language]
  return [
    say.natures[nature],
    details?.name,
    details?.number,
    details?.remittance,
    reverses === null ? undefined : `${say.reverses} ${reverses}`,
    say.left[detailsState],
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
}
