/** The shape of commands about a record that their payload names: load it, refuse where there is none, decide. */
import { type Decision, type Facts, refuse } from '../kernel/decision.ts'
import type { Effect, Need, StateReader } from '../kernel/state.ts'
import type { ProvisionKey } from '../rulebook/provisions.ts'
import type { Code, Command, CommandKind, Context } from './command.ts'

/** How a record that payloads name as `N` is found. */
type Subject<N, Found> = {
  /** The refusal where there is none; it comes before those of each command. */
  readonly unknown: Code
  /** What is told of a record that is not there. */
  readonly told?: (named: N) => Facts
  needs(named: N, state: StateReader): readonly Need[]
  /** Undefined where there is no such record. */
  find(named: N, state: StateReader, context: Context): Found | undefined
}

type RecordCommand<P, Found> = Omit<CommandKind<P>, 'needs' | 'decide'> & {
  /** Cited where there is no such record. */
  readonly provision: ProvisionKey
  /** What must be in memory besides. */
  readonly needs?: (command: Command<P>, state: StateReader) => readonly Need[]
  readonly decide: (found: Found, command: Command<P>, context: Context, state: StateReader) => Decision<Effect, Code>
}

/** Makes kinds of command about one subject. Each refuses a record that is not there before all else. */
export function commandsAbout<N, Found>(
  subject: Subject<N, Found>,
): <P extends N>(of: RecordCommand<P, Found>) => CommandKind<P> {
  return ({ provision, needs, decide, ...kind }) => ({
    ...kind,
    needs: (command, state) => [...subject.needs(command.payload, state), ...(needs?.(command, state) ?? [])],
    decide: (state, command, context) => {
      const found = subject.find(command.payload, state, context)
      return found === undefined
        ? refuse(subject.unknown, context.terms().cite(provision), subject.told?.(command.payload))
        : decide(found, command, context, state)
    },
  })
}
