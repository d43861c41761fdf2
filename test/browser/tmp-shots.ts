import { startSite } from './site.ts'
import { withPage } from './chromium.ts'
const site = await startSite({ sample: process.argv[2] === 'sample' })
try {
  await withPage(async (page) => {
    for (;;) { const r = await fetch(site.address + '/readyz'); if (r.ok) break; await new Promise(r => setTimeout(r, 200)) }
  })
  for (const model of ['nn','cnn']) {
    for (;;) { const r = await fetch(site.address + '/api/training/digits', { method: 'POST', headers: {'content-type':'application/json', origin: site.address}, body: JSON.stringify({model, epochs: 2}) }); if (r.status===202) break; await new Promise(r => setTimeout(r, 300)) }
  }
  await new Promise(r => setTimeout(r, 12000))
  for (const width of [1280, 390]) for (const colorScheme of ['light','dark'] as const)
    await withPage(async (page) => {
      await page.goto(site.address + '/mnist?model=cnn', { waitUntil: 'networkidle' })
      await page.waitForTimeout(800)
      await page.screenshot({ path: `/tmp/mnist-${width}-${colorScheme}.png`, fullPage: true })
    }, { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } })
} finally { await site.stop() }
