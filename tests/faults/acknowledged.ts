/** The file in which a process under load notes what was acknowledged to it. */

export type Acknowledged = { readonly key: string; readonly decision: string; readonly code: string | null }

/** A last line without its end was being written when the process was killed. */
const linesOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '))

export const acknowledgedIn = (text: string): readonly Acknowledged[] =>
  linesOf(text).map(([client, at, decision = '', code]) => ({
    key: `transfer ${client} ${at}`,
    decision,
    code: code === 'accepted' ? null : (code ?? null),
  }))

/** The first number for which a client has no acknowledgement: it may have been carried out all the same. */
export function openingOf(text: string, client: number): number {
  const last = linesOf(text).findLast(([of]) => of === String(client))
  return last === undefined ? 0 : Number(last[1]) + 1
}
