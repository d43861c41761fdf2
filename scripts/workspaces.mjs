/** The workspaces of pnpm-workspace.yaml, as folders relative to the root. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './process.mjs'

export const workspaces = () =>
  ['packages', 'apps']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .concat('test')
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()

export const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
