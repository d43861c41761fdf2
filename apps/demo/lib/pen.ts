/** A place on the paper: from 0 to {@link paper}, x to the right and y down. */
export type Place = readonly [x: number, y: number]

export type Stroke = readonly Place[]

export interface Pen {
  readonly strokes: readonly Stroke[]
  /** Where it stands. */
  readonly at: Place
  readonly down: boolean
  /** Whether the strokes are an example, which goes when one draws. */
  readonly isExample: boolean
}

/** The paper's side. */
export const paper = 200

/** How far an arrow key moves the pen. */
const stepOfKey = paper / 20

/** A pen moves by at least this before it is noted: a drawing is sent whole each time. */
const nearest = 2

export const freshPen: Pen = { strokes: [], at: [paper / 2, paper / 5], down: false, isExample: false }

/** What becomes of a pen. `down` begins a stroke, `move` draws while it is down. */
export type PenAction =
  | { readonly type: 'down' | 'move'; readonly to: Place }
  | { readonly type: 'up' | 'undo' | 'clear' }
  | { readonly type: 'show'; readonly strokes: readonly Stroke[] }
  | { readonly type: 'key'; readonly x: number; readonly y: number }
  | { readonly type: 'toggle' }

export function movePen(pen: Pen, action: PenAction): Pen {
  const { at, down } = pen
  const strokes = pen.isExample && (action.type === 'down' || action.type === 'undo') ? [] : pen.strokes
  switch (action.type) {
    case 'down': {
      const to = within(action.to)
      return { strokes: [...strokes, [to]], at: to, down: true, isExample: false }
    }
    case 'move': {
      const to = within(action.to)
      if (!down || Math.hypot(to[0] - at[0], to[1] - at[1]) < nearest) return pen
      const last = strokes.at(-1) ?? []
      return { ...pen, strokes: [...strokes.slice(0, -1), [...last, to]], at: to }
    }
    case 'up':
      return { ...pen, down: false }
    case 'key': {
      const to = within([at[0] + action.x * stepOfKey, at[1] + action.y * stepOfKey])
      return down ? movePen(pen, { type: 'move', to }) : { ...pen, at: to }
    }
    case 'toggle':
      return down ? { ...pen, down: false } : movePen(pen, { type: 'down', to: at })
    case 'undo':
      return { ...pen, strokes: strokes.slice(0, -1), down: false, isExample: false }
    case 'clear':
      return freshPen
    case 'show':
      return { ...freshPen, strokes: action.strokes, isExample: true }
  }
}

const within = ([x, y]: Place): Place => [clamp(x), clamp(y)]

const clamp = (value: number) => Math.round(Math.min(paper, Math.max(0, value)))
