// A spoken note in a real Chromium: recorded, ended, recorded again, sent, and heard at the desk; and a phone whose
// microphone nobody allowed.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBrowser, signIn, visit } from './browser.ts'
import { waitFor } from './handset.ts'
import { adminPassword } from '../support/house.ts'
import { atHome, openPatrolSite, type PatrolSite } from './patrol-site.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let site: PatrolSite
beforeAll(async () => void (site = await openPatrolSite()))
afterAll(async () => site?.leave())

const newestFinding = async () => (await site.house.admin.get('/findings?limit=1')).items[0]

test('a note is recorded, again, and while it is spoken; each is heard at the desk', async () => {
  const phone = await site.phone({ microphone: 'ours' })
  const { page } = phone
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.getByRole('link', { name: '上报异常' }).click()
  expect(await button('提交').isDisabled()).toBe(true)
  await button('录音').click()
  await button(/停止 00:5[0-7]/).click()
  const heard = page.locator('audio')
  await heard.waitFor()
  const first = await heard.getAttribute('src')
  await button(/重录（/).click()
  await button(/停止 00:5[0-7]/).click()
  await page.waitForFunction((src) => document.querySelector('audio')?.getAttribute('src') !== src, first)
  await button('提交').click()
  await atHome(page)
  await waitFor(page, 0)
  const again = await newestFinding()
  expect(again).toMatchObject({ by: 'chenhao', text: '', photos: [] })
  await heardAtDesk(again)

  // Sent in the middle of a word: what was said until then goes along.
  await page.getByRole('link', { name: '上报异常' }).click()
  await button('录音').click()
  await button(/停止/).waitFor()
  await button('提交').click()
  await atHome(page)
  await waitFor(page, 0)
  const cut = await newestFinding()
  expect(cut.id).not.toBe(again.id)
  expect(cut.voice).not.toBe(again.voice)
  await heardAtDesk(cut)
  expect(phone.errors).toEqual([])
  await phone.leave()
})

/** The desk opens the finding and plays the note; in parts, as every phone and browser asks for it. */
async function heardAtDesk({ id, voice }: { id: string; voice: string }): Promise<void> {
  const part = await site.house.admin.call('GET', `/files/${voice}`, undefined, { range: 'bytes=0-3' })
  expect([part.status, part.headers.get('content-type')]).toEqual([206, 'audio/webm'])
  const browser = await openBrowser()
  const { page, errors, close } = await visit(browser, site.house.url)
  await signIn(page, 'admin', adminPassword)
  errors.length = 0
  await page.goto(`/findings/${id}`)
  const audio = page.locator('audio')
  await audio.waitFor()
  const played = await audio.evaluate(async (element: HTMLAudioElement) => {
    const moved = new Promise((done) => element.addEventListener('timeupdate', done, { once: true }))
    await element.play()
    await moved
    return element.error?.message ?? 'played'
  })
  expect(played).toBe('played')
  expect(errors).toEqual([])
  await close()
  await browser.close()
}

test('where the microphone is refused the page says so, and the report still goes', async () => {
  const phone = await site.phone({ microphone: 'refused' })
  const { page } = phone
  await page.getByRole('link', { name: '上报异常' }).click()
  await page.getByRole('button', { name: '录音' }).click()
  await page.getByRole('alert').filter({ hasText: '麦克风用不了' }).waitFor()
  await page.getByRole('button', { name: '灯不亮' }).click()
  await page.getByRole('button', { name: '提交' }).click()
  await atHome(page)
  await waitFor(page, 0)
  expect(await newestFinding()).toMatchObject({ text: '灯不亮', voice: null })
  await phone.leave()
})
