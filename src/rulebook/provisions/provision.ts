/** What a provision consists of. */
import { type TObject, type TProperties, Type } from 'typebox'

export type Provision<P extends TProperties = TProperties> = {
  /** One sentence: what the engine does when this provision binds. */
  readonly sentence: string
  readonly parameters: TObject<P>
}

export const provision = <const P extends TProperties>(sentence: string, parameters: P): Provision<P> => ({
  sentence,
  parameters: Type.Object(parameters, { additionalProperties: false }),
})
