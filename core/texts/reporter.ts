// Words of the reporter's page (扫码报修): for residents and guests, so no word of the trade.
import type { TicketState } from '../contracts/ticket.ts'
import type { Text, Texts } from './words.ts'

/** What each state means to somebody who waits for the repair. */
const states = {
  'reporter.state.new': { 'zh-CN': '已收到，正在安排维修人员', en: 'Received; somebody is being found to repair it' },
  'reporter.state.dispatched': { 'zh-CN': '已派单，等待维修人员接单', en: 'Passed to a technician' },
  'reporter.state.accepted': { 'zh-CN': '维修人员已接单', en: 'A technician has taken it' },
  'reporter.state.working': { 'zh-CN': '正在维修', en: 'Being repaired' },
  'reporter.state.waiting': { 'zh-CN': '暂停，等待条件具备后继续', en: 'On hold; it goes on as soon as it can' },
  'reporter.state.done': { 'zh-CN': '已修好，等待检查', en: 'Repaired; being checked' },
  'reporter.state.verified': { 'zh-CN': '已修好，检查合格', en: 'Repaired and checked' },
  'reporter.state.closed': { 'zh-CN': '已完成', en: 'Done' },
  'reporter.state.cancelled': { 'zh-CN': '已取消', en: 'Cancelled' },
  'reporter.state.declined': { 'zh-CN': '没有此项服务', en: 'This is not a service of ours' },
} as const satisfies Record<`reporter.state.${TicketState}`, Text>

const steps = {
  'reporter.step.created': { 'zh-CN': '收到报修', en: 'Report received' },
  'reporter.step.dispatched': { 'zh-CN': '派单', en: 'Passed on' },
  'reporter.step.accepted': { 'zh-CN': '接单', en: 'Taken on' },
  'reporter.step.arrived': { 'zh-CN': '到场', en: 'On the spot' },
  'reporter.step.started': { 'zh-CN': '开始维修', en: 'Repair begun' },
  'reporter.step.waiting': { 'zh-CN': '暂停', en: 'On hold' },
  'reporter.step.resumed': { 'zh-CN': '继续维修', en: 'Going on' },
  'reporter.step.finished': { 'zh-CN': '修好', en: 'Repaired' },
  'reporter.step.rejected': { 'zh-CN': '检查不合格，继续维修', en: 'Not good yet; going on' },
  'reporter.step.bounced': { 'zh-CN': '再次损坏，继续维修', en: 'Broke again; going on' },
  'reporter.step.verified': { 'zh-CN': '检查合格', en: 'Checked' },
  'reporter.step.closed': { 'zh-CN': '完成', en: 'Done' },
  'reporter.step.cancelled': { 'zh-CN': '取消', en: 'Cancelled' },
  'reporter.step.declined': { 'zh-CN': '不予受理', en: 'Not taken on' },
} as const satisfies Texts

