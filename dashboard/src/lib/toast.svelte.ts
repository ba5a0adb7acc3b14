// Short words after an action: what was done, or why not. They leave by themselves; a refusal stays longer.
export type Toast = { id: number; kind: 'done' | 'refused'; words: string }

let next = 1
let toasts = $state<Toast[]>([])

function show(kind: Toast['kind'], words: string, forMs: number): void {
  const id = next++
  toasts = [...toasts.slice(-3), { id, kind, words }]
  setTimeout(() => toast.dismiss(id), forMs)
}

export const toast = {
  get all(): readonly Toast[] {
    return toasts
  },
  done: (words: string) => show('done', words, 4000),
  refused: (words: string) => show('refused', words, 9000),
  dismiss(id: number): void {
    toasts = toasts.filter((shown) => shown.id !== id)
  },
}
