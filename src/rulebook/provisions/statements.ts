/** Statements, and what a customer sees of the past. */
import { Type } from 'typebox'
import { period, words } from '../parameters.ts'
import { provision } from './provision.ts'

export const statementProvisions = {
  'statement.form': provision('Transactions are shown in an account statement, in a form of the institution.', {
    formats: words,
  }),
  'statement.digital': provision(
    'Statements are there in digital channels, and from then on their content counts as known.',
    {},
  ),
  'statement.monthly': provision(
    'A consumer without digital channels gets the statement of the month before, once a month, free, where they asked; collected or not.',
    {},
  ),
  'statement.on-request': provision('Other statements are issued on request, for the fee of the price list.', {}),
  'statement.other-delivery': provision('Another delivery may be offered, and ended after notice.', {
    ways: Type.Array(Type.Union([Type.Literal('post'), Type.Literal('e-mail')]), { minItems: 1, uniqueItems: true }),
    notice: period,
  }),
  'statement.checking': provision('The customer reads statements in every period, and is reminded of it.', {
    every: period,
    remindBefore: period,
  }),
  'statement.after-closing': provision('Statements of a closed account are to be had at the institution only.', {}),
  'statement.history': provision(
    'The customer sees entries of this time back, in the forms of the institution; older ones are for staff.',
    {
      back: period,
    },
  ),
} as const
