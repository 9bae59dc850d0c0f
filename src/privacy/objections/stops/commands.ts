/** Commands that stop a purpose for a person, or let it go on. */
import { type Static, Type } from 'typebox'
import { oneOf } from '../../../kernel/wire.ts'
import { purposeText, switching } from '../../consents/switching.ts'
import { decideAllow, decideForbid, decideStop, demandCauses } from './rules.ts'

const ofPurpose = Type.Object({ purpose: purposeText })
type OfPurpose = Static<typeof ofPurpose>

/** Refuses as `switching`; then as `decideForbid`. */
export const forbidPurpose = switching<OfPurpose>({
  kind: 'purpose.forbid',
  summary: 'Forbids a purpose that can be forbidden, such as advertising',
  properties: ofPurpose.properties,
  provision: 'privacy.prohibition',
  decide: ({ asking, before, payload, terms }) => decideForbid(asking, before, payload.purpose, terms),
})

/** Refuses as `switching`; then as `decideAllow`. */
export const allowPurpose = switching<OfPurpose>({
  kind: 'purpose.allow',
  summary: 'Takes back what was refused, forbidden or objected to',
  properties: ofPurpose.properties,
  provision: 'consent.record',
  decide: ({ asking, before, payload, terms }) => decideAllow(asking, before, payload.purpose, terms),
})

const demand = Type.Object({
  purpose: purposeText,
  cause: oneOf(demandCauses, 'That it is unlawful, or that a third party gave the data without consent'),
})

/** Refuses as `switching`; then as `decideStop`. */
export const stopProcessing = switching<Static<typeof demand>>({
  kind: 'processing.stop',
  summary: 'Ends processing that the person demands to end',
  properties: demand.properties,
  provision: 'privacy.stop',
  decide: ({ asking, before, payload, terms }) => decideStop(asking, before, payload, terms),
})
