'use client'

import { useEffect, useReducer, useState } from 'react'
import { runEventSchema } from '../lib/run-events.ts'
import { applyEvent, isActive, type RunState } from '../lib/run-state.ts'

/** How long to wait where the site would not open a stream, in milliseconds. */
const patience = 3000

/**
 * A run as it goes, from a state on. The stream goes on by itself where it was broken off; `connected` is false
 * meanwhile.
 */
export function useRun(initial: RunState): { readonly run: RunState; readonly connected: boolean } {
  const [run, apply] = useReducer(applyEvent, initial)
  const [connected, setConnected] = useState(true)
  const { id, seq } = initial
  const live = isActive(initial)

  useEffect(() => {
    if (!live) return
    let seen = seq
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    const open = () => {
      source = new EventSource(`/api/runs/${id}/events?after=${seen}`)
      source.onopen = () => setConnected(true)
      source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
        seen = Number(lastEventId)
        const event = runEventSchema.parse(JSON.parse(data))
        apply({ seq: seen, event })
        if (event.type === 'status' && !isActive(event)) source.close()
      }
      source.onerror = () => {
        setConnected(false)
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, patience)
      }
    }
    open()
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [id, seq, live])

  return { run, connected }
}
