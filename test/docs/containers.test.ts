import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { root } from '../architecture/workspace.ts'

// Docker does not run in the tests: this holds what can go wrong when files move.
interface Compose {
  readonly services: Readonly<Record<string, { command?: string[]; environment?: Record<string, string> }>>
}

const read = (name: string) => readFileSync(join(root, name), 'utf8')
const { services } = parse(read('compose.yaml'), { merge: true }) as Compose
const dockerfile = read('Dockerfile')

it('compose runs the site, its trainer and a database, by programs that are there', () => {
  expect(Object.keys(services)).toEqual(['web', 'trainer', 'postgres'])
  const commands = [services['web']!.command!, services['trainer']!.command!]
  const inImage = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)![1]!) as string[]
  for (const [program, script] of [...commands, inImage]) {
    expect(program).toBe('node')
    expect(existsSync(join(root, script!)), script).toBe(true)
  }
})

it('the image is built by the tools of the repository', () => {
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string }
  expect(dockerfile).toContain(`npm install --global ${packageManager} `)
  const node = read('.nvmrc').trim()
  expect(dockerfile.match(/FROM node:(\d+)/g)).toEqual(Array(2).fill(`FROM node:${parseInt(node)}`))
})

it('every secret has to be given, and every variable is read or described', () => {
  for (const [, name, rest] of read('compose.yaml').matchAll(/\$\{(\w+)([^}]*)\}/g)) {
    expect(rest, name).toMatch(/^:\?/)
  }
  const sources = globSync('{apps/demo,packages}/**/*.ts', {
    cwd: root,
    exclude: (path) => /node_modules|\.next|dist/.test(path),
  }).map((path) => read(path))
  const operations = read('docs/operations.md')
  for (const name of Object.keys(services['web']!.environment!)) {
    expect(operations, name).toContain(`\`${name}\``)
    expect(
      sources.some((source) => source.includes(name)),
      name,
    ).toBe(true)
  }
})
