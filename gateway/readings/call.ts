// Calls between a thread and its worker: a request has a number, the answer carries it back.
import type { MessagePort, Worker } from 'node:worker_threads'

type Request = { id: number; name: string; argument: unknown }
type Answer = { id: number; result?: unknown; error?: string }

/** What a worker can be asked; one argument, one answer. */
export type Handlers = Record<string, (argument: never) => unknown>

export type Caller<H extends Handlers> = {
  call<N extends keyof H & string>(name: N, argument: Parameters<H[N]>[0]): Promise<Awaited<ReturnType<H[N]>>>
}

/** Answers calls that arrive on a port; an error is answered by its message. */
export function answerCalls(port: MessagePort, handlers: Handlers): void {
  port.on('message', ({ id, name, argument }: Request) => {
    const work = Promise.resolve().then(() => handlers[name]!(argument as never))
    work.then(
      (result) => port.postMessage({ id, result } satisfies Answer),
      (error: unknown) => port.postMessage({ id, error: messageOf(error) } satisfies Answer),
    )
  })
}

/** Calls a worker. Messages without a number are `told`. A worker that ends fails all that was asked of it. */
export function createCaller<H extends Handlers>(worker: Worker, told: (message: unknown) => void): Caller<H> {
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  let lastId = 0
  worker.on('message', (answer: Answer | { told: unknown }) => {
    if ('told' in answer) return told(answer.told)
    const { resolve, reject } = waiting.get(answer.id)!
    waiting.delete(answer.id)
    if (answer.error === undefined) resolve(answer.result as never)
    else reject(new Error(answer.error))
  })
  worker.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the readings store is closed'))
    waiting.clear()
  })
  return {
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, name, argument } satisfies Request)
      }),
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