export const reporterTexts = {
  ...states,
  ...steps,
  'reporter.title': { 'zh-CN': '报修', en: 'Report a fault' },
  'reporter.other': { 'zh-CN': 'English', en: '中文' },
  'reporter.what': { 'zh-CN': '哪里坏了、什么现象？', en: 'What is wrong?' },
  'reporter.where': { 'zh-CN': '具体位置（选填）', en: 'Where exactly? (optional)' },
  'reporter.name': { 'zh-CN': '怎么称呼您（选填）', en: 'Your name (optional)' },
  'reporter.phone': { 'zh-CN': '电话（选填，便于联系）', en: 'Your phone number (optional)' },
  'reporter.photo': {
    'zh-CN': '照片（选填，JPEG、PNG 或 WebP，2 MB 以内）',
    en: 'A photo (optional; JPEG, PNG or WebP, 2 MB at most)',
  },
  'reporter.send': { 'zh-CN': '提交报修', en: 'Send the report' },
  'reporter.urgent': {
    'zh-CN': '有人被困或有危险，请立即拨打 {phone}',
    en: 'Danger, or somebody trapped? Call {phone} now',
  },
  'reporter.urgent.no_phone': {
    'zh-CN': '有人被困或有危险，请立即联系物业监控室或拨打 119',
    en: 'Danger, or somebody trapped? Call the control room or 119 now',
  },
  'reporter.privacy': {
    'zh-CN': '姓名和电话只用于这次维修的联系。',
    en: 'Name and number are used for this repair only.',
  },
  'reporter.trap': { 'zh-CN': '请不要填写这一栏', en: 'Leave this empty' },
  'reporter.known': {
    'zh-CN': '这里已有报修 {number} 号：{state}。同一件事不必再报。',
    en: 'Report {number} is under way here: {state}. There is no need to report the same again.',
  },
  'reporter.number': { 'zh-CN': '报修单号 {number}', en: 'Report no. {number}' },
  'reporter.keep': {
    'zh-CN': '收藏本页，随时可以查看进度。',
    en: 'Keep this page: it shows how the repair goes on.',
  },
  'reporter.progress': { 'zh-CN': '进度', en: 'Progress' },
  'reporter.appointed': { 'zh-CN': '约定上门 {time}', en: 'Appointment: {time}' },
  'reporter.photo.large': {
    'zh-CN': '报修已收到，但照片超过 2 MB，没有保存。',
    en: 'The report has arrived. The photo was larger than 2 MB and was not kept.',
  },
  'reporter.photo.wrong': {
    'zh-CN': '报修已收到，但所附文件不是能打开的照片（JPEG、PNG、WebP），没有保存。',
    en: 'The report has arrived. The file with it was no photo that can be shown (JPEG, PNG, WebP) and was not kept.',
  },
  'reporter.rate': { 'zh-CN': '这次维修您满意吗？', en: 'How was the repair?' },
  'reporter.rate.text': { 'zh-CN': '想说的话（选填）', en: 'Anything to add? (optional)' },
  'reporter.rate.send': { 'zh-CN': '提交评价', en: 'Send' },
  'reporter.score.5': { 'zh-CN': '5 非常满意', en: '5 very good' },
  'reporter.score.4': { 'zh-CN': '4 满意', en: '4 good' },
  'reporter.score.3': { 'zh-CN': '3 一般', en: '3 fair' },
  'reporter.score.2': { 'zh-CN': '2 不满意', en: '2 poor' },
  'reporter.score.1': { 'zh-CN': '1 很不满意', en: '1 very poor' },
  'reporter.thanks': { 'zh-CN': '谢谢您的评价：{score} 分', en: 'Thank you for your rating: {score} of 5' },
  'reporter.no.link': {
    'zh-CN': '这个报修码无效，可能已更换。请联系物业。',
    en: 'This code is not valid any more. Please call the management.',
  },
  'reporter.no.what': {
    'zh-CN': '请写一句哪里坏了，再提交。',
    en: 'Please say in a few words what is wrong, then send.',
  },
  'reporter.no.long': {
    'zh-CN': '写得太长，请缩短后再提交。',
    en: 'That is too long. Please shorten it and send again.',
  },
  'reporter.no.stale': {
    'zh-CN': '页面打开太久了。内容还在，请再按一次提交。',
    en: 'This page was open for too long. Nothing is lost: press send again.',
  },
  'reporter.no.often': {
    'zh-CN': '提交得太频繁，请过几分钟再试；急事请打电话。',
    en: 'Too many reports in a short time. Try again in some minutes, or call if it is urgent.',
  },
  'reporter.no.large': {
    'zh-CN': '内容太大，没有收到。请换一张小一点的照片，或先不附照片。',
    en: 'That was too large and did not arrive. Send a smaller photo, or none.',
  },
  'reporter.no.score': { 'zh-CN': '请先选几分，再提交。', en: 'Choose a score first, then send.' },
  'reporter.no.trap': {
    'zh-CN': '没有提交：隐藏的一栏被自动填写了。请清空自动填充后再试，或打电话报修。',
    en: 'Nothing was sent: a hidden field was filled in automatically. Clear it and try again, or call.',
  },
  'reporter.no.failed': {
    'zh-CN': '没有提交成功，请再试一次；仍不行请打电话报修。',
    en: 'It was not sent. Try again, or call us.',
  },
  'reporter.labels': { 'zh-CN': '设备标签', en: 'Device labels' },
  'reporter.label.print': { 'zh-CN': '打印报修二维码标签', en: 'Print the label with the reporter’s code' },
  'reporter.label': { 'zh-CN': '扫码报修', en: 'Scan to report a fault' },
} as const satisfies Texts
