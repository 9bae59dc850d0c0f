import { expect, test } from 'vitest'
import { asOperatorError, describe, OperatorError } from './operator-error.ts'

function fault(fields: Record<string, string | number>, message = 'it failed'): Error {
  return Object.assign(new Error(message), fields)
}

test.each([
  [
    'a taken port',
    { code: 'EADDRINUSE', syscall: 'listen', port: 8080 },
    'port 8080 is taken: .* PORT=8081 npm start.',
  ],
  ['a low port', { code: 'EACCES', syscall: 'listen', port: 80 }, 'port 80 may not be used: .* PORT=8080 npm start.'],
  [
    'a full disk',
    { code: 'ENOSPC', path: '/data/x' },
    'the disk is full: no space is left for /data/x. Free some space',
  ],
  [
    'a full disk of the database',
    { code: '53100' },
    'the disk is full: no space is left for the data. Free some space',
  ],
  [
    'a folder of another user',
    { code: 'EACCES', syscall: 'mkdir', path: '/data' },
    'no permission: .* /data. Run pacta as',
  ],
  [
    'a file in place of a folder',
    { code: 'ENOTDIR', path: '/data' },
    'a file stands where a folder is needed: /data. Move',
  ],
  [
    'a read-only disk',
    { code: 'EROFS', path: '/data' },
    'the disk is read-only: /data cannot be written. Set PACTA_DATA',
  ],
  [
    'a database that is down',
    { code: 'ECONNREFUSED' },
    'the database cannot be reached: it failed. Check DATABASE_URL',
  ],
  ['a wrong password', { code: '28P01' }, 'the database refuses to let Pacta in: it failed. Check user, password'],
])('%s is told in one line, with what to do', (_name, fields, line) => {
  expect(describe(fault(fields))).toMatch(new RegExp(line))
})

test('the cause is looked for behind other errors', () => {
  const error = new Error('could not write', { cause: fault({ code: 'ENOSPC', path: '/data' }) })
  expect(asOperatorError(error)).toMatchObject({ what: 'the disk is full', why: 'no space is left for /data' })
})

test('an operator error is told as it is', () => {
  expect(describe(new OperatorError('no bank', 'none is loaded', 'Load one.'))).toBe(
    'no bank: none is loaded. Load one.',
  )
})

test('a bug stays a bug', () => {
  expect(asOperatorError(new TypeError('x is undefined'))).toBeUndefined()
  expect(asOperatorError('text')).toBeUndefined()
  expect(describe(new TypeError('x is\n  undefined'))).toBe('x is undefined')
})
