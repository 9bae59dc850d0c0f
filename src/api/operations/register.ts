import type { FastifyInstance } from 'fastify'
import type { Api } from '../api.ts'
export function registerOperations(_server: FastifyInstance, _api: Api): void {}
