/** Commands by which a person refuses offers, or chooses how they may come. */
import { type Static, Type } from 'typebox'
import { channelText, purposeText, switching, takers } from '../consents/switching.ts'
import { decideChoose, decideRefuse } from './rules.ts'

const refusing = Type.Object({
  purpose: Type.Optional({
    ...purposeText,
    description: 'One purpose of the register; all direct marketing unless told',
  }),
})

/** Refuses as `switching`; then as `decideRefuse`. */
export const refuseMarketing = switching<Static<typeof refusing>>({
  kind: 'marketing.refuse',
  summary: 'Refuses offers: they end at once, on every channel',
  properties: refusing.properties,
  roles: ['customer', 'representative', ...takers, 'system'],
  provision: 'marketing.refusal',
  decide: ({ asking, before, payload, terms }) => decideRefuse(asking, before, payload.purpose, terms),
})

const choosing = Type.Object({ channel: channelText })

/** Refuses as `switching`; then as `decideChoose`. */
export const chooseChannel = switching<Static<typeof choosing>>({
  kind: 'channel.choose',
  summary: 'Chooses the one channel over which offers may come',
  properties: choosing.properties,
  provision: 'marketing.channel',
  decide: ({ asking, before, payload, terms }) => decideChoose(asking, before, payload.channel, terms),
})
