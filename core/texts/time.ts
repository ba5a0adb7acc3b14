// Words of time: units of a duration, days of the week, "since".
import type { Texts } from './words.ts'

export const timeTexts = {
  'time.days': { 'zh-CN': '{n} 天', en: '{n, plural, one {# day} other {# days}}' },
  'time.hours': { 'zh-CN': '{n} 小时', en: '{n} h' },
  'time.minutes': { 'zh-CN': '{n} 分钟', en: '{n} min' },
  'time.seconds': { 'zh-CN': '{n} 秒', en: '{n} s' },
  'time.ago': { 'zh-CN': '{time}前', en: '{time} ago' },
} as const satisfies Texts
