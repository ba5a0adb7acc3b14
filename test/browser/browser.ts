// A real Chromium for tests: one per file, a fresh context per visitor, no request to another host.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { root } from '../support/house.ts'

export type Visit = {
  page: Page
  /** Requests to a host that is not the product. */
  strangers: string[]
  /** Errors the page logged or threw. */
  errors: string[]
  close: () => Promise<void>
}

export type VisitOptions = { width?: number; height?: number; theme?: 'dark' | 'light'; locale?: 'zh-CN' | 'en' }

/** Starts Debian's Chromium. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })

/** A visitor with a clean profile. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.theme ?? 'dark',
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  const strangers: string[] = []
  const errors: string[] = []
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (!['data:', 'blob:'].includes(protocol) && host !== new URL(url).host) strangers.push(request.url())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return { page, strangers, errors, close: () => context.close() }
}

/** Signs in with the demo button that carries a person's name. */
export async function signInAsDemo(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name }).click()
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'))
}

/** Signs in with a name and a password. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await signInHere(page, username, password)
}

/** Signs in on the page that asks for it. */
export async function signInHere(page: Page, username: string, password: string): Promise<void> {
  await page.locator('input[autocomplete="username"]').fill(username)
  await page.locator('input[autocomplete="current-password"]').fill(password)
  await page.locator('form button[type="submit"]').click()
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'))
}

type AxeResult = { id: string; impact: string | null; nodes: { html: string; failureSummary: string }[] }

/** Serious and critical violations of the page as it stands, one line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const axe = await readFile(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
  // Evaluated, not added as a tag: the page's content policy forbids inline scripts, and must.
  await page.evaluate(axe)
  const violations = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run(options: object): Promise<{ violations: AxeResult[] }> } }).axe
    return (await run.run({ resultTypes: ['violations'] })).violations
  })
  return violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .flatMap((violation) =>
      violation.nodes.map(
        (node) => `${violation.id}: ${node.html.slice(0, 160)} — ${node.failureSummary.slice(0, 200)}`,
      ),
    )
}
