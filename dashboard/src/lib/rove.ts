// Many things, one stop of the Tab key: arrows move among the `data-rove` elements of a group (roving tabindex).

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Attachment of the group. The element that had the focus last is the one that Tab comes back to. */
export function rove(group: HTMLElement): () => void {
  const onKey = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const things = [...group.querySelectorAll<HTMLElement | SVGElement>('[data-rove]')]
    const here = things.findIndex((thing) => thing === document.activeElement)
    if (step === undefined || here < 0) return
    event.preventDefault()
    const next = things[(here + step + things.length) % things.length]
    for (const thing of things) thing.setAttribute('tabindex', thing === next ? '0' : '-1')
    next?.focus()
  }
  group.addEventListener('keydown', onKey)
  return () => group.removeEventListener('keydown', onKey)
}
