// What is wrong with one field of what was sent: the words behind the codes that our schemas use.

export const faultTexts = {
  id: {
    'zh-CN': '只能用小写字母、数字、下划线和连字符,以字母或数字开头,最多 64 个字符',
    en: 'Use lower-case letters, digits, underscores and hyphens, starting with a letter or digit, at most 64',
  },
  reserved: { 'zh-CN': '此编号为系统保留,请换一个', en: 'This id is reserved; choose another' },
  duration: { 'zh-CN': '请写成时长,例如 5s、10m、24h、7d', en: 'Write a duration such as 5s, 10m, 24h or 7d' },
  timezone: {
    'zh-CN': '不认识的时区,请用 IANA 名称,例如 Asia/Shanghai',
    en: 'Unknown time zone; use an IANA name such as Asia/Shanghai',
  },
  metric: {
    'zh-CN': '指标名只能用小写字母、数字和下划线,以字母开头',
    en: 'A metric name has lower-case letters, digits and underscores and starts with a letter',
  },
  username: {
    'zh-CN': '用户名只能用小写字母、数字、点、下划线和连字符',
    en: 'A user name has lower-case letters, digits, dots, underscores and hyphens',
  },
  hex: { 'zh-CN': '请写成规定长度的十六进制数', en: 'Write hexadecimal digits of the demanded length' },
  one_comparison: { 'zh-CN': '只能写一个比较条件', en: 'Give exactly one comparison' },
  clear_beyond_limit: {
    'zh-CN': '恢复值必须在报警值的正常一侧',
    en: 'The clear value must lie on the healthy side of the limit',
  },
  count_needs_within: { 'zh-CN': '次数和时间窗必须同时填写', en: 'count and within belong together' },
  from_after_until: { 'zh-CN': '最早时间不能晚于最迟时间', en: 'The earliest minute must not be after the latest' },
  for_or_until: { 'zh-CN': '时长和截止时间只填一个', en: 'Give either for or until' },
  user_or_vendor: { 'zh-CN': '人员和外部单位只填一个', en: 'Give either a user or a vendor' },
  from_after_to: { 'zh-CN': '开始时间必须早于结束时间', en: 'from must be before to' },
  unknown_reference: { 'zh-CN': '没有这个编号', en: 'There is no such thing' },
  duplicate: { 'zh-CN': '编号重复', en: 'This id stands here twice' },
  yaml: { 'zh-CN': 'YAML 无法解析', en: 'This is no valid YAML' },
} as const

/** A code of a field fault that has words of its own. */
export type FaultCode = keyof typeof faultTexts
/** Whether a message of a schema is such a code. */
export const isFaultCode = (word: string): word is FaultCode => Object.hasOwn(faultTexts, word)
