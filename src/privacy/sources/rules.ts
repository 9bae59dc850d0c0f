/**
 * Who a source of data is, by the terms of the W3C Data Privacy Vocabulary that the register gives it: the same that are published with it.
 */
import type { DataSource } from '../../rulebook/register/schema.ts'

/** Whether the person concerned is the one from whom it comes. */
export const isOwnSource = ({ dpv }: Pick<DataSource, 'dpv'>): boolean => dpv.includes('dpv:DataSubjectDataSource')

/** Whether a parent tells of their child. */
export const isParentSource = ({ dpv }: Pick<DataSource, 'dpv'>): boolean => dpv.includes('dpv:ParentOfDataSubject')
