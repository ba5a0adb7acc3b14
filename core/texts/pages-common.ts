// Words that every page of the console shares: waiting, lists, forms, copying.
import type { Texts } from './words.ts'

export const pagesCommonTexts = {
  'page.loading': { 'zh-CN': '正在读取…', en: 'Loading…' },
  'page.more': { 'zh-CN': '再显示一些', en: 'Show more' },
  'page.all': { 'zh-CN': '全部', en: 'All' },
  'page.saved': { 'zh-CN': '已保存', en: 'Saved' },
  'page.removed': { 'zh-CN': '已删除', en: 'Removed' },
  'page.copy': { 'zh-CN': '复制', en: 'Copy' },
  'page.copied': { 'zh-CN': '已复制', en: 'Copied' },
  'page.copy_failed': { 'zh-CN': '浏览器不让复制，请手工选中', en: 'The browser refused to copy. Select it by hand.' },
  'page.secret_once': { 'zh-CN': '只显示这一次，请现在保存。', en: 'Shown this once. Keep it now.' },
  'page.id': { 'zh-CN': '编号', en: 'Id' },
  'page.name_zh': { 'zh-CN': '名称（中文）', en: 'Name (Chinese)' },
  'page.name_en': { 'zh-CN': '名称（英文）', en: 'Name (English)' },
  'page.stale_title': { 'zh-CN': '别人刚刚改过', en: 'Somebody changed this meanwhile' },
  'page.stale_body': {
    'zh-CN': '载入最新内容会丢掉你在这里改的；覆盖保存会丢掉别人的。',
    en: 'Loading the newest drops your changes here; saving over it drops theirs.',
  },
  'page.stale_load': { 'zh-CN': '载入最新', en: 'Load the newest' },
  'page.stale_over': { 'zh-CN': '覆盖保存', en: 'Save over it' },
  'form.unsaved': { 'zh-CN': '改动还没有保存', en: 'Your changes are not saved' },
  'form.unsaved.body': {
    'zh-CN': '离开后，在这里填写的内容都会丢失。',
    en: 'What you have filled in here is lost when you leave.',
  },
  'form.unsaved.drop': { 'zh-CN': '放弃改动', en: 'Drop the changes' },
} as const satisfies Texts
