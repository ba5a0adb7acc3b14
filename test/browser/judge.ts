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

/** Everything that is wrong with a page as it stands. */
export async function flaws(page: Page): Promise<string[]> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  const wide = sideways > 0 ? [`${sideways} px wider than the phone`] : []
  return [...(await seriousViolations(page)), ...(await faint(page)), ...(await small(page)), ...wide]
}
