/** The live description of the API, from this server alone: nothing is fetched from elsewhere. */
import fastify, { type FastifyInstance } from 'fastify'
import { published } from '../reads/reading.ts'

/** The page brings its own script, styles and texts; they may talk to this server only. */
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; frame-ancestors 'none'"

export function registerReference(server: FastifyInstance): void {
  server.get('/openapi.json', {
    config: { public: true },
    schema: published('openapi', 'This description as OpenAPI 3.1', 'documents'),
    handler: () => server.swagger(),
  })

  let viewer: Promise<FastifyInstance> | undefined
  for (const url of ['/reference', '/reference/', '/reference/js/scalar.js'])
    server.get(url, {
      config: { public: true },
      schema: { hide: true },
      handler: async (_request, reply) => {
        viewer ??= viewerOf()
        const { statusCode, headers, rawPayload } = await (await viewer).inject(url)
        for (const name of ['content-type', 'location'] as const) {
          const value = headers[name]
          if (value !== undefined) reply.header(name, value)
        }
        reply.code(statusCode).header('content-security-policy', policy).header('cache-control', 'max-age=3600')
        return reply.send(rawPayload)
      },
    })
}

/** The viewer takes some 50 MB: it is loaded when somebody first looks, into a server of its own that listens nowhere. */
async function viewerOf(): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const viewer = fastify()
  await viewer.register(scalar, {
    routePrefix: '/reference',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Pacta: API reference',
      withDefaultFonts: false,
      hideClientButton: true,
      telemetry: false,
      showDeveloperTools: 'never',
      authentication: { preferredSecurityScheme: 'token' },
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  })
  return viewer
}
