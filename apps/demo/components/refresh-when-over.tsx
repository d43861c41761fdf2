'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isActive, type RunState } from '../lib/run-state.ts'
import { useRun } from './use-run.ts'

/** Brings the page up to date when a run is over. Give it the run's number as `key`. */
export function RefreshWhenOver({ initial }: { readonly initial: RunState }) {
  const router = useRouter()
  const { run } = useRun(initial)
  const isOver = !isActive(run)
  useEffect(() => {
    if (isOver) router.refresh()
  }, [isOver, router])
  return null
}
