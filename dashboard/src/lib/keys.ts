// Single-key shortcuts: only when nobody is typing, never with Ctrl, Alt or Meta, never over a dialog (WCAG 2.1.4: can
// be off).
import { stored } from './stored.ts'

/** Whether this console takes single keys at all. */
export const areShortcutsOn = (): boolean => stored('shortcuts') !== 'off'

/** Runs the action of a pressed key (`a`, `shift+a`, `?`, `enter`); answers whether there was one. */
export function onShortcut(event: KeyboardEvent, actions: Readonly<Record<string, () => void>>): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false
  if (!areShortcutsOn() || isTyping(event.target) || document.querySelector('[role="dialog"]')) return false
  const action = actions[nameOf(event)]
  if (!action) return false
  event.preventDefault()
  action()
  return true
}

/** Shift counts with letters; what it makes of another key is that key's own name (`?`). */
const nameOf = ({ key, shiftKey }: KeyboardEvent): string =>
  shiftKey && /^[a-z]$/i.test(key) ? `shift+${key.toLowerCase()}` : key.toLowerCase()

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
