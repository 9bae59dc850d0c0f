/** The page of `pacta atm`: a digital channel to apply in, a phone that shows its messages, and a machine. */
import { Html, html } from '../api/pages/html.ts'
import type { Sms } from '../payments/cash-codes/sms/port.ts'

/** What the page shows besides its forms. */
export type Shown = {
  readonly account: string
  readonly personalCode: string
  readonly messages: readonly Sms[]
  /** What came of the last thing done, and where: in the channel or at the machine. */
  readonly told: { readonly by: 'channel' | 'machine'; readonly good: boolean; readonly text: string } | undefined
}

export function atmPage({ account, personalCode, messages, told }: Shown): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Cash by code: a machine and a phone to try</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<h1>Cash by code</h1>
<p>Nothing here is real but the decisions: the machine and the channel ask Pacta over HTTP, and the phone receives its SMS.</p>
<div class="three">
<section aria-labelledby="channel"><h2 id="channel">1 The digital channel</h2>
${told?.by === 'channel' ? notice(told) : undefined}
<form method="post" action="/apply">
${field('account', 'Account', account)}
${choice('direction', 'What for', [
  ['withdrawal', 'Take cash out'],
  ['deposit', 'Pay cash in'],
])}
${field('amount', 'Amount in euro', '80.00')}
${field('personalCode', 'Personal code of the one who uses it', personalCode)}
${field('phone', 'Phone for the SMS', '+371 26481957')}
${field('digits', 'Your four digits', '2580')}
<label class="line"><input type="checkbox" name="acknowledged" checked> I keep the code secret, and its two parts apart</label>
<button>Apply</button>
</form></section>
<section aria-labelledby="phone"><h2 id="phone">2 The phone</h2>
<p><a href="/">Look again</a></p>
${
  messages.length === 0
    ? html`<p>No message yet.</p>`
    : html`<ol reversed>${messages.map(({ to, text }) => html`<li><strong>${to}</strong><br>${text}</li>`)}</ol>`
}</section>
<section aria-labelledby="machine"><h2 id="machine">3 The machine</h2>
${told?.by === 'machine' ? notice(told) : undefined}
<form method="post" action="/machine">
${field('personalCode', 'Personal code', personalCode)}
${field('chosen', 'Your digits', '')}
${field('assigned', 'The digits of the SMS', '')}
${choice('direction', 'What for', [
  ['withdrawal', 'Take cash out'],
  ['deposit', 'Pay cash in'],
])}
${field('amount', 'Amount in euro', '30.00')}
<button>Go on</button>
</form></section>
</div>
</main>
</body>
</html>
`.text
}

const field = (name: string, label: string, value: string): Html =>
  html`<label>${label}<input name="${name}" value="${value}" autocomplete="off" required></label>`

const choice = (name: string, label: string, of: readonly (readonly [value: string, words: string])[]): Html =>
  html`<label>${label}<select name="${name}">${of.map(([value, words]) => html`<option value="${value}">${words}</option>`)}</select></label>`

const notice = ({ good, text }: NonNullable<Shown['told']>): Html =>
  html`<p role="status" class="${good ? 'good' : 'bad'}">${text}</p>`

const style = new Html(`
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem }
.three { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)) }
section { border: 1px solid #8888; border-radius: .5rem; padding: 0 1rem 1rem }
label { display: block; margin: .5rem 0 } label.line { display: flex; gap: .5rem }
input:not([type]), select { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .3rem }
button { font: inherit; padding: .4rem 1rem }
.good, .bad { border-left: .3rem solid #2a7; padding: .3rem .6rem } .bad { border-color: #c33 }
li { margin: .5rem 0; white-space: pre-line }`)
