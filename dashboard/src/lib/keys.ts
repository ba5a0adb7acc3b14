// Single-key shortcuts: only when nobody is typing, never with a modifier, never over a dialog (WCAG 2.1.4: can be off).
import { stored } from './stored.ts'

/** Runs the action of a pressed key; answers whether there was one. */
export function onShortcut(event: KeyboardEvent, actions: Readonly<Record<string, () => void>>): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
    return false
  if (stored('shortcuts') === 'off' || isTyping(event.target) || document.querySelector('[role="dialog"]')) return false
  const action = actions[event.key.toLowerCase()]
  if (!action) return false
  event.preventDefault()
  action()
  return true
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
