import { clause } from '../../clause.ts'
import { showNewPurpose } from './new-purpose.ts'

// A lender publishes no list of interests: what it owes of a new purpose, law says.
const both = ['GDPR-13(3)', 'GDPR-14(4)'] as const

clause('GDPR-13(3)', 'data that a person gave wait until the person was told of a new purpose', async () => {
  await showNewPurpose('ozcredit', both)
  await showNewPurpose('koduliising', both)
})

clause('GDPR-14(4)', 'data that came from elsewhere wait as well', async () => {
  await showNewPurpose('koduliising', both)
  await showNewPurpose('ozcredit', both)
})
