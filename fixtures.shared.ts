import { readFileSync } from 'node:fs'

/** Reference numbers made with PyTorch, by file name without ending: `fixture<Shape>('07_pca')`. */
export const fixture = <Shape>(name: string): Shape =>
  JSON.parse(readFileSync(new URL(`test/fixtures/${name}.json`, import.meta.url), 'utf8')) as Shape
