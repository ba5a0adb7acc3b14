// A page of the phone app by eye of axe and by ruler: readable in the dark, large enough for a glove, no wider than the phone.
import type { Page } from 'playwright-core'
import { seriousViolations } from './browser.ts'

/** A thumb in a glove, pixels. */
const thumb = 64

/** What is too small for it. The native play bar of a recording is the browser's own. */
const small = (page: Page): Promise<string[]> =>
  page.evaluate(
    (least) =>
      [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')]
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && box.height > 0 && (box.width < least || box.height < least))
        .map(({ element, box }) => `${element.outerHTML.slice(0, 80)}: ${box.width} × ${box.height}`),
    thumb,
  )

/** Text that is harder to read than 7:1 (large text 4.5:1). */
const faint = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: any[] }> } }
    const { violations } = await axe.run({ runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } })
    return violations.flatMap((violation) => violation.nodes.map((node: any) => node.html.slice(0, 120)))
  })

/** What makes it scroll sideways. */
async function wide(page: Page): Promise<string[]> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return sideways > 0 ? [`${sideways} px wider than the screen`] : []
}

/** What is wrong by the ruler. */
const misshapen = async (page: Page): Promise<string[]> => [...(await small(page)), ...(await wide(page))]

/** Everything that is wrong with a page as it stands. */
export async function flaws(page: Page): Promise<string[]> {
  return [...(await seriousViolations(page)), ...(await faint(page)), ...(await misshapen(page))]
}

/** Serious faults of a page without a script in both themes; it follows the phone's own choice. */
export async function seriousInEitherTheme(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await seriousViolations(page)).map((flaw) => `${colorScheme}: ${flaw}`))
  }
  return found
}

/** Every two of theme, language and width meet once. */
const dresses = [
  { theme: 'dark', locale: 'zh-CN', width: 1440, height: 900 },
  { theme: 'light', locale: 'en', width: 1440, height: 900 },
  { theme: 'dark', locale: 'en', width: 390, height: 844 },
  { theme: 'light', locale: 'zh-CN', width: 390, height: 844 },
] as const

/** Serious faults of a page of the desk, and whether it is wider than its screen; switched in place. */
export async function seriousInEveryDress(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { theme, locale, ...size } of dresses) {
    await speak(page, locale)
    await page.setViewportSize(size)
    await page.evaluate((theme) => (document.documentElement.dataset['theme'] = theme), theme)
    const flawed = [...(await seriousViolations(page)), ...(await wide(page))]
    found.push(...flawed.map((flaw) => `${locale} ${theme} ${size.width}: ${flaw}`))
  }
  return found
}

const sizes = [
  { width: 360, height: 640 },
  { width: 390, height: 844 },
] as const

/**
 * Everything that is wrong with a page in both languages, both themes and two sizes, switched in place. Colours do not
 * depend on the size, nor sizes on the theme. Pictures go to `shots`, where it is given.
 */
export async function flawsInEveryDress(page: Page, shots?: string): Promise<string[]> {
  const found: string[] = []
  for (const locale of ['en', 'zh-CN'] as const) {
    await speak(page, locale)
    for (const size of sizes) {
      await page.setViewportSize(size)
      found.push(...(await misshapen(page)).map((flaw) => `${locale} ${size.width}: ${flaw}`))
    }
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((theme) => (document.documentElement.dataset['theme'] = theme), theme)
      if (shots) await page.screenshot({ path: `${shots}-${locale}-${theme}.png`, fullPage: false })
      const ofEye = [...(await seriousViolations(page)), ...(await faint(page))]
      found.push(...ofEye.map((flaw) => `${locale} ${theme}: ${flaw}`))
    }
  }
  return found
}

/** As if the language was chosen in another tab. */
async function speak(page: Page, locale: string): Promise<void> {
  await page.evaluate((newValue) => dispatchEvent(new StorageEvent('storage', { key: 'wk.locale', newValue })), locale)
  await page.locator(`html[lang="${locale}"]`).waitFor({ state: 'attached' })
}
