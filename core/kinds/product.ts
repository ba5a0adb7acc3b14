// Rules about what happens inside the product: rounds and clocks.
import { name, type KindFile } from './declare.ts'

export const productRules: KindFile['rules'] = [
  {
    id: 'checkpoint-missed',
    name: name('漏巡', 'Checkpoint missed'),
    scope: { subject: 'checkpoint' },
    priority: 3,
    when: { event: 'checkpoint_missed', until: 'checkpoint_visited' },
    raise: {
      title: name('漏巡', 'Checkpoint missed'),
      advice: name('用对讲机呼叫巡更员', 'Call the guard by radio'),
    },
  },
  {
    id: 'key-checkpoint-missed',
    name: name('重点部位漏巡', 'Key checkpoint missed'),
    scope: { subject: 'checkpoint' },
    priority: 2,
    when: { event: 'key_checkpoint_missed', until: 'checkpoint_visited' },
    raise: {
      title: name('重点部位漏巡', 'Key checkpoint missed'),
      advice: name('呼叫巡更员，另派人补巡', 'Call the guard and send somebody else there'),
    },
  },
  {
    id: 'sos',
    name: name('求救', 'Cry for help'),
    scope: { subject: 'user' },
    priority: 1,
    lifeSafety: true,
    // Without an end of its own: only the operator ends it.
    when: { event: 'sos' },
    raise: {
      title: name('求救', 'Cry for help'),
      advice: name(
        '马上打电话，派最近的人去最后的巡更点',
        'Phone at once; send whoever is nearest to the last checkpoint',
      ),
    },
  },
  {
    id: 'call-unanswered',
    name: name('平安呼叫无应答', 'Safety call unanswered'),
    scope: { subject: 'user' },
    priority: 2,
    when: { event: 'call_unanswered', until: 'call_answered' },
    raise: {
      title: name('平安呼叫无应答', 'Safety call unanswered'),
      advice: name('用对讲机呼叫；叫不到就派人去找', 'Call by radio; without an answer send somebody to look'),
    },
  },
  {
    id: 'challenge-unanswered',
    name: name('抽查未打卡', 'Challenge unanswered'),
    scope: { subject: 'user' },
    priority: 3,
    when: { event: 'challenge_unanswered', until: 'challenge_answered' },
    raise: {
      title: name('抽查未打卡', 'Challenge unanswered'),
      advice: name('用对讲机问明在哪里', 'Ask by radio where the guard is'),
    },
  },
  {
    id: 'finding-overdue',
    name: name('隐患逾期未整改', 'Finding overdue'),
    scope: { subject: 'finding' },
    priority: 3,
    when: { event: 'finding_overdue', until: 'finding_caught_up' },
    raise: {
      title: name('隐患逾期未整改', 'Finding overdue'),
      advice: name('催办责任人，或改派他人', 'Call its owner, or assign somebody else'),
    },
  },
  {
    id: 'ticket-breached',
    name: name('工单超时', 'Ticket overdue'),
    scope: { subject: 'ticket' },
    priority: 3,
    when: { event: 'ticket_breached', until: 'ticket_caught_up' },
    raise: {
      title: name('工单超时', 'Ticket overdue'),
      advice: name('催办负责人，或改派他人', 'Call whoever has it, or dispatch somebody else'),
    },
  },
  {
    id: 'urgent-ticket-breached',
    name: name('紧急工单超时', 'Urgent ticket overdue'),
    scope: { subject: 'ticket' },
    priority: 2,
    when: { event: 'urgent_ticket_breached', until: 'ticket_caught_up' },
    raise: {
      title: name('紧急工单超时', 'Urgent ticket overdue'),
      advice: name('马上打电话，另派人去', 'Phone at once and send somebody else'),
    },
  },
  {
    id: 'guard-lost',
    name: name('巡更员失联', 'Guard out of contact'),
    scope: { subject: 'user' },
    priority: 2,
    when: { event: 'guard_lost', until: 'guard_heard' },
    raise: {
      title: name('巡更员失联', 'Guard out of contact'),
      advice: name('用对讲机呼叫', 'Call by radio'),
    },
  },
  {
    id: 'channel-failed',
    name: name('通知渠道不通', 'Channel does not get through'),
    scope: { subject: 'system' },
    priority: 2,
    when: { event: 'channel_failed', until: 'channel_works' },
    raise: {
      title: name('渠道“{name}”发不出去', 'Channel “{name}” does not get through'),
      advice: name(
        '重要的事改打电话；到渠道设置里测试，照服务商的答复处理',
        'Phone what matters; test the channel and act on what its provider answers',
      ),
    },
  },
  {
    id: 'reader-untested',
    name: name('读卡器未自检', 'Reader not tested'),
    scope: { subject: 'system' },
    priority: 4,
    when: { event: 'reader_untested', until: 'reader_tested' },
    raise: {
      title: name('交接班未自检', 'Not tested at the change of shift'),
      advice: name('用读卡器读一次它的自检标签', 'Read its test tag with it'),
    },
  },
  {
    id: 'clock-wrong',
    name: name('设备时钟偏差', 'Device clock wrong'),
    scope: { subject: 'system' },
    priority: 4,
    when: { event: 'clock_wrong', until: 'clock_right' },
    raise: {
      title: name('时钟偏差', 'Clock wrong'),
      advice: name('校准设备时间；数据已按偏差修正', 'Set its clock; its data is corrected meanwhile'),
    },
  },
]
