// Words that the phone says by itself, without a page: buttons on a message, and what became of a press on one. Said by
// the service worker, which fills in names alone: no plurals here.
import type { Texts } from './words.ts'

export const phonePushTexts = {
  'push.accept': { 'zh-CN': '接单', en: 'Accept' },
  'push.decline': { 'zh-CN': '拒单…', en: 'Decline…' },
  'push.accepted': { 'zh-CN': '已接单 #{number}', en: 'Accepted #{number}' },
  'push.accepted.held': {
    'zh-CN': '{title}。由您领走，别人不能同时处理。点开看怎么走、查什么。',
    en: '{title}. It is yours alone. Press to see where and what.',
  },
  'push.accepted.unheld': {
    'zh-CN': '{title}。还没领走，去没信号的地方前请打开工单领走。',
    en: '{title}. It is not held yet: open it before you go where there is no network.',
  },
  'push.not_accepted': { 'zh-CN': '没有接成', en: 'Not accepted' },
  'push.not_accepted.offline': {
    'zh-CN': '没有信号，系统没有收到。走到有信号的地方再接，急用请打电话。',
    en: 'No network, the server did not hear it. Try again where there is a signal, or phone.',
  },
  'push.not_accepted.signed_out': {
    'zh-CN': '登录已过期。点这里登录后再接。',
    en: 'You are signed out. Press here, sign in, then accept it.',
  },
  'push.not_accepted.gone': {
    'zh-CN': '这张工单已经不在您名下。',
    en: 'This ticket is not yours any more.',
  },
} as const satisfies Texts
