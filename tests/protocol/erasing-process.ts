/** A process that erases one person, as the sweep of another process does, and ends. Arguments: database, folder of keys, person. */
import { join } from 'node:path'
import { forgets } from '../../src/operations/forgets.ts'
import { openInstitution } from '../../src/operations/institution.ts'
import { eraseHolder } from '../../src/privacy/vault/erasure.ts'
import { dataClasses } from '../../src/rulebook/register/attributes.ts'

const [databaseUrl = '', keysDir = '', holder = ''] = process.argv.slice(2)
const pack = join(import.meta.dirname, '../../packs/luminor')
const institution = await openInstitution({ databaseUrl, pack, keysDir })
const [entity] = institution.pack.entities
if (entity === undefined) throw new Error('the pack has no entity')
const lane = institution.laneOf(entity)
const erasure = { lane, entity: entity.id, holder: Number(holder), categories: dataClasses }
const { outcome } = await eraseHolder(institution.sql, institution.keys, erasure, Temporal.Now.instant(), forgets)
await institution.close()
process.stdout.write(outcome)
