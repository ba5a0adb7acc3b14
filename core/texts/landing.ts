// Words of the page that a tag opens in a phone's browser: short, for gloves and the dark.
import type { Texts } from './words.ts'

export const landingTexts = {
  'landing.title': { 'zh-CN': '巡更打卡', en: 'Checkpoint' },
  'landing.press': { 'zh-CN': '打卡', en: 'Record my visit' },
  'landing.hint': {
    'zh-CN': '打开本页还没有打卡，按下按钮才算。',
    en: 'Opening this page records nothing. Press the button.',
  },
  'landing.as': { 'zh-CN': '打卡人：{name}', en: 'As {name}' },
  'landing.not_me': { 'zh-CN': '不是我', en: 'Not me' },
  'landing.used': {
    'zh-CN': '这次贴卡在 {time} 已打过卡。再次打卡请重新贴标签。',
    en: 'This tap was recorded at {time}. To record another visit, hold the phone to the tag again.',
  },
  'landing.new': { 'zh-CN': '标签还没登记', en: 'Not registered yet' },
  'landing.new.body': {
    'zh-CN': '这是本系统的加密标签，还没有挂在任何巡更点上。',
    en: 'This is a signed tag of this system. It hangs at no checkpoint yet.',
  },
  'landing.enrol': { 'zh-CN': '登记到巡更点', en: 'Register it at a checkpoint' },
  'landing.empty': {
    'zh-CN': '请把手机贴近巡更点的标签，或输入标签旁的点位码。',
    en: 'Hold the phone to the tag of the checkpoint, or type the code printed beside it.',
  },
  'landing.code': { 'zh-CN': '点位码', en: 'Code of the checkpoint' },
  'landing.find': { 'zh-CN': '查找', en: 'Find' },
  'landing.kept': {
    'zh-CN': '{count, plural, other {打卡已保留（# 次），请登录，系统会记在你名下。}}',
    en: '{count, plural, one {Your tap is kept. Sign in, and it is recorded for you.} other {Your # taps are kept. Sign in, and they are recorded for you.}}',
  },
  'landing.who': { 'zh-CN': '你是谁？', en: 'Who are you?' },
  'landing.password': { 'zh-CN': '密码', en: 'Password' },
  'landing.sign_in': { 'zh-CN': '登录并提交', en: 'Sign in and record' },
  'landing.remembered': {
    'zh-CN': '这台手机会记住你，公用手机请按“不是我”退出。',
    en: 'This phone will remember you. On a shared phone, press “Not me” afterwards.',
  },
  'landing.nothing_kept': {
    'zh-CN': '没有待提交的打卡，请重新贴标签。',
    en: 'No tap is waiting. Hold the phone to a tag again.',
  },
  'landing.read_at': { 'zh-CN': '打卡时间', en: 'Read at' },
  'landing.proof': { 'zh-CN': '证明', en: 'Proves' },
  'landing.next': { 'zh-CN': '下一点', en: 'Next' },
  'landing.next_until': { 'zh-CN': '{name}，{time} 前', en: '{name}, by {time}' },
  'landing.round_done': { 'zh-CN': '本轮各点已巡完', en: 'Every checkpoint of this round is done' },
  'landing.no_round': { 'zh-CN': '不在巡更班次内，已单独记录', en: 'Belongs to no round; recorded by itself' },
} as const satisfies Texts
