import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyLost } from './key-store.ts'
import { memoryKeyStore, openKeyStore } from './keys.ts'
import { retentionYears } from './retention-years.ts'
import { bodiesKey, categoryOfSealed, createSealer, factKeyName, Tampered } from './sealer.ts'

const at = Temporal.Instant.from('2026-01-05T09:00:00Z')
const holder = 1_099_511_628_777
const plain = Buffer.from('Līga Ozoliņa')
const keys = memoryKeyStore()
const vault = createSealer(keys, 'lv', retentionYears)
const seal = () => vault.seal(holder, 'identity', at, 'fact 7', plain)

describe('a sealed datum', () => {
  it('opens to what was sealed, whatever it was', () => {
    const category = fc.constantFrom(...(Object.keys(retentionYears) as (keyof typeof retentionYears)[]))
    fc.assert(
      fc.property(
        fc.nat(),
        category,
        fc.string(),
        fc.uint8Array({ maxLength: 3000 }),
        (someone, kind, bound, bytes) => {
          const sealed = vault.seal(someone, kind, at, bound, bytes)
          expect(categoryOfSealed(sealed)).toBe(kind)
          expect(sealed).toHaveLength(bytes.length + 32)
          expect(Buffer.from(vault.open(someone, kind, bound, sealed) ?? [])).toEqual(Buffer.from(bytes))
        },
      ),
    )
  })

  it('shows nothing of what it says, and differs each time', () => {
    const some = Array.from({ length: 2000 }, seal)
    expect(some.some((sealed) => sealed.includes(plain.subarray(0, 4)))).toBe(false)
    expect(new Set(some.map((sealed) => sealed.toString('hex'))).size).toBe(2000)
  })

  it('does not open when any of its bits was changed', () => {
    const sealed = seal()
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      // Another year or generation names a key that never was.
      expect(() => vault.open(holder, 'identity', 'fact 7', changed)).toThrow(bit >= 8 && bit < 32 ? KeyLost : Tampered)
    }
  })

  it('does not open when it is cut short', () => {
    const sealed = seal()
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => vault.open(holder, 'identity', 'fact 7', sealed.subarray(0, length))).toThrow(Tampered)
  })

  it('does not open in another place, category, entity or for another holder', () => {
    const sealed = seal()
    vault.seal(holder + 1, 'identity', at, 'fact 8', plain)
    const estonian = createSealer(keys, 'ee', retentionYears)
    estonian.seal(holder, 'identity', at, 'fact 7', plain)
    expect(() => vault.open(holder, 'identity', 'fact 8', sealed)).toThrow(Tampered)
    expect(() => vault.open(holder, 'contact', 'fact 7', sealed)).toThrow(Tampered)
    expect(() => vault.open(holder + 1, 'identity', 'fact 7', sealed)).toThrow(Tampered)
    expect(() => estonian.open(holder, 'identity', 'fact 7', sealed)).toThrow(Tampered)
  })

  it('has a key for each category and year of expiry, facts apart from details of records', () => {
    const someone = holder + 2
    for (const year of ['2026', '2027'])
      vault.seal(someone, 'contact', Temporal.Instant.from(`${year}-12-31T23:59:59Z`), 'fact 9', plain)
    vault.seal(someone, 'identity', at, 'fact 9', plain)
    vault.seal(someone, 'identity', at, 'account 9', plain)
    expect(keys.names(`lv/${someone}`)).toEqual([
      `lv/${someone}/contact/facts/2027`,
      `lv/${someone}/contact/facts/2028`,
      `lv/${someone}/identity/2036`,
      `lv/${someone}/identity/facts/2036`,
    ])
  })

  it('is erased with its key, while what is sealed afterwards opens', () => {
    const someone = holder + 3
    const before = vault.seal(someone, 'contact', at, 'fact 9', plain)
    const other = vault.seal(someone, 'identity', at, 'fact 9', plain)
    keys.destroy([factKeyName('lv', someone, 'contact', 2027)], at)
    const after = vault.seal(someone, 'contact', at, 'fact 9', plain)
    expect(vault.open(someone, 'contact', 'fact 9', before)).toBeUndefined()
    expect(vault.open(someone, 'contact', 'fact 9', after)).toEqual(plain)
    expect(vault.open(someone, 'identity', 'fact 9', other)).toEqual(plain)
  })

  it('opens to nobody once another process destroyed its key, whoever has it in memory', () => {
    const directory = mkdtempSync(join(tmpdir(), 'pacta-keys-'))
    const [one, other] = [openKeyStore(directory), openKeyStore(directory)]
    try {
      const sealed = createSealer(one, 'lv', retentionYears).seal(holder, 'identity', at, 'fact 7', plain)
      one.flush()
      const reader = createSealer(other, 'lv', retentionYears)
      expect(reader.open(holder, 'identity', 'fact 7', sealed)).toEqual(plain)
      one.destroy(one.names('lv'), at)
      expect(reader.open(holder, 'identity', 'fact 7', sealed)).toBeUndefined()
    } finally {
      for (const store of [one, other]) store.close()
      rmSync(directory, { recursive: true })
    }
  })

  it('is not called erased when the key store has lost its key', () => {
    const stranger = createSealer(memoryKeyStore(), 'lv', retentionYears)
    expect(() => stranger.open(holder, 'identity', 'fact 7', seal())).toThrow(KeyLost)
  })
})

describe('a mac', () => {
  it('is 16 bytes, the same for the same bytes, and another under the key of another entity or institution', () => {
    expect(vault.mac(plain)).toHaveLength(16)
    expect(vault.mac(plain)).toEqual(createSealer(keys, 'lv', retentionYears).mac(plain))
    expect(vault.mac(plain)).not.toEqual(createSealer(keys, 'ee', retentionYears).mac(plain))
    expect(vault.mac(plain)).not.toEqual(createSealer(memoryKeyStore(), 'lv', retentionYears).mac(plain))
  })

  it('names its key, and is made under another one once that was destroyed', () => {
    const store = memoryKeyStore()
    const fresh = createSealer(store, 'lv', retentionYears)
    const before = fresh.mac(plain)
    store.destroy([bodiesKey('lv')], at)
    const after = fresh.mac(plain)
    expect([before, after].map((mac) => mac.readUInt32BE())).toEqual([1, 2])
    expect(after.subarray(4)).not.toEqual(before.subarray(4))
  })
})
