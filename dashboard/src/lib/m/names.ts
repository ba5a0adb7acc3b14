// Names that the pages of the phone app and its service worker share.

/** The lock under which one tab or the service worker sends; two never do. */
export const sendLock = 'wk-phone-send'
/** The channel that says that the phone's store has changed. */
export const changesName = 'wk-phone-changes'
/** The sync that the browser fires when the network is back, where it can. */
export const syncTag = 'wk-phone-sync'
/** The channel that says that a message reached this phone. */
export const pushedName = 'wk-phone-pushed'
/** What a page says to a waiting service worker. */
export const takeOver = 'take over'

/**
 * Whether a path is one of the phone app: its own pages, and a tag's address while the network is gone. What stands below
 * a tag's address (who it was) is the server's alone.
 */
export const isPhonePage = (path: string): boolean => /^\/m(\/|$)/.test(path) || path === '/t'
