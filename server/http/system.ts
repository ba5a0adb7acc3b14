// Routes for machines that watch the product: alive, ready, figures. They tell no secrets and ask for no sign-in.
import { Router } from 'express'
import type { HealthPage } from '../health.ts'
import type { HttpDeps } from './deps.ts'
import type { Metrics } from './metrics.ts'

export function systemRouter({ clock }: HttpDeps, health: HealthPage, metrics: Metrics): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => void response.json({ state: 'ok' }))
  router.get('/readyz', async (_request, response) => {
    const found = await health.read(clock.now())
    const ready = health.ready(found)
    // Figures stay out: they name devices, and this page is open to everybody.
    const parts = Object.fromEntries(found.parts.map(({ part, state }) => [part, state]))
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, state: found.state, parts })
  })
  router.get('/metrics', async (_request, response) => {
    const { type, text } = await metrics.read()
    response.set('Content-Type', type).end(text)
  })
  return router
}
