/** What the gate refuses for. */

/** In this order: the first that holds. Those before `subject-not-concerned` say nothing about anybody. */
export const gateRefusals = [
  'actor-unnamed',
  'confidentiality-not-undertaken',
  'purpose-not-registered',
  'purpose-not-granted',
  'interest-not-registered',
  'kind-not-needed',
  'kind-not-granted',
  'role-not-concerned',
  'subject-not-concerned',
  'condition-missing',
  'processing-restricted',
  'processing-stopped',
  'consent-missing',
] as const
export type GateRefusal = (typeof gateRefusals)[number]
