// Words of lock-outs (断电挂牌) and of commands to machines.
import type { Command } from '../contracts/command.ts'
import type { Text, Texts } from './words.ts'

const states = {
  'command.state.accepted': { 'zh-CN': '已发出，等待应答', en: 'Sent, waiting for the answer' },
  'command.state.ok': { 'zh-CN': '已执行', en: 'Done' },
  'command.state.failed': { 'zh-CN': '设备拒绝或失败', en: 'Refused or failed' },
  'command.state.expired': { 'zh-CN': '无应答，已过期', en: 'No answer, expired' },
} as const satisfies Record<`command.state.${Command['state']}`, Text>

export const lockoutTexts = {
  ...states,
  'lockout.lockout': { 'zh-CN': '断电挂牌', en: 'Lock-out' },
  'lockout.badge': { 'zh-CN': '挂牌作业', en: 'Locked out' },
  'lockout.held': { 'zh-CN': '{name} 正在作业，{time}起', en: '{name} works on it, since {time}' },
  'lockout.keeps': {
    'zh-CN': '摘牌之前，本系统不向它发任何指令。',
    en: 'Until the lock is taken away, this system sends it no command.',
  },
  'lockout.honest': {
    'zh-CN': '挂牌只拦住本系统的指令，不能代替断电、验电和挂锁；设备自己的自动控制照常。',
    en: 'It keeps back the commands of this system only. It does not replace isolating, testing and padlocking the supply; the machine’s own controls go on.',
  },
  'lockout.hang': { 'zh-CN': '挂牌', en: 'Lock out' },
  'lockout.hang.done': { 'zh-CN': '已挂牌', en: 'Locked out' },
  'lockout.note': { 'zh-CN': '作业内容（选填）', en: 'What is being done (optional)' },
  'lockout.take': { 'zh-CN': '摘牌', en: 'Take the lock away' },
  'lockout.take.done': { 'zh-CN': '已摘牌', en: 'Lock taken away' },
  'lockout.take.own': {
    'zh-CN': '确认人员和工具都已离开设备，再摘牌。',
    en: 'Make sure that people and tools are clear of the machine.',
  },
  'lockout.take.other': {
    'zh-CN': '这块牌是 {name} 挂的。代为摘牌要写明理由，并记入审计。先确认本人已离开设备。',
    en: 'This lock is held by {name}. Taking it away needs a reason and is audited. Make sure first that this person is clear of the machine.',
  },
  'lockout.only_holder': { 'zh-CN': '只有挂牌人能摘牌。', en: 'Only who holds it can take it away.' },
  'command.commands': { 'zh-CN': '指令', en: 'Commands' },
  'command.confirm': { 'zh-CN': '向“{name}”发“{command}”？', en: 'Send “{command}” to “{name}”?' },
  'command.confirm.body': {
    'zh-CN': '设备会立即动作。先确认旁边没有人作业。',
    en: 'The machine acts at once. Make sure that nobody works at it.',
  },
  'command.send': { 'zh-CN': '发出', en: 'Send' },
  'command.none_sent': { 'zh-CN': '还没有发过指令', en: 'None was sent yet' },
  'command.late': { 'zh-CN': '应答迟到', en: 'answered late' },
} as const satisfies Texts
