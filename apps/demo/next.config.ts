import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  typedRoutes: true,
  experimental: { serverActions: { bodySizeLimit: '64kb' } },
  turbopack: { root: join(import.meta.dirname, '..', '..') },
  // Serving needs plain arrays only: TensorFlow.js stays out of the bundle and is never loaded here.
  serverExternalPackages: [
    '@onecycle/collab',
    '@onecycle/learner',
    '@onecycle/tensor-core',
    '@onecycle/vision-mnist',
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-backend-wasm',
  ],
  // `types` checks them, with the tests.
  typescript: { ignoreBuildErrors: true },
  // Browsers and tools ask for it where a page's head has not named the icon yet.
  rewrites: () => Promise.resolve([{ source: '/favicon.ico', destination: '/icon.svg' }]),
}

export default config
