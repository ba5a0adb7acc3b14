// Ids that a phone gives to what it keeps.

/** An id that nobody else makes, also where the page is not secure and the browser offers no UUID. */
export const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
