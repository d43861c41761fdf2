/**
 * Every text of the site: a file a page. A second language is a second folder like `texts/`, and the choice
 * between the two belongs here.
 */
import { api } from './texts/api.ts'
import { bias } from './texts/bias.ts'
import { factors } from './texts/factors.ts'
import { film } from './texts/film.ts'
import { home } from './texts/home.ts'
import { lesson } from './texts/lesson.ts'
import { mnist } from './texts/mnist.ts'
import { pca } from './texts/pca.ts'
import { quality } from './texts/quality.ts'
import { rate } from './texts/rate.ts'
import { recommendations } from './texts/recommendations.ts'
import { brokenOff, error, figure, notFound, plot, sample, site, waiting } from './texts/site.ts'
import { train } from './texts/train.ts'
import { training } from './texts/training.ts'
import { weightDecay } from './texts/weight-decay.ts'

export { format } from './format.ts'

export const texts = {
  site,
  sample,
  waiting,
  notFound,
  error,
  brokenOff,
  figure,
  plot,
  home,
  rate,
  recommendations,
  quality,
  film,
  bias,
  factors,
  pca,
  training,
  train,
  weightDecay,
  mnist,
  lesson,
  api,
}
