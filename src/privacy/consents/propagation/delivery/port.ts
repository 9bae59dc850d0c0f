/** Other systems that must obey what a person allows: what the institution tells each of them. */

/** Word of one change. Names the person by their id alone; says nothing that the change does not. */
export type Word = {
  /** By it the system knows a word that comes twice. */
  readonly propagation: string
  readonly change: string
  readonly subject: string
  readonly act: string
  readonly purposes: readonly string[]
  /** null: all. */
  readonly channels: readonly string[] | null
  readonly except: readonly string[]
  readonly at: string
}

/** `confirmed`: the system obeys now. `taken`: it will, and confirms later. */
export type Heard = 'confirmed' | 'taken'

export interface OtherSystems {
  /** Systems that can be told, as `entity:lt` or `processor:mailer`. */
  readonly known: ReadonlySet<string>
  /** May be repeated. Throws SystemAway when nobody knows what became of it. */
  tell(system: string, word: Word): Promise<Heard>
}

/** The system did not answer, or not as it should. */
export class SystemAway extends Error {
  override readonly name = 'SystemAway'
}
