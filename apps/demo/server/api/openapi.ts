import { z } from 'zod'
import { texts } from '../../lib/texts.ts'
import type { Operation } from './endpoint.ts'
import { operations, type OperationName } from './operations.ts'
import { problemSchema } from './problem.ts'

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'body'
  readonly required: boolean
  readonly schema: object
}

/** The parameters of an operation, and where each belongs. */
export function parametersOf({ method, path, input }: Operation): Parameter[] {
  const { properties = {}, required = [] } = jsonSchema(input, 'input') as ObjectSchema
  return Object.entries(properties).map(([name, schema]) => {
    const place = path.includes(`{${name}}`) ? 'path' : method === 'GET' ? 'query' : 'body'
    return { name, in: place, required: required.includes(name), schema }
  })
}

/** What is put in is described as it is meant: a number that an address holds as text is a number. */
const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const { def } = zodSchema._zod
      if (def.type === 'pipe' && io === 'input') Object.assign(jsonSchema, asMeant(zodSchema))
      if (def.type === 'default') jsonSchema.default = def.defaultValue
    },
  })
  return rest
}

const asMeant = (schema: z.core.$ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })
  return rest
}

/** The API as OpenAPI 3.1. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    ;(paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(name, operation)
  }
  return {
    openapi: '3.1.0',
    info: { title: texts.api.title, version: '1', description: texts.api.lede },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: texts.api.token } },
    },
  }
}

function describe(name: OperationName, operation: Operation): object {
  const parameters = parametersOf(operation)
  const body = parameters.filter((parameter) => parameter.in === 'body')
  const { answer, changes = false } = operation
  const content =
    typeof answer === 'string'
      ? { [answer]: { schema: { type: 'string' } } }
      : { 'application/json': { schema: jsonSchema(answer, 'output') } }
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return {
    operationId: name,
    summary: texts.api.operations[name],
    parameters: parameters.filter((parameter) => parameter.in !== 'body'),
    ...(body.length > 0 && {
      requestBody: {
        required: body.some(({ required }) => required),
        content: { 'application/json': { schema: bodySchema(body) } },
      },
    }),
    responses: {
      [changes && name !== 'promote' && name !== 'rollBack' ? 202 : 200]: { description: 'OK', content },
      default: { description: texts.api.problem, content: problem },
    },
    ...(changes && { security: [{}, { token: [] }] }),
  }
}

const bodySchema = (parameters: readonly Parameter[]): object => ({
  type: 'object',
  properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
  additionalProperties: false,
})

/** The parts of an operation's answer; none where it is a text. */
export function answerOf({ answer }: Operation): readonly (readonly [name: string, schema: object])[] {
  return typeof answer === 'string'
    ? []
    : Object.entries((jsonSchema(answer, 'output') as ObjectSchema).properties ?? {})
}

const described = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  anyOf: z.array(z.looseObject({})).optional(),
  prefixItems: z.array(z.looseObject({})).optional(),
  items: z.union([z.looseObject({}), z.literal(false)]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
})

/** A value's type in a line. */
function shapeOf(schema: object): string {
  const { type, anyOf, prefixItems, items, properties, const: only } = described.parse(schema)
  if (only !== undefined) return JSON.stringify(only)
  if (anyOf) return anyOf.map(shapeOf).join(' | ')
  if (prefixItems) return `[${prefixItems.map(shapeOf).join(', ')}]`
  if (items) return `[${shapeOf(items)}]`
  if (properties) return `{ ${Object.keys(properties).join(', ')} }`
  return [type ?? 'any'].flat().join(' | ')
}

/** A value's type, its limits and what it is, in words. */
export function typeOf(schema: object): { readonly type: string; readonly about: readonly string[] } {
  const { enum: values, description, ...rest } = described.parse(schema)
  const limits = ['minimum', 'exclusiveMinimum', 'maximum', 'minItems', 'maxItems', 'maxLength', 'default']
  return {
    type: shapeOf(rest),
    about: [
      ...(values ? [values.join(' | ')] : []),
      ...limits
        .filter((name) => name in rest && rest[name] !== Number.MAX_SAFE_INTEGER)
        .map((name) => `${name} ${JSON.stringify(rest[name])}`),
      ...(description === undefined ? [] : [description]),
    ],
  }
}
