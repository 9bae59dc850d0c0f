/** Commands about recording, each about a person whom it names as `subject`. */
import type { AnyCommandKind } from '../../storage/command.ts'
import { announceRecording } from './announcement/commands.ts'
import { declineFacts } from './declining/commands.ts'

export const recordingCommands: readonly AnyCommandKind[] = [announceRecording, declineFacts]
