/** The commands about personal data. */
import { undertakeConfidentiality } from './confidentiality/commands.ts'

export const privacyCommands = [undertakeConfidentiality]
