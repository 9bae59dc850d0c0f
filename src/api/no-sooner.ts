/**
 * Answers that must not tell whether there is somebody are the same in either case, and come no sooner in the one than in the other. Each
 * takes at least so long: more than what stands behind the longer way takes, so that the clock tells nothing either.
 */
import { setTimeout as sleep } from 'node:timers/promises'

/** What there is not, and what who asks may not see: longer than it takes to find something and see that it is not for them. */
export const UNTOLD_MS = 25

/** Nobody was found, or the gate lets nothing through: longer than a passage takes to be logged. */
export const NOBODY_MS = 100

/** A link that ends offers, right or wrong: longer than a decision takes. */
export const LINK_MS = 250

/** Waits until so long has passed since the question came; `sinceMs` of it are over. */
export const noSooner = (answerMs: number, sinceMs: number): Promise<void> => sleep(Math.max(0, answerMs - sinceMs))
