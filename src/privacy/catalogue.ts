/** The commands about personal data. */
import { undertakeConfidentiality } from './confidentiality/commands.ts'
import { holdData, releaseData } from './retention/commands.ts'

export const privacyCommands = [undertakeConfidentiality, holdData, releaseData]
