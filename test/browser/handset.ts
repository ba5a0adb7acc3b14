// A guard's phone for tests: a Chromium with a profile of its own that can be killed and started again, a fake NFC reader,
// and a camera that takes the picture it is given.
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'

export type Handset = {
  context: BrowserContext
  page: Page
  /** Errors that the pages threw. */
  errors: string[]
  /** SIGKILL to the whole browser, as a battery that falls out. */
  kill(): Promise<void>
  close(): Promise<void>
}

export const newProfile = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'watchkeeper-phone-'))
export const forgetProfile = (profile: string): Promise<void> =>
  rm(profile, { recursive: true, force: true, maxRetries: 5 })

/** The reader of the page, driven by `window.holdTag(serial, url?)`. It runs inside the page and knows nothing of here. */
function fakeReader(): void {
  const readers = new Set<EventTarget>()
  class NDEFReader extends EventTarget {
    scan({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
      readers.add(this)
      signal?.addEventListener('abort', () => readers.delete(this))
      return Promise.resolve()
    }
  }
  const holdTag = (serialNumber: string, url?: string) => {
    const data = url === undefined ? undefined : new DataView(new TextEncoder().encode(url).buffer)
    const message = { records: data ? [{ recordType: 'url', data }] : [] }
    for (const reader of readers) reader.dispatchEvent(Object.assign(new Event('reading'), { serialNumber, message }))
  }
  Object.assign(window, { NDEFReader, holdTag })
}

export type HandsetOptions = {
  width?: number
  height?: number
  theme?: 'dark' | 'light'
  nfc?: boolean
  /** The microphone: `ours` is Chromium's own beep, `refused` is none. Absent, nobody is asked for it. */
  microphone?: 'ours' | 'refused'
}

const beep = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** Starts the browser on a profile. */
export async function startHandset(profile: string, url: string, options: HandsetOptions = {}): Promise<Handset> {
  const { width = 390, height = 844, theme = 'light', nfc = true, microphone } = options
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...(microphone === 'ours' ? beep : []),
    ],
    baseURL: url,
    viewport: { width, height },
    locale: 'zh-CN',
    hasTouch: true,
    isMobile: true,
  })
  if (nfc) await context.addInitScript(fakeReader)
  await context.addInitScript((choice) => localStorage.setItem('wk.theme', choice), theme)
  const page = context.pages()[0] ?? (await context.newPage())
  if (microphone === 'refused') await refuseMicrophone(context, page, url)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  return {
    context,
    page,
    errors,
    kill: async () => {
      const gone = new Promise((closed) => context.once('close', closed))
      for (const pid of await processesOf(profile)) process.kill(pid, 'SIGKILL')
      await gone
    },
    close: () => context.close(),
  }
}

/** The person said no to it, once and for all. */
async function refuseMicrophone(context: BrowserContext, page: Page, origin: string): Promise<void> {
  const devtools = await context.newCDPSession(page)
  const permission = { name: 'microphone' }
  await devtools.send('Browser.setPermission', { origin, permission, setting: 'denied' })
}

/** The main process of the browser that runs on a profile: the one that no other of its processes started. */
async function processesOf(profile: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return pids.flatMap((pid, i) => {
    const line = lines[i]!.split('\0')
    return line.includes(`--user-data-dir=${profile}`) && !line.some((word) => word.startsWith('--type='))
      ? [Number(pid)]
      : []
  })
}

/** Holds a tag to the phone. */
export const holdTag = (page: Page, serial: string, url?: string): Promise<void> =>
  page.evaluate(
    ([s, u]) => (window as unknown as { holdTag(s: string, u?: string): void }).holdTag(s!, u),
    [serial, url],
  )

/** What the banner says is waiting. */
export const waitFor = (page: Page, count: number): Promise<void> =>
  page.locator(`a[data-waiting="${count}"]`).waitFor({ timeout: 60_000 })

/** The app is on the phone's disk and answers from there: from now on it opens without a network. */
export const installed = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { serviceWorker } = navigator
    if (serviceWorker.controller) return
    await new Promise((taken) => serviceWorker.addEventListener('controllerchange', taken, { once: true }))
  })
