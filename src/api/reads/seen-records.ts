/** Records about accounts, for those who may see the account. */
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import { type Collection, need } from '../../kernel/state.ts'
import type { Api } from '../api.ts'
import { EdgeProblem } from '../problems.ts'
import type { RefusalCode } from '../refusals/catalogue.ts'
import type { Bearer } from '../tokens/store.ts'
import { type SeenAccount, seenAccount } from './access.ts'
import { idIn } from './asked.ts'

/** A record about an account that the bearer may see. Throws EdgeProblem: for who may not, it does not exist. */
export async function seenRecord<V extends { readonly account: AccountId }>(
  api: Api,
  bearer: Bearer,
  of: Collection<number, V, V>,
  text: string,
  unknown: RefusalCode,
): Promise<{ readonly record: V; readonly seen: SeenAccount }> {
  const id = idIn<number>(api, text, unknown)
  const [record] = (await api.institution.storage.load(laneOf(id), [need(of, id)])) as [V | undefined]
  if (record === undefined) throw new EdgeProblem(unknown)
  try {
    return { record, seen: await seenAccount(api, bearer, record.account) }
  } catch (error) {
    throw error instanceof EdgeProblem ? new EdgeProblem(unknown) : error
  }
}
