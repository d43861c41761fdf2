import fc from 'fast-check'

type Json = unknown

/** Stands for lists within lists, so deep that what walks through them by calling itself runs out of stack. */
const DEEP = '<deep>'
const deepText = '['.repeat(50_000) + ']'.repeat(50_000)

/** As JSON text, with what is too deep for JSON.stringify. */
export const toJson = (value: Json): string => JSON.stringify(value).replaceAll(`"${DEEP}"`, deepText)

/** Values of a JSON file that code trips over: wrong types, names of what every object has, extremes. */
const hostile: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null, true, '', '__proto__', 'constructor', 0, -1, 0.5, null, -0, 2 ** 31, 2 ** 53, 1e300,
    DEEP, [], {}, [null], [0, 0], [1e15, 1e15], '\ud800', 'x'.repeat(10_000),
    { toString: 1, valueOf: 1 }, JSON.parse('{"__proto__": {"polluted": true}}'),
  ),
  fc.jsonValue({ maxDepth: 2 }),
) // prettier-ignore

/** The first of a file's names is that of its metadata, where most texts are. */
const step = fc.oneof(fc.constant(0), fc.nat({ max: 10_000 }))

/** Puts a hostile value at a place, takes one away, or gives it another name. */
const change = fc.record({
  path: fc.array(step, { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom('replace', 'remove', 'rename', 'add'),
  value: hostile,
  name: fc.constantFrom('__proto__', 'constructor', 'toString', '', 'length', 'user.weight'),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

/** The JSON with one to four changes; the original is left as it is. */
export const editedJson = (original: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc
    .tuple(original, fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([json, changes]) => changes.reduce(apply, structuredClone(json)))

function apply(json: Json, { path, how, value: shared, name }: Change): Json {
  const value = structuredClone(shared) // the next change may be to what this one puts in
  let parent = json
  for (const [i, chosen] of path.entries()) {
    if (typeof parent !== 'object' || parent === null) return json
    const keys = Object.keys(parent)
    const key = keys[chosen % Math.max(1, keys.length)]
    if (key === undefined) return json
    const inside = parent as Record<string, Json>
    const child = inside[key]
    if (i < path.length - 1 && typeof child === 'object' && child !== null) {
      parent = child
      continue
    }
    if (how === 'replace' || (how !== 'remove' && Array.isArray(parent))) inside[key] = value
    else if (how === 'remove') Reflect.deleteProperty(inside, key)
    else set(inside, name, how === 'rename' ? child : value)
    return json
  }
  return json
}

/** Also where the name is `__proto__`. */
const set = (target: object, name: string, value: Json) =>
  Reflect.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
