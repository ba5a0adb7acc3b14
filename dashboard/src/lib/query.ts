// The state of a list in its address, so that it can be reloaded, sent to somebody and gone back to.
import { goto } from '$app/navigation'
import { page } from '$app/state'

/** A word of the address, when it is one of the known ones; else the first of them. */
export function queryWord<W extends string>(name: string, known: readonly [W, ...W[]]): W {
  const word = page.url.searchParams.get(name)
  return known.find((one) => one === word) ?? known[0]
}

/** Puts words into the address; an empty one is taken out. Focus and scroll stay, and no step back is added. */
export function putQuery(words: Readonly<Record<string, string>>): void {
  const url = new URL(page.url.href)
  for (const [name, word] of Object.entries(words)) {
    if (word === '') url.searchParams.delete(name)
    else url.searchParams.set(name, word)
  }
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- the page stays the same
  void goto(url, { replace: true, reset: false })
}
