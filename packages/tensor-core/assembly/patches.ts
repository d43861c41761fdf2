// The patches of images under a sliding window, as rows: a convolution is then a matrix product. Images are
// `[images, height, width, channels]`, patches `[images * outHeight * outWidth, windowHeight * windowWidth *
// channels]`, float32, by address. Places outside an image are zeros.

/** patches = what stands under the window at each place. */
export function writePatches(
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  x: usize,
  patches: usize,
): void {
  const bytes = (<usize>channels) << 2
  const line = <usize>windowWidth * bytes
  let to = patches
  for (let image = 0; image < images; image++) {
    for (let outY = 0; outY < outHeight; outY++) {
      const firstRow = outY * strideHeight - top
      for (let outX = 0; outX < outWidth; outX++) {
        const from = outX * strideWidth - left
        const first = max(from, 0)
        const end = min(from + windowWidth, width)
        for (let y = firstRow; y < firstRow + windowHeight; y++) {
          if (y < 0 || y >= height || first >= end) {
            memory.fill(to, 0, line)
          } else {
            const before = <usize>(first - from) * bytes
            const inside = <usize>(end - first) * bytes
            const source = x + <usize>((image * height + y) * width + first) * bytes
            if (before > 0) memory.fill(to, 0, before)
            copy(to + before, source, inside)
            if (before + inside < line) memory.fill(to + before + inside, 0, line - before - inside)
          }
          to += line
        }
      }
    }
  }
}

/** x = at each place of an image the sum of what the patches over it have there: the transpose of writePatches. */
export function addPatches(
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  x: usize,
  patches: usize,
): void {
  const bytes = (<usize>channels) << 2
  const line = <usize>windowWidth * bytes
  memory.fill(x, 0, <usize>(images * height * width) * bytes)
  let at = patches
  for (let image = 0; image < images; image++) {
    for (let outY = 0; outY < outHeight; outY++) {
      const firstRow = outY * strideHeight - top
      for (let outX = 0; outX < outWidth; outX++) {
        const from = outX * strideWidth - left
        const first = max(from, 0)
        const end = min(from + windowWidth, width)
        for (let y = firstRow; y < firstRow + windowHeight; y++) {
          if (y >= 0 && y < height && first < end) {
            const target = x + <usize>((image * height + y) * width + first) * bytes
            add(target, at + <usize>(first - from) * bytes, <usize>(end - first) * bytes)
          }
          at += line
        }
      }
    }
  }
}

/** A loop: lines are of some tens of bytes, and all sides are whole floats. */
function copy(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i))
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i))
}

function add(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)))
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i))
}
