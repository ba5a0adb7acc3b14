// What the scripts of a page weigh on the wire: the same figure for the test that guards it and for the bench.
import type { Page } from 'playwright-core'

/** Counts, from now on and with nothing kept from before, the bytes of scripts with their headers; answers the sum so far. */
export async function weighScripts(page: Page): Promise<() => number> {
  const client = await page.context().newCDPSession(page)
  const bytes = new Map<string, number>()
  const isScript = new Set<string>()
  client.on('Network.responseReceived', (event) => {
    if (event.type === 'Script') isScript.add(event.requestId)
  })
  client.on('Network.loadingFinished', (event) => bytes.set(event.requestId, event.encodedDataLength))
  await client.send('Network.enable')
  await client.send('Network.setCacheDisabled', { cacheDisabled: true })
  return () => [...bytes].reduce((sum, [id, length]) => sum + (isScript.has(id) ? length : 0), 0)
}
