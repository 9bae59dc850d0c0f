import type { FastifyInstance } from 'fastify'
import type { Api } from '../api.ts'
export async function registerPages(_server: FastifyInstance, _api: Api): Promise<void> {}
