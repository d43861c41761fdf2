import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DecodedPng } from 'fast-png'
import { ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { checkedPng } from './checked-png.ts'

/**
 * Reads a PNG picture as a drawing: `[height, width]`, 0 (paper) to 1 (ink). Colours become grey, what is
 * transparent becomes white, and paper is what the picture's edge is: a white digit on black is one, too.
 *
 * @throws OnecycleError `BAD_PNG`
 */
export async function readDrawing(path: string): Promise<NdArray<Float32Array>> {
  const name = basename(path)
  const checked = checkedPng(await readFile(path), name)
  const { decode } = await import('fast-png') // only who reads pictures needs it
  let decoded: DecodedPng
  try {
    decoded = decode(checked, { checkCrc: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OnecycleError('BAD_PNG', `${name}: it cannot be decoded (${reason})`, { name }, error)
  }
  const { width, height } = decoded
  return ndArray(toInk(brightness(decoded, name), width), [height, width])
}

/** Of each pixel, 0 (black) to 1 (white), on white where it is transparent. */
function brightness(decoded: DecodedPng, name: string): Float32Array {
  const { width, height, channels, depth, palette } = decoded
  const sample = sampler(decoded)
  const greys = palette?.map((colour) => onWhite(colour, 255))
  const most = 2 ** depth - 1
  const found = new Float32Array(width * height)
  const samples = Array<number>(channels).fill(0) // one for all: millions of arrays take seconds
  for (let at = 0; at < found.length; at++) {
    const [row, first] = [Math.floor(at / width), (at % width) * channels]
    for (let c = 0; c < channels; c++) samples[c] = sample(row, first + c)
    const grey = greys ? greys[samples[0]!] : onWhite(samples, most)
    if (grey === undefined) {
      const what = `pixel ${at} has colour ${samples[0]!} of ${greys!.length}`
      throw new OnecycleError('BAD_PNG', `${name}: ${what}`, { name })
    }
    found[at] = grey
  }
  return found
}

/** The k-th sample of a row; those of less than 8 bits are packed, the first in the highest bits. */
function sampler({ data, width, channels, depth }: DecodedPng): (row: number, k: number) => number {
  if (depth >= 8) return (row, k) => data[row * width * channels + k]!
  const rowBytes = Math.ceil((width * channels * depth) / 8)
  const [perByte, mask] = [8 / depth, 2 ** depth - 1]
  return (row, k) => {
    const byte = data[row * rowBytes + Math.floor(k / perByte)]!
    return (byte >> (8 - depth * ((k % perByte) + 1))) & mask
  }
}

/** Grey, grey and alpha, RGB or RGBA, each 0 to `most`. The weights are those of Rec. 601. */
function onWhite(samples: readonly number[], most: number): number {
  const isColour = samples.length > 2
  const grey = isColour ? 0.299 * samples[0]! + 0.587 * samples[1]! + 0.114 * samples[2]! : samples[0]!
  const alpha = samples.length % 2 === 0 ? samples[samples.length - 1]! / most : 1
  return Math.min(1, (alpha * grey) / most + 1 - alpha)
}

/** How far each pixel is from the paper's side: light where the edge of the picture is light on average. */
function toInk(pixels: Float32Array, width: number): Float32Array {
  const rows = pixels.length / width
  let [sum, count] = [0, 0]
  pixels.forEach((value, at) => {
    const [i, j] = [Math.floor(at / width), at % width]
    if (i > 0 && i < rows - 1 && j > 0 && j < width - 1) return
    sum += value
    count++
  })
  return sum / count >= 0.5 ? pixels.map((value) => 1 - value) : pixels
}
