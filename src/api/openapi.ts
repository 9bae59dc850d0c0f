/** The description of the API as a whole; each route describes itself. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { edgeRefusals } from './refusals/edge.ts'

const text = `
An account core whose published documents are its programme: every decision cites the clauses that settled it.

**Commands** are sent with \`POST\`, a token and an \`Idempotency-Key\` of your own. The same key and body give the stored decision
again (\`Idempotency-Hit: true\`); the same key with another body is refused. \`?dryRun=true\` tells what would be decided now and keeps
nothing. Amounts are whole minor units (cents) as strings, beside a currency: \`{"minor": "1050", "currency": "EUR"}\`.

**Refusals** are problems of RFC 9457 with \`code\`, \`clauses\` and \`facts\`. All codes, their words and the order in which they are
found are at [/refusals](/refusals). Before a command is decided, the API looks in this order: ${Object.keys(
  edgeRefusals,
)
  .slice(0, 10)
  .map((code) => `\`${code}\``)
  .join(', ')}.

**Personal data** are read for a purpose of the register, by whoever the register opens it to: \`POST /parties/{party}/readings\`,
\`GET /parties/{party}\`, and under pseudonyms \`POST /readings\`. A refusal says which purposes are open, or what must be shown. Staff
undertake confidentiality first, for each entity: \`POST /staff/confidentiality\`; until then every other address answers
\`confidentiality-not-undertaken\`. Who looked at what is in \`GET /parties/{party}/passages\`.

**Reads** take \`asOf\` (a date), and balances \`knownAt\` (a moment). Lists are paged with opaque cursors.
`

export const description: FastifyDynamicSwaggerOptions = {
  refResolver: { buildLocalReference: (schema, _base, _fragment, i) => String(schema.$id ?? `def-${i}`) },
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Pacta', version: '1', description: text },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of the form pacta_...: pacta token create' },
      },
    },
    tags: [
      { name: 'payments', description: 'Transfers, payments to and from other institutions, cash, debits, interest' },
      {
        name: 'fees',
        description: 'Prices, special fees, what is due, penalties, and the account that fees are taken from',
      },
      { name: 'holds', description: 'Money kept for a payment to come' },
      { name: 'accounts', description: 'Opening, activation, limits, restrictions, closing; balances and entries' },
      { name: 'parties', description: 'Natural and legal persons' },
      { name: 'representation', description: 'Who may act for whom: authorisation documents, signatures' },
      { name: 'claims', description: 'Errors that customers claim, reports under the payment rules, and the answers' },
      { name: 'corrections', description: 'Reversals, by four eyes' },
      { name: 'statements', description: 'Statements of any period: arranged, drawn, asked for, collected' },
      { name: 'cash codes', description: 'Cash by code: applied for, its digits, used at machines' },
      { name: 'seizures', description: 'Orders of bailiffs and authorities on accounts' },
      { name: 'worklists', description: 'What waits for staff: what is overdue, and what falls due' },
      { name: 'decisions', description: 'Why something was decided' },
      { name: 'documents', description: 'Published documents, clauses, provisions, refusals' },
      {
        name: 'personal data',
        description:
          'What is known of persons, who read it, what they allow and refuse, to whom it went, how long it stays',
      },
      { name: 'messages', description: 'Offers and notices: letters, the chosen channel, what went out' },
      {
        name: 'breaches',
        description: 'Breaches of personal data: the register, whom they concern, what is told to whom',
      },
      {
        name: 'measures',
        description: 'What protects personal data: tests, training, processors, recipients, suppliers',
      },
      { name: 'privacy', description: 'What is published about personal data, out of the register' },
      { name: 'operations', description: 'Journal, trial balance, business date, health' },
      { name: 'commands', description: 'Any kind of command, one or many at once' },
    ],
  },
}
