import { expect, it } from 'vitest'
import { z } from 'zod'
import { lessonRecipe } from '../../lib/recipe.ts'
import { siteLog } from '../log.ts'
import { bodyLimit, readBody } from './body.ts'
import { backOf, endpoint } from './endpoint.ts'
import { answerOf, openApi, parametersOf, typeOf } from './openapi.ts'
import { operations } from './operations.ts'

const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  new Request('http://127.0.0.1:3000/', { method: 'POST', body, headers })

const params = (values: Record<string, string> = {}) => ({ params: Promise.resolve(values) })

it('reads JSON and forms', async () => {
  expect(await readBody(post('{"a": [1]}'))).toEqual({ a: [1] })
  expect(await readBody(post(new URLSearchParams({ a: '1', b: 'x y' }), {}))).toEqual({ a: '1', b: 'x y' })
  expect(await readBody(new Request('http://127.0.0.1/', { method: 'POST' }))).toEqual({})
  await expect(readBody(post('{'))).rejects.toThrow('the body is not JSON')
  await expect(readBody(post('a,b', { 'content-type': 'text/csv' }))).rejects.toThrow(
    'expected application/json',
  )
})

it('reads no body beyond the limit, whatever its length is said to be', async () => {
  const fits = JSON.stringify('x'.repeat(bodyLimit - 2))
  expect(await readBody(post(fits))).toHaveLength(bodyLimit - 2)
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1024
      controller.enqueue(new Uint8Array(1024))
    },
  })
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    body: endless,
    duplex: 'half',
  } as RequestInit)
  await expect(readBody(request)).rejects.toThrow('more than 65536 bytes')
  expect(sent).toBeLessThan(2 * bodyLimit)
})

it('goes back to pages of this site only', () => {
  expect(backOf('/train?run=3#training')).toBe('/train?run=3#training')
  for (const other of [
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    undefined,
  ]) {
    expect(backOf(other)).toBe('/train')
  }
})

it('takes a recipe from JSON and from a form alike, within its limits', () => {
  const { input } = operations.train
  expect(input.parse({ ...lessonRecipe, serve: true })).toEqual({ ...lessonRecipe, serve: true })
  const form = Object.fromEntries(Object.entries(lessonRecipe).map(([name, value]) => [name, String(value)]))
  expect(input.parse({ ...form, serve: 'true' })).toEqual({ ...lessonRecipe, serve: true })
  expect(input.parse({ wd: '0' })).toEqual({ wd: 0, serve: false })
  for (const bad of [
    { epochs: 51 },
    { epochs: '' },
    { nFactors: 501 },
    { batchSize: 4 },
    { lr: 'x' },
    { more: 1 },
  ]) {
    expect(input.safeParse(bad).success).toBe(false)
  }
})

it('takes no more ratings than it says', () => {
  const ratings = (n: number) => ({ ratings: Array.from({ length: n }, () => ({ item: 1, rating: 5 })) })
  expect(operations.foldIn.input.safeParse(ratings(5000)).success).toBe(true)
  expect(operations.foldIn.input.safeParse(ratings(5001)).success).toBe(false)
  expect(operations.recommend.input.safeParse({ user: '1', n: '200' }).success).toBe(true)
  expect(operations.recommend.input.safeParse({ user: '1', n: '201' }).success).toBe(false)
})

it('shows nothing of an error that it did not foresee', async () => {
  const operation = { method: 'GET', path: '/x', input: z.strictObject({}), answer: z.object({}) } as const
  siteLog().level = 'silent'
  const failing = endpoint(operation, () => Promise.reject(new Error('the password is swordfish')))
  const response = await failing(new Request('http://127.0.0.1/x'), params())
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('swordfish')
})

it('describes where each parameter belongs, and its limits', () => {
  const places = (name: keyof typeof operations) =>
    Object.fromEntries(parametersOf(operations[name]).map((parameter) => [parameter.name, parameter.in]))
  expect(places('events')).toEqual({ id: 'path', after: 'query' })
  expect(places('promote')).toEqual({ version: 'path' })
  expect(places('foldIn')).toEqual({ ratings: 'body', n: 'body', minRatings: 'body', explain: 'body' })
  const { paths } = openApi() as {
    paths: Record<string, Record<string, { operationId: string; responses: object }>>
  }
  const described = Object.values(paths).flatMap((path) => Object.values(path))
  expect(described.map(({ operationId }) => operationId).toSorted()).toEqual(
    Object.keys(operations).toSorted(),
  )
  for (const { responses } of described) expect(Object.keys(responses)).toContain('default')
})

it('names the model that an answer comes from, a digit’s by its training', () => {
  const { paths } = openApi() as {
    paths: Record<string, Record<string, { responses: Record<string, { content: object }> }>>
  }
  const required = (path: string, method: string) => {
    const { content } = paths[path]![method]!.responses['200']!
    return (content as Record<string, { schema: { required: string[] } }>)['application/json']!.schema
      .required
  }
  for (const path of ['/api/recommend', '/api/similar', '/api/explain', '/api/predict'])
    expect(required(path, 'get')).toContain('modelVersion')
  expect(required('/api/fold-in', 'post')).toContain('modelVersion')
  expect(required('/api/digit', 'post')).toContain('run')
})

it('says in a line what goes in and what comes out', () => {
  const typesOf = (parts: readonly (readonly [string, object])[]) =>
    Object.fromEntries(parts.map(([name, schema]) => [name, typeOf(schema).type]))
  const schemas = (name: keyof typeof operations) =>
    parametersOf(operations[name]).map((parameter) => [parameter.name, parameter.schema] as const)
  expect(typesOf(answerOf(operations.recommend))).toEqual({
    modelVersion: 'integer',
    user: 'string | number',
    recommendations: '[{ item, stars }]',
  })
  expect(typesOf(schemas('digit'))).toMatchObject({ strokes: '[[[number, number]]]' })
  for (const name of Object.keys(operations) as (keyof typeof operations)[]) {
    for (const type of Object.values(typesOf([...schemas(name), ...answerOf(operations[name])])))
      expect(type).not.toContain('undefined')
  }
})
