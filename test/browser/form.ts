// A form that stands open in a real browser, pressed with the keyboard as a person would.
import { expect } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import type { TextParams } from '../../core/texts/message.ts'
import { text, type TextKey } from '../../core/texts/texts.ts'
import { seriousViolations } from './browser.ts'

/** The words of a screen as a Chinese-speaking desk reads them. */
export const w = (key: TextKey, params: TextParams = {}): string => text('zh-CN', key, params)

export const dialogOf = (page: Page): Locator => page.getByRole('dialog').last()

/** A control of the open form by its label; of several of one name the first. */
export const control = (page: Page, label: string): Locator =>
  dialogOf(page).getByLabel(label, { exact: true }).locator('visible=true').first()

/** A button of the page or of the open form. */
export const button = (of: Page | Locator, name: string): Locator =>
  of.getByRole('button', { name, exact: true }).locator('visible=true').first()

/** Presses a button without a mouse, once it can be pressed: a key on one that is grey does nothing. */
export async function press(of: Page | Locator, name: string): Promise<void> {
  const pressed = button(of, name)
  await expect.poll(() => pressed.isEnabled(), { timeout: 10_000 }).toBe(true)
  await pressed.press('Enter')
}

/** Types a value, or chooses an option by its words or its value. */
export async function put(page: Page, label: string, value: string): Promise<void> {
  const field = control(page, label)
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT')
    return void (await field.selectOption({ label: value }))
  await field.fill(value)
}

/** What stands below a control as its fault; empty when nothing does. */
export async function faultOf(page: Page, label: string): Promise<string> {
  const field = control(page, label)
  const id = await field.getAttribute('aria-describedby')
  expect(await field.getAttribute('aria-invalid'), `${label} is marked`).toBe(id === null ? 'false' : 'true')
  return id === null ? '' : ((await page.locator(`[id="${id}"]`).textContent()) ?? '')
}

/** The open form as axe sees it. */
export async function expectReadable(page: Page, what: string): Promise<void> {
  expect(await seriousViolations(page), what).toEqual([])
}

/** The label of the control that has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    return element?.labels?.[0]?.textContent?.trim() ?? element?.textContent?.trim() ?? ''
  })
