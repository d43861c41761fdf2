'use server'

import type { Route } from 'next'
import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { opinionForm } from '../../lib/opinion.ts'
import { texts } from '../../lib/texts.ts'
import { openModel } from '../../server/open-model.ts'
import * as ratings from '../../server/ratings.ts'
import { siteStore } from '../../server/served.ts'
import { forgetVisitor, visitor, visitorToRemember } from '../../server/visitor.ts'

/** Notes what a visitor makes of a film. @returns what is wrong, for the visitor; null where nothing is */
export async function rate(form: FormData): Promise<string | null> {
  const { data, error } = opinionForm.safeParse(Object.fromEntries(form))
  if (error) return texts.rate.problem(z.flattenError(error).formErrors[0] ?? error.issues[0]!.message)
  const { model } = await openModel()
  const film = model?.catalogue.filmOfId(data.film)
  if (!film) return texts.rate.noSuchFilm(data.film)
  try {
    await ratings.setOpinion(siteStore(), await visitorToRemember(), film.title, data.opinion ?? null)
  } catch (problem) {
    if (!OnecycleError.is(problem)) throw problem
    return problem.message
  }
  if (data.back !== undefined) redirect(data.back as Route)
  refresh()
  return null
}

/** {@link rate} for a form without JavaScript, which comes back to where it was; to /rate where it was refused. */
export async function rateByForm(form: FormData): Promise<void> {
  if ((await rate(form)) !== null) redirect('/rate?refused')
}

/** Takes the visitor's last change back. */
export async function undo(): Promise<void> {
  const who = await visitor()
  if (who !== null) await ratings.undo(siteStore(), who)
  refresh()
}

/** Deletes all that is known of the visitor, the cookie included. */
export async function forgetMe(): Promise<void> {
  const who = await visitor()
  if (who !== null) await ratings.forget(siteStore(), who)
  await forgetVisitor()
  redirect('/rate?forgotten')
}
