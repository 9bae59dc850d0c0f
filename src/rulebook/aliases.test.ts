import { join } from 'node:path'
import { expect, it } from 'vitest'
import { documentNamed } from './aliases.ts'
import { loadPack } from './load.ts'
import { withoutProvision } from './terms.ts'

const luminor = loadPack(join(import.meta.dirname, '..', '..', 'packs', 'luminor'))

it('a document is found by its code and by its title in each language', () => {
  expect(documentNamed(luminor, 'RA')).toBe('RA')
  expect(documentNamed(luminor, 'Price list')).toBe('PL')
  expect(documentNamed(luminor, 'Kontu noteikumi')).toBe('RA')
})

it('terms of account maintenance under an older name mean the rules', () => {
  expect(documentNamed(luminor, 'General Terms and Conditions for Current Accounts')).toBe('RA')
  expect(documentNamed(luminor, '„Vispārīgie noteikumi  par norēķinu kontiem”')).toBe('RA')
})

it('the older names mean nothing without the clause that gives them their meaning', () => {
  const without = withoutProvision(luminor, 'documents.aliases')
  expect(documentNamed(without, 'General Terms and Conditions for Current Accounts')).toBeUndefined()
})

it('another name means no document', () => {
  expect(documentNamed(luminor, 'Rules of the road')).toBeUndefined()
})
