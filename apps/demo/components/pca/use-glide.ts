import { useEffect, useRef } from 'react'
import { zoomed, type MapView } from '../../lib/map-view.ts'
import type { Place } from '../../lib/nearest.ts'

const duration = 450

/** Changes of zoom that take a moment, so that one sees where one goes; at once for who wants no motion. */
export function useGlide(view: MapView, setView: (view: MapView) => void) {
  const frame = useRef(0)
  const stop = () => cancelAnimationFrame(frame.current)
  useEffect(() => stop, [])

  const to = (target: MapView, zoom: number, at: Place) => {
    stop()
    const end = zoomed(target, zoom, at)
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
      setView(end)
      return
    }
    let began: number | undefined
    const step = (now: number) => {
      began ??= now
      const share = Math.min(1, (now - began) / duration)
      const eased = 1 - (1 - share) ** 3
      const between = (a: number, b: number) => a + (b - a) * eased
      setView(
        share === 1
          ? end
          : {
              ...end,
              // Equal factors in equal times look even.
              zoom: view.zoom * (end.zoom / view.zoom) ** eased,
              at: { x: between(view.at.x, end.at.x), y: between(view.at.y, end.at.y) },
            },
      )
      if (share < 1) frame.current = requestAnimationFrame(step)
    }
    frame.current = requestAnimationFrame(step)
  }
  return { to, stop }
}
