/** Who acts for a minor as parent or guardian, and in which stage of life the minor is: for staff, and for the minor. */
import type { FastifyInstance } from 'fastify'
import { laneOf } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { type Guardianship, guardianships } from '../../parties/guardianship/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { desk, isStaff, seenParty } from './access.ts'
import { idParams } from './asked.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

export function registerGuardians(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { party: string } }>('/parties/:party/guardians', {
    schema: reading('guardians', 'Who acts for a minor as parent or guardian', 'representation', {
      params: idParams('party'),
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const party = await seenParty(api, request.params.party, bearer, [...desk, 'data-protection-officer'])
      if (isStaff(bearer)) await lookedInto(api, bearer, 'representation', [party])
      const [found] = (await api.institution.storage.load(laneOf(party), [need(guardianships, party)])) as [
        Guardianship | undefined,
      ]
      return {
        party: String(party),
        stage: found?.stage ?? null,
        stageSince: found?.stageSince ?? null,
        guardians: (found?.guardians ?? []).map(({ guardian, authority, evidence, since, until, endedOn }) => ({
          ...{ guardian: String(guardian), authority, evidence, since, until, endedOn },
        })),
      }
    },
  })
}
