// Words that every room uses: the product, roles, priorities, plain answers.
import type { Priority } from '../contracts/scalars.ts'
import type { Role } from '../contracts/user.ts'
import type { Text, Texts } from './words.ts'

const roles = {
  'role.viewer': { 'zh-CN': '只读', en: 'Viewer' },
  'role.guard': { 'zh-CN': '秩序维护员', en: 'Guard' },
  'role.technician': { 'zh-CN': '维修工', en: 'Technician' },
  'role.operator': { 'zh-CN': '值班员', en: 'Operator' },
  'role.supervisor': { 'zh-CN': '主管', en: 'Supervisor' },
  'role.admin': { 'zh-CN': '管理员', en: 'Administrator' },
} as const satisfies Record<`role.${Role}`, Text>

const priorities = {
  'priority.1': { 'zh-CN': '危急', en: 'Critical' },
  'priority.2': { 'zh-CN': '高', en: 'High' },
  'priority.3': { 'zh-CN': '中', en: 'Medium' },
  'priority.4': { 'zh-CN': '低', en: 'Low' },
} as const satisfies Record<`priority.${Priority}`, Text>

export const commonTexts = {
  ...roles,
  ...priorities,
  'product.name': { 'zh-CN': '守望', en: 'Watchkeeper' },
  'product.not_certified': {
    'zh-CN': '本系统只显示和记录，不能代替消防控制器。',
    en: 'This system displays and records. It does not replace the fire panel.',
  },
  'common.yes': { 'zh-CN': '是', en: 'Yes' },
  'common.no': { 'zh-CN': '否', en: 'No' },
  'common.none': { 'zh-CN': '无', en: 'None' },
  'common.unknown': { 'zh-CN': '未知', en: 'Unknown' },
  'common.system': { 'zh-CN': '系统', en: 'System' },
  'common.save': { 'zh-CN': '保存', en: 'Save' },
  'common.cancel': { 'zh-CN': '取消', en: 'Cancel' },
  'common.close': { 'zh-CN': '关闭', en: 'Close' },
  'common.remove': { 'zh-CN': '删除', en: 'Remove' },
  'common.edit': { 'zh-CN': '修改', en: 'Edit' },
  'common.create': { 'zh-CN': '新建', en: 'Create' },
  'common.search': { 'zh-CN': '搜索', en: 'Search' },
  'common.reason': { 'zh-CN': '原因', en: 'Reason' },
  'common.note': { 'zh-CN': '备注', en: 'Note' },
  'common.by': { 'zh-CN': '经手人', en: 'By' },
  'common.at': { 'zh-CN': '时间', en: 'Time' },
} as const satisfies Texts
