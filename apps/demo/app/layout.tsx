import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { texts } from '../lib/texts.ts'
import { chosenTheme } from '../server/theme.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/home.css'
import './styles/training.css'
import './styles/films.css'
import './styles/recommendations.css'
import './styles/film.css'
import './styles/plot.css'
import './styles/bias.css'
import './styles/pca.css'
import './styles/factors.css'
import './styles/chart.css'
import './styles/lesson.css'
import './styles/train.css'
import './styles/mnist.css'
import './styles/quality.css'
import './styles/broken-off.css'

export const metadata: Metadata = { description: texts.site.description }

export const viewport: Viewport = { colorScheme: 'light dark' }

const Layout = async ({ children }: { readonly children: ReactNode }) => (
  <html lang="en" data-theme={await chosenTheme()}>
    <body>{children}</body>
  </html>
)

export default Layout
