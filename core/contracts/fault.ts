// A fault that stops the start: it is the operator's to put right, so it is told in sentences and without a stack.

/** An error whose message is made to be read by the person who starts the product. */
export type StartFault = Error & { name: 'StartFault' }

/** Makes a {@link StartFault} of one sentence or of several, a line each. */
export function startFault(...sentences: string[]): StartFault {
  return Object.assign(new Error(sentences.join('\n')), { name: 'StartFault' as const })
}

/** Tells a fault of the start from a bug. */
export const isStartFault = (error: unknown): error is StartFault =>
  error instanceof Error && error.name === 'StartFault'
