import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 } from 'openapi-types'

export const openApiPath = '/v1/openapi.json'

const booth = {
  type: 'mutualTLS',
  description: 'The client certificate that the intake issued to the booth.',
}

/** Collects the routes registered after it, with the very schemas that check requests and answers. */
export async function registerOpenApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Machinaka intake',
        version: '1',
        description: 'Receives sealed applications for the Individual Number Card from town ID photo booths.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        // `mutualTLS` is of OpenAPI 3.1, but unknown to the types.
        securitySchemes: { booth } as unknown as Record<string, OpenAPIV3_1.SecuritySchemeObject>,
      },
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } }),
  })
}
