// What is wrong with one field of a request: the codes of our schemas and of zod, as a person reads them.
import type { Texts } from './words.ts'

export const faultTexts = {
  'fault.other': { 'zh-CN': '内容不正确', en: 'is not right' },
  'fault.required': { 'zh-CN': '必填', en: 'is required' },
  'fault.invalid_type': { 'zh-CN': '类型不对', en: 'has the wrong type' },
  'fault.invalid_format': { 'zh-CN': '格式不对', en: 'has the wrong form' },
  'fault.invalid_value': { 'zh-CN': '不是允许的值', en: 'is not one of the allowed values' },
  'fault.invalid_union': { 'zh-CN': '不符合任何一种允许的写法', en: 'has none of the allowed forms' },
  'fault.unrecognized_keys': { 'zh-CN': '有不认识的字段', en: 'has unknown fields' },
  'fault.too_small': { 'zh-CN': '太小或太短', en: 'is too small or too short' },
  'fault.too_big': { 'zh-CN': '太大或太长', en: 'is too large or too long' },
  'fault.id': {
    'zh-CN': '编号只能用小写字母、数字、“-”和“_”，最长 64 个字符',
    en: 'must be lower-case letters, digits, “-” and “_”, 64 at most',
  },
  'fault.reserved': { 'zh-CN': '这个词是系统保留的，请换一个', en: 'is a reserved word; choose another one' },
  'fault.duration': { 'zh-CN': '时长要写成 5s、10m、24h 或 7d', en: 'must be written like 5s, 10m, 24h or 7d' },
  'fault.number': { 'zh-CN': '要填数字，如 12 或 0.35', en: 'must be a number like 12 or 0.35' },
  'fault.whole_number': { 'zh-CN': '要填整数，如 15', en: 'must be a whole number like 15' },
  'fault.metric': {
    'zh-CN': '测点名以小写字母开头，只能用小写字母、数字和“_”',
    en: 'must start with a lower-case letter and hold lower-case letters, digits and “_” only',
  },
  'fault.username': {
    'zh-CN': '用户名只能用小写字母、数字、“.”、“-”和“_”',
    en: 'must be lower-case letters, digits, “.”, “-” and “_”',
  },
  'fault.timezone': { 'zh-CN': '没有这个时区，例：Asia/Shanghai', en: 'is no time zone; an example: Asia/Shanghai' },
  'fault.hex': { 'zh-CN': '要写成十六进制，长度固定', en: 'must be hexadecimal, of the fixed length' },
  'fault.hex_key': { 'zh-CN': '密钥是 32 位十六进制数字', en: 'a key is 32 hexadecimal digits' },
  'fault.keys_or_batch': {
    'zh-CN': '写标签自己的密钥，或写它的批次，二选一',
    en: 'needs either keys of its own or its batch',
  },
  'fault.too_deep': { 'zh-CN': '层次太深', en: 'is nested too deep' },
  'fault.says_nothing': {
    'zh-CN': '请写一句话、拍一张照片或录一段话',
    en: 'needs some words, a photo or a voice note',
  },
  'fault.span_reversed': { 'zh-CN': '结束时间要晚于开始时间', en: 'the end must lie after the start' },
  'fault.span_too_long': { 'zh-CN': '时间段最长 31 天', en: 'may span 31 days at most' },
  'fault.span_of_a_year': { 'zh-CN': '时间段最长 366 天', en: 'may span 366 days at most' },
  'fault.week': { 'zh-CN': '应为年份加周数，如 2026-W47', en: 'must be a year and a week like 2026-W47' },
  'fault.one_comparison': { 'zh-CN': '只能写一种比较', en: 'needs exactly one comparison' },
  'fault.clear_beyond_limit': {
    'zh-CN': '恢复值要在限值的正常一侧',
    en: 'the clear value must lie on the healthy side of the limit',
  },
  'fault.call_within': { 'zh-CN': '应答时限为 30 秒到 1 小时', en: 'the time for an answer is 30 s to 1 h' },
  'fault.command_within': { 'zh-CN': '应答时限为 2 秒到 300 秒，写成 30s', en: 'the time for an answer is 2s to 300s' },
  'fault.challenge_checkpoint': {
    'zh-CN': '抽查打卡要指定巡更点，平安呼叫不用',
    en: 'a challenge needs its checkpoint, a safety call has none',
  },
  'fault.count_needs_within': { 'zh-CN': '次数和时间窗要一起写', en: 'count and within belong together' },
  'fault.rrule': {
    'zh-CN': '循环规则不对：频率不能比每小时更密，一天最多 48 次，例：FREQ=WEEKLY;BYDAY=MO,TH',
    en: 'is no rule that we know: hourly or rarer, 48 starts a day at most, like FREQ=WEEKLY;BYDAY=MO,TH',
  },
  'fault.from_after_until': { 'zh-CN': '最早时间晚于最晚时间', en: 'the earliest minute lies after the latest' },
  'fault.for_or_until': { 'zh-CN': '时长和截止时间写一个就够', en: 'give either a duration or an end' },
  'fault.user_or_vendor': { 'zh-CN': '派给个人或外单位，二选一', en: 'give either a person or a vendor' },
  'fault.from_after_to': { 'zh-CN': '开始时间必须早于结束时间', en: 'from must lie before to' },
  'fault.unknown_reference': { 'zh-CN': '没有这个编号', en: 'names something that does not exist' },
  'fault.duplicate': { 'zh-CN': '编号重复', en: 'stands here twice' },
  'fault.yaml': { 'zh-CN': '不是有效的 YAML', en: 'is no valid YAML' },
} as const satisfies Texts
