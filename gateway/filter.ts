// Validity and matching of topics and filters, before any access list looks at them: what passes here has no NUL, no
// lone surrogate, no misplaced wildcard and at most ten levels. Aedes's own validator lets `a#` and `ab/+e` pass.

const maxLength = 512
const maxLevels = 10

const isCleanText = (text: string): boolean =>
  text.length > 0 && text.length <= maxLength && text.isWellFormed() && !hasControl(text) && !text.includes('\uFFFD')

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return false
}

/** Whether a topic may be published to at all: clean text, no wildcard, no leading `$` [MQTT-3.3.2-2], [MQTT-4.7.2-1]. */
export const isTopic = (topic: string): boolean =>
  isCleanText(topic) && !/[+#]/.test(topic) && topic[0] !== '$' && topic.split('/').length <= maxLevels

/** Whether a filter is well formed [MQTT-4.7.1-2], [MQTT-4.7.1-3] and asks for nothing that starts with `$`. */
export function isFilter(filter: string): boolean {
  if (!isCleanText(filter) || filter[0] === '$') return false
  const levels = filter.split('/')
  if (levels.length > maxLevels) return false
  return levels.every((level, i) => {
    if (level === '+') return true
    if (level === '#') return i === levels.length - 1
    return !/[+#]/.test(level)
  })
}

/** Whether a filter names more than one topic. */
export const isWild = (filter: string): boolean => filter.includes('+') || filter.includes('#')

/** Whether the levels of a topic match those of a filter; both already split at `/`. */
export function matches(filter: readonly string[], topic: readonly string[]): boolean {
  // [MQTT-4.7.2-1]: a wildcard at the front never matches what starts with `$`.
  if (topic[0]?.[0] === '$' && (filter[0] === '+' || filter[0] === '#')) return false
  for (let i = 0; i < filter.length; i++) {
    if (filter[i] === '#') return true
    if (i >= topic.length || (filter[i] !== '+' && filter[i] !== topic[i])) return false
  }
  return filter.length === topic.length
}
