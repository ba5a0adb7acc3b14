// Draws the icons of the phone app from the product's own sign (dashboard/static/favicon.svg). Run by hand when it changes.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const folder = new URL('../dashboard/static/', import.meta.url)
const sign = readFileSync(new URL('favicon.svg', folder), 'utf8')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })

/** `inset`: how much of the edge a launcher may cut off; the ground reaches to the edge then. */
async function draw(name, size, inset) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const inner = Math.round(size * (1 - 2 * inset))
  const ground = inset > 0 ? 'background:#14171a' : ''
  const box = `width:${inner}px;height:${inner}px`
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;width:${size}px;height:${size}px;${ground}"><div style="${box}">${sign}</div></body>`,
  )
  await page.screenshot({ path: fileURLToPath(new URL(name, folder)), omitBackground: true })
  await page.close()
}

await draw('icon-192.png', 192, 0)
await draw('icon-512.png', 512, 0)
await draw('icon-maskable-512.png', 512, 0.12)
await draw('apple-touch-icon.png', 180, 0.08)
await browser.close()
