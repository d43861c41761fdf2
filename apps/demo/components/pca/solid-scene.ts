import {
  BufferGeometry,
  CanvasTexture,
  Color,
  Float32BufferAttribute,
  LineBasicMaterial,
  LineSegments,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  Spherical,
  Vector3,
  WebGLRenderer,
} from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'

/** A place in the picture, in pixels from its left and its top. */
export interface ScreenPlace {
  readonly x: number
  readonly y: number
}

export interface Cloud {
  /** `[points][3]` */
  readonly points: readonly (readonly number[])[]
  /** The class whose `--dot` colours each point. */
  readonly looks: readonly string[]
  /** Called after every picture, with a function that says where a point is in it, and the ends of the axes. */
  readonly onDrawn: (placeOf: (point: number) => ScreenPlace, ends: readonly ScreenPlace[]) => void
}

/** How near to a point one has to point, in pixels. */
const reach = 14

/** From the middle along each axis to where its outermost point lies. */
const axisEnds = [new Vector3(1, 0, 0), new Vector3(0, 1, 0), new Vector3(0, 0, 1)]

/** Points in space that can be turned. A picture is drawn when something has changed, and only then. */
export class SolidScene {
  readonly #box: HTMLElement
  readonly #renderer = new WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true })
  readonly #scene = new Scene()
  readonly #camera = new PerspectiveCamera(40, 1, 0.1, 100)
  readonly #controls: OrbitControls
  readonly #watch: ResizeObserver
  #points: Points<BufferGeometry, PointsMaterial> | null = null
  #axes: LineSegments<BufferGeometry, LineBasicMaterial> | null = null
  #onDrawn: Cloud['onDrawn'] = () => undefined

  constructor(box: HTMLElement) {
    this.#box = box
    box.append(this.#renderer.domElement)
    this.#camera.position.set(1.6, 1.1, 2.6)
    this.#controls = new OrbitControls(this.#camera, this.#renderer.domElement)
    this.#controls.minDistance = 0.6
    this.#controls.maxDistance = 6
    this.#controls.addEventListener('change', this.#draw)
    this.#watch = new ResizeObserver(() => this.#resize())
    this.#watch.observe(box)
  }

  show({ points, looks, onDrawn }: Cloud): void {
    this.#onDrawn = onDrawn
    this.#clear()
    const geometry = new BufferGeometry()
    // Into a cube of two: each axis by its own width, as on the flat map.
    const widest = [0, 1, 2].map((axis) => Math.max(...points.map((point) => Math.abs(point[axis]!))))
    const places = points.flatMap((point) => point.map((value, axis) => value / widest[axis]!))
    geometry.setAttribute('position', new Float32BufferAttribute(places, 3))
    const colours = this.#coloursOf(looks)
    geometry.setAttribute(
      'color',
      new Float32BufferAttribute(
        looks.flatMap((look) => colours.get(look)!),
        3,
      ),
    )
    const material = new PointsMaterial({
      size: 0.045,
      vertexColors: true,
      map: roundDot(),
      alphaTest: 0.5,
      transparent: true,
    })
    this.#points = new Points(geometry, material)
    const lines = new BufferGeometry().setFromPoints(axisEnds.flatMap((end) => [new Vector3(), end]))
    const [axis] = this.#coloursOf(['axis']).values()
    this.#axes = new LineSegments(lines, new LineBasicMaterial({ color: new Color(...axis!) }))
    this.#scene.add(this.#points, this.#axes)
    this.#resize()
  }

  /** The point nearest to a place in the picture, where one is near. */
  nearest(x: number, y: number): { film: number; at: ScreenPlace } | null {
    const count = this.#points?.geometry.getAttribute('position').count ?? 0
    let best: { film: number; at: ScreenPlace } | null = null
    let least = reach
    for (let film = 0; film < count; film++) {
      const at = this.#placeOf(film)
      const distance = Math.hypot(at.x - x, at.y - y)
      if (distance < least) [best, least] = [{ film, at }, distance]
    }
    return best
  }

  /** Turns the room by so much, in radians, and comes as many times nearer. */
  turn(sideways: number, up: number, nearer = 1): void {
    const place = new Spherical().setFromVector3(this.#camera.position)
    place.set(place.radius / nearer, place.phi - up, place.theta + sideways)
    this.#camera.position.setFromSpherical(place.makeSafe())
    this.#controls.update() // which keeps it within its limits
  }

  dispose(): void {
    this.#watch.disconnect()
    this.#controls.dispose()
    this.#clear()
    this.#renderer.dispose()
    this.#renderer.domElement.remove()
  }

  readonly #draw = (): void => {
    this.#renderer.render(this.#scene, this.#camera)
    if (!this.#points) return
    const ends = axisEnds.map((end) => this.#screenPlaceOf(end.clone()))
    this.#onDrawn((point) => this.#placeOf(point), ends)
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#box
    if (clientWidth === 0 || clientHeight === 0) return
    this.#camera.aspect = clientWidth / clientHeight
    this.#camera.updateProjectionMatrix()
    this.#renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
    this.#renderer.setSize(clientWidth, clientHeight)
    this.#draw()
  }

  #placeOf(point: number): ScreenPlace {
    const positions = this.#points!.geometry.getAttribute('position')
    return this.#screenPlaceOf(new Vector3().fromBufferAttribute(positions, point))
  }

  #screenPlaceOf(place: Vector3): ScreenPlace {
    const { x, y } = place.project(this.#camera)
    return { x: ((x + 1) / 2) * this.#box.clientWidth, y: ((1 - y) / 2) * this.#box.clientHeight }
  }

  /** Colours as the style sheets have them now: `--dot` of each class. */
  #coloursOf(looks: readonly string[]): Map<string, readonly [number, number, number]> {
    const probe = this.#box.appendChild(document.createElement('i'))
    const found = new Map(
      [...new Set(looks)].map((look) => {
        probe.className = look
        probe.style.color = 'var(--dot)'
        const [r, g, b] =
          /\d+(\.\d+)?, \d+(\.\d+)?, \d+(\.\d+)?/.exec(getComputedStyle(probe).color)?.[0].split(', ') ?? []
        const colour = new Color(`rgb(${r ?? 128}, ${g ?? 128}, ${b ?? 128})`)
        return [look, [colour.r, colour.g, colour.b]] as const
      }),
    )
    probe.remove()
    return found
  }

  #clear(): void {
    this.#points?.geometry.dispose()
    this.#points?.material.map?.dispose()
    this.#points?.material.dispose()
    this.#axes?.geometry.dispose()
    this.#axes?.material.dispose()
    this.#scene.clear()
    this.#points = null
    this.#axes = null
  }
}

function roundDot(): CanvasTexture {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 })
  const pen = canvas.getContext('2d')
  if (pen) {
    pen.fillStyle = '#fff'
    pen.arc(32, 32, 30, 0, 2 * Math.PI)
    pen.fill()
  }
  return new CanvasTexture(canvas)
}
