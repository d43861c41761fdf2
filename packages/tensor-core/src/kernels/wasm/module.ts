import { kernels } from '../../generated/kernels.ts'

/** The exports of assembly/index.ts. Arrays are byte addresses in the memory it was given. */
export interface WasmKernels {
  sgd(n: number, out: number, p: number, g: number, ...constants: number[]): void
  momentum(n: number, out: number, p: number, g: number, m: number, ...constants: number[]): void
  rmsprop(n: number, out: number, p: number, g: number, v: number, ...constants: number[]): void
  adam(n: number, out: number, p: number, g: number, m: number, v: number, ...constants: number[]): void
  matmul(
    m: number, n: number, k: number, a: number, rowStride: number, columnStride: number, b: number, c: number,
  ): void // prettier-ignore
  matmulTransposed(m: number, n: number, k: number, a: number, b: number, c: number): void
  writePatches(images: number, ...geometryAndAddresses: number[]): void
  addPatches(images: number, ...geometryAndAddresses: number[]): void
  batchNorm(rows: number, features: number, eps: number, ...addresses: number[]): void
  batchNormGrad(rows: number, features: number, ...addresses: number[]): void
  segmentSum(rows: number, width: number, segments: number, x: number, ids: number, out: number): void
  softmaxCrossEntropy(
    rows: number,
    classes: number,
    x: number,
    targets: number,
    grad: number,
    loss: number,
  ): void
}

/** The part of the host's WebAssembly that is used here; the language's own library does not declare it. */
interface Host {
  readonly WebAssembly: {
    readonly Module: new (binary: Uint8Array) => object
    readonly Instance: new (module: object, imports: object) => { readonly exports: object }
  }
}

/** Compiles our SIMD kernels to work in `memory`. Throws where the host has no WASM SIMD. */
export function instantiateKernels(memory: object): WasmKernels {
  const binary = Uint8Array.from(atob(kernels), (char) => char.charCodeAt(0))
  const { Module, Instance } = (globalThis as unknown as Host).WebAssembly
  const instance = new Instance(new Module(binary), { env: { memory, exp: Math.exp, log: Math.log } })
  return instance.exports as WasmKernels
}
