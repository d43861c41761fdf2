interface Props {
  /** Row by row; 1 is full ink, and -1 as much of the other colour. */
  readonly values: readonly number[]
  readonly width: number
  /** What it shows; nothing where what stands beside it says so. */
  readonly label?: string
}

/** As many shades of each colour: more cannot be told apart, and fewer paths are drawn at once. */
const shades = 8

/** A picture of numbers: ink in the colour of the text, what is below zero in the accent. */
export function Pixels({ values, width, label }: Props) {
  const paths = new Map<number, string>()
  values.forEach((value, at) => {
    const shade = Math.round(Math.min(1, Math.max(-1, value)) * shades)
    if (shade === 0) return
    const square = `M${at % width} ${Math.floor(at / width)}h1v1h-1z`
    paths.set(shade, (paths.get(shade) ?? '') + square)
  })
  return (
    <svg
      className="pixels"
      viewBox={`0 0 ${width} ${values.length / width}`}
      shapeRendering="crispEdges"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {[...paths].map(([shade, d]) => (
        <path
          key={shade}
          className={shade < 0 ? 'pixels-below' : undefined}
          opacity={Math.abs(shade) / shades}
          d={d}
        />
      ))}
    </svg>
  )
}
