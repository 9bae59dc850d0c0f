import { join } from 'node:path'
import { expect, it } from 'vitest'
import { documentNamed } from './aliases.ts'
import { withoutProvision } from './altered-pack.ts'
import { loadPack } from './load.ts'

const luminor = loadPack(join(import.meta.dirname, '..', '..', 'packs', 'luminor'))

it('a document is found by its code and by its title in each language', () => {
  expect(documentNamed(luminor.documents, 'RA')?.code).toBe('RA')
  expect(documentNamed(luminor.documents, 'Price list')?.code).toBe('PL')
  expect(documentNamed(luminor.documents, 'Kontu noteikumi')?.code).toBe('RA')
})

it('terms of account maintenance under an older name mean the rules', () => {
  expect(documentNamed(luminor.documents, 'General Terms and Conditions for Current Accounts')?.code).toBe('RA')
  expect(documentNamed(luminor.documents, '„Vispārīgie noteikumi  par norēķinu kontiem”')?.code).toBe('RA')
})

it('the older names mean nothing without the clause that gives them their meaning', () => {
  const without = withoutProvision(luminor, 'documents.aliases')
  expect(documentNamed(without.documents, 'General Terms and Conditions for Current Accounts')).toBeUndefined()
})

it('another name means no document', () => {
  expect(documentNamed(luminor.documents, 'Rules of the road')).toBeUndefined()
})
