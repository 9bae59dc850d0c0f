/** How documents stand to each other. */
import { words } from '../parameters.ts'
import { provision } from './provision.ts'

export const documentProvisions = {
  'documents.aliases': provision('References to terms of account maintenance under these names mean this document.', {
    names: words,
  }),
  'documents.service-terms': provision(
    'Service terms decide on services that this document does not describe, and where one of the named clauses hands over to them.',
    { handsOver: words },
  ),
  'documents.general-terms': provision(
    'What this document leaves open the general terms decide; on conflict it wins.',
    {},
  ),
  'documents.publication': provision('Every version is on a public page and prints on request.', {}),
} as const
