'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useState, useTransition, type ReactNode, type SubmitEvent } from 'react'
import { texts } from '../lib/texts.ts'

interface Props {
  readonly action: string
  /** The page to go back to. */
  readonly back: string
  /** Bring what `back` names into view. Default: stay where one is. */
  readonly goThere?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** A form that changes something. With JavaScript the page stays where it is and shows what has changed. */
export function PostForm({ action, back, goThere = false, className, children }: Props) {
  const router = useRouter()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, startTransition] = useTransition()

  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as globalThis.SubmitEvent
    const to = submitter?.getAttribute('formaction') ?? action
    const fields = [...new FormData(event.currentTarget)].filter(
      (field): field is [string, string] => typeof field[1] === 'string',
    )
    startTransition(async () => {
      const headers = { accept: 'application/json' }
      const response = await fetch(to, { method: 'POST', headers, body: new URLSearchParams(fields) }).catch(
        () => null,
      )
      if (response?.ok) {
        setProblem(null)
        router.push(back as Route, { scroll: goThere })
        router.refresh()
      } else setProblem(await explain(response))
    })
  }

  return (
    <form className={className} action={action} method="post" onSubmit={send} aria-busy={busy}>
      <input type="hidden" name="back" value={back} />
      {children}
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}

async function explain(response: Response | null): Promise<string> {
  const problem = (await response?.json().catch(() => null)) as { code?: string; detail?: string } | null
  return texts.train.problems[problem?.code ?? ''] ?? problem?.detail ?? texts.train.problem
}
