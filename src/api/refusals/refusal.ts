/** What the API says of a refusal, whatever it is of. */

/** 403: may not act. 404: unknown. 409: not in this state. 422: otherwise. The edge has further ones. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 500 | 503

/**
 * HTTP status, and a sentence in each language. `{name}` stands for the fact of that name; a sentence whose fact was not told says it
 * without.
 */
export type Refusal = { readonly status: RefusalStatus; readonly en: string; readonly lv: string }

export const refusal = (status: RefusalStatus, en: string, lv: string): Refusal => ({ status, en, lv })
