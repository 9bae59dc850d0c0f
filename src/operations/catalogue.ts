/** Every kind of command that Pacta carries out. */
import { Catalogue } from '../storage/command.ts'
import { acceptDocument, rejectDocument, revoke, submit } from '../parties/authorisations/commands.ts'
import { register } from '../parties/commands.ts'
import { cutOver } from './clock/commands.ts'

export const catalogue = new Catalogue([cutOver, register, submit, acceptDocument, rejectDocument, revoke])
