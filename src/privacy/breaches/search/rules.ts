/** Whom a breach may concern: by what was read and handed over, or by what is held. */
import { type Attribute, type DataClass, dataClasses } from '../../../rulebook/register/attributes.ts'
import { kindsOfDetail } from '../../gate/rules.ts'
import type { Breach, Nature } from '../rules.ts'

/** `search`: in the logs; `holding`: among those of whom such data are held; `name`: those who are named already. */
export const lookups = ['search', 'holding', 'name'] as const
export type Lookup = (typeof lookups)[number]

/** After these nobody need have read anything: whoever such data are held of may be concerned. */
const ofWhatIsHeld: readonly Nature[] = ['alteration', 'loss', 'destruction', 'unavailability']

/** Where to look first. */
export const lookupFor = ({ natures }: Pick<Breach, 'natures'>): Lookup =>
  natures.some((one) => ofWhatIsHeld.includes(one)) ? 'holding' : 'search'

/** Details of records that may tell such data: the class under whose key they are, by its number, and as which kind they count. */
export function detailsTelling(
  kinds: readonly Attribute[],
): readonly { readonly number: number; readonly kind: Attribute }[] {
  const classes = Object.entries(kindsOfDetail) as [DataClass, readonly Attribute[]][]
  return classes.flatMap(([name, told]) => {
    const kind = kinds.find((one) => told.includes(one))
    return kind === undefined ? [] : [{ number: dataClasses.indexOf(name), kind }]
  })
}
