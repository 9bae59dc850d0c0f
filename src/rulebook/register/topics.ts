/** What the special categories of the GDPR, Article 9(1), come to in a text. */
export const specialTopics = ['health', 'ethnicity', 'religion', 'politics', 'union', 'sexuality', 'biometric'] as const

/** What nobody asked to be told in a text: the special categories, and what Article 10 is about. */
export const topics = [...specialTopics, 'conviction'] as const
export type Topic = (typeof topics)[number]
