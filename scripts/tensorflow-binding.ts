/**
 * `node scripts/tensorflow-binding.ts FOLDER`: a real `@tensorflow/tfjs-node` (for the CPU) in a folder of its own,
 * where its install script cannot download libtensorflow: its sources from npm, compiled against the library and
 * headers in TensorFlow's wheel from PyPI. Linux x64, with g++ and a python3 that has pip; about 900 MB on disk.
 *
 *     NODE_PATH=FOLDER/node_modules pnpm --filter @onecycle/tensor-core exec vitest run
 *
 * then runs the tests of operations on the backend `tensorflow` too; likewise those of the other packages.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const [argument] = process.argv.slice(2)
if (!argument) {
  console.error('node scripts/tensorflow-binding.ts FOLDER: expected the folder to make it in')
  process.exit(2)
}
const folder = resolve(argument)
const headers = join(dirname(process.execPath), '..', 'include', 'node')
if (!existsSync(join(headers, 'node_api.h'))) {
  console.error(`${headers} has no node_api.h: run it by a Node that came with its headers`)
  process.exit(1)
}
const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '@tensorflow/tfjs-node@4.22.0'])
// From 2.12 on the C library in the wheel is apart from what needs Python.
const wheelOf = ['--only-binary=:all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64']
run('python3', ['-m', 'pip', 'download', '--no-deps', ...wheelOf, 'tensorflow-cpu==2.15.1'])
const [wheel] = globSync('tensorflow_cpu-*.whl', { cwd: folder })
const unpack = `import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wheel.extractall(members=[n for n in wheel.namelist() if n.startswith(('tensorflow/libtensorflow', 'tensorflow/include/'))])`
run('python3', ['-c', unpack, wheel!])

const binding = join(folder, 'node_modules', '@tensorflow', 'tfjs-node')
const library = join(folder, 'tensorflow')
mkdirSync(join(binding, 'lib', 'napi-v8'), { recursive: true })
run('g++', [
  ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
  ...[`-I${headers}`, `-I${join(library, 'include')}`, `-I${binding}`],
  ...[join(binding, 'binding', 'tfjs_backend.cc'), join(binding, 'binding', 'tfjs_binding.cc')],
  ...['-o', join(binding, 'lib', 'napi-v8', 'tfjs_binding.node')],
  ...[`-L${library}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2', `-Wl,-rpath,${library}`],
])
console.log(`made: ${binding}`)
