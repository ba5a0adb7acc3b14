// Words of the technician's part of the phone app: tickets, the fault, the checklist, the finish, messages to this phone.
import type { TicketActionName } from '../contracts/ticket.ts'
import type { Text, Texts } from './words.ts'

type Deed = Extract<
  TicketActionName,
  'accept' | 'decline' | 'lease' | 'arrive' | 'check' | 'wait' | 'resume' | 'finish'
>

const deeds = {
  'm.deed.ticket.accept': { 'zh-CN': '接单', en: 'Ticket accepted' },
  'm.deed.ticket.decline': { 'zh-CN': '拒单', en: 'Ticket declined' },
  'm.deed.ticket.lease': { 'zh-CN': '领走工单', en: 'Ticket held' },
  'm.deed.ticket.arrive': { 'zh-CN': '工单到场', en: 'Arrived at the job' },
  'm.deed.ticket.check': { 'zh-CN': '检查步骤', en: 'Checklist' },
  'm.deed.ticket.wait': { 'zh-CN': '暂停等待', en: 'Work paused' },
  'm.deed.ticket.resume': { 'zh-CN': '继续处理', en: 'Work resumed' },
  'm.deed.ticket.finish': { 'zh-CN': '完工', en: 'Work finished' },
} as const satisfies Record<`m.deed.ticket.${Deed}`, Text>

const list = {
  'm.part.tickets': { 'zh-CN': '工单', en: 'Tickets' },
  'm.tickets.title': { 'zh-CN': '我的工单', en: 'My tickets' },
  'm.tickets.told': { 'zh-CN': '等着接的', en: 'Waiting to be accepted' },
  'm.tickets.free': { 'zh-CN': '还没派人，谁接谁去', en: 'Nobody was sent yet: whoever accepts it goes' },
  'm.tickets.firm': { 'zh-CN': '派给本单位，谁接谁去', en: 'For your firm: whoever accepts it goes' },
  'm.tickets.mine': { 'zh-CN': '在做的', en: 'In work' },
  'm.tickets.done': { 'zh-CN': '已完工，待验收', en: 'Done, to be verified' },
  'm.tickets.none': { 'zh-CN': '现在没有派给您的工单', en: 'No ticket for you now' },
  'm.tickets.none.body': {
    'zh-CN': '有新工单会出现在这里；开通推送，页面关着也能收到。',
    en: 'New ones appear here. With messages switched on you are told while the page is closed, too.',
  },
  'm.tickets.unknown': {
    'zh-CN': '还没拿到工单，走到有信号的地方会自动下载。',
    en: 'No tickets on this phone yet. They come where there is a signal.',
  },
  'm.tickets.unsent': { 'zh-CN': '{n} 步待上传', en: '{n, plural, one {# step} other {# steps}} waiting' },
  'm.tickets.back': { 'zh-CN': '{n} 步被退回', en: '{n, plural, one {# step} other {# steps}} returned' },
} as const satisfies Texts

const fault = {
  'm.ticket.gone': { 'zh-CN': '这张工单不在您名下', en: 'This ticket is not yours' },
  'm.ticket.gone.body': {
    'zh-CN': '可能已改派、取消或结单。您做过的都在“待上传”里，没有丢。',
    en: 'It may have been given to somebody else, cancelled or closed. What you did is in the queue; nothing is lost.',
  },
  'm.ticket.tripped': { 'zh-CN': '{time} 触发', en: 'since {time}' },
  'm.ticket.opened': { 'zh-CN': '{time} 开单', en: 'opened {time}' },
  'm.ticket.respond': { 'zh-CN': '接单时限剩余 {left}', en: '{left} left to accept' },
  'm.ticket.resolve': { 'zh-CN': '处理时限剩余 {left}', en: '{left} left to resolve' },
  'm.ticket.over': { 'zh-CN': '已超时 {over}', en: '{over} overdue' },
  'm.ticket.paused': { 'zh-CN': '计时已暂停，剩 {left}', en: 'clock paused, {left} left' },
  'm.ticket.call': { 'zh-CN': '打给报修人 {name} {phone}', en: 'Phone {name} {phone}' },
  'm.ticket.advice': { 'zh-CN': '先做：{advice}', en: 'First: {advice}' },
  'm.ticket.did': { 'zh-CN': '系统已做', en: 'The system did' },
  'm.ticket.did.runs': { 'zh-CN': '{name} 已顶上，在运转', en: '{name} has taken over and runs' },
  'm.ticket.did.stands': { 'zh-CN': '{name} 没有运转', en: '{name} does not run' },
  'm.ticket.did.trips': { 'zh-CN': '同一故障已触发 {n} 次', en: 'The same fault came {n} times' },
  'm.ticket.did.silent': { 'zh-CN': '设备失联，读数不是现在的', en: 'Communication lost: the figures are old' },
  'm.ticket.did.cleared': { 'zh-CN': '{time} 报警已消除', en: 'The alarm is over since {time}' },
  'm.ticket.did.bounced': { 'zh-CN': '修后又坏 {n} 次', en: 'Broke again after a repair, {n} times' },
  'm.ticket.did.recurrent': {
    'zh-CN': '30 天内第 {n} 次，要整改',
    en: '{n} times within 30 days: put it right for good',
  },
  'm.ticket.did.opened': { 'zh-CN': '{time} 自动开单', en: 'Ticket opened by itself at {time}' },
  'm.ticket.trend': { 'zh-CN': '{metric} {unit}（前后 30 分钟）', en: '{metric} {unit} (30 min around)' },
  'm.ticket.trend.peak': { 'zh-CN': '峰值 {worst}', en: 'peak {worst}' },
  'm.ticket.trend.low': { 'zh-CN': '最低 {worst}', en: 'lowest {worst}' },
  'm.ticket.trend.limit': { 'zh-CN': '限 {limit}', en: 'limit {limit}' },
  'm.ticket.trend.none': { 'zh-CN': '这段时间没有读数', en: 'Nothing was measured then' },
} as const satisfies Texts

const work = {
  'm.ticket.accept': { 'zh-CN': '接单', en: 'Accept' },
  'm.ticket.accept.body': { 'zh-CN': '接单后由您领走，别人不能同时处理', en: 'Then it is yours alone' },
  'm.ticket.accept.offline': {
    'zh-CN': '接单要联网，免得两个人同时去。走到有信号的地方再接，急用请打电话。',
    en: 'Accepting needs a network, so that two people do not both go. Go where there is a signal, or phone.',
  },
  'm.ticket.accepting': { 'zh-CN': '正在接单，系统收到才算', en: 'Accepting: it counts when the server has it' },
  'm.ticket.decline': { 'zh-CN': '拒单', en: 'Decline' },
  'm.ticket.decline.why': { 'zh-CN': '为什么不能接', en: 'Why you cannot' },
  'm.ticket.decline.send': { 'zh-CN': '确认拒单', en: 'Decline it' },
  'm.ticket.go': { 'zh-CN': '去现场：{place}', en: 'Go there: {place}' },
  'm.ticket.held': {
    'zh-CN': '由您领走到 {time}，没有信号也能做',
    en: 'Yours alone until {time}, also without a network',
  },
  'm.ticket.unheld': {
    'zh-CN': '没有领走，去没信号的地方前请先领走',
    en: 'Not held: hold it before you go where there is no network',
  },
  'm.ticket.hold': { 'zh-CN': '领走', en: 'Hold it' },
  'm.ticket.spot': { 'zh-CN': '到场打卡', en: 'Tap at the device' },
  'm.ticket.spot.finish': { 'zh-CN': '完工要在设备旁打卡', en: 'To finish, tap at the device' },
  'm.ticket.spot.where': { 'zh-CN': '标签：{tag}', en: 'Tag: {tag}' },
  'm.ticket.spot.code': { 'zh-CN': '标签旁的六位编号', en: 'The six characters beside the tag' },
  'm.ticket.spot.label': { 'zh-CN': '设备上的编码', en: 'The code on the device' },
  'm.ticket.spot.use': { 'zh-CN': '确定', en: 'Use it' },
  'm.ticket.spot.scan': { 'zh-CN': '打开相机扫码', en: 'Scan with the camera' },
  'm.ticket.spot.elsewhere': {
    'zh-CN': '这是“{tag}”的标签，不是这台设备的',
    en: 'That is the tag of “{tag}”, not of this device',
  },
  'm.ticket.spot.told': { 'zh-CN': '我已到场', en: 'I am there' },
  'm.ticket.arrived': { 'zh-CN': '已到场 {time}', en: 'arrived {time}' },
  'm.ticket.worked': { 'zh-CN': '计时 {time}', en: 'at work {time}' },
  'm.ticket.proof': { 'zh-CN': '{time} 设备旁打卡', en: 'Tapped at the device {time}' },
  'm.ticket.steps': { 'zh-CN': '检查步骤', en: 'Checklist' },
  'm.ticket.step.good': { 'zh-CN': '合格', en: 'Good' },
  'm.ticket.step.bad': { 'zh-CN': '不合格', en: 'Not good' },
  'm.ticket.step.outside': {
    'zh-CN': '读数不在范围内：请核对；确实如此就点“不合格”',
    en: 'Out of range: check the number; if it is so, press “Not good”',
  },
  'm.ticket.step.photo': { 'zh-CN': '先拍照', en: 'Take a photo first' },
  'm.ticket.step.photos': { 'zh-CN': '{n} 张照片', en: '{n, plural, one {# photo} other {# photos}}' },
  'm.ticket.step.change': { 'zh-CN': '改', en: 'Change' },
  'm.ticket.step.first': { 'zh-CN': '请先做上面这一步', en: 'Do the step above first' },
  'm.ticket.step.optional': { 'zh-CN': '（可不做）', en: '(optional)' },
  'm.ticket.parts': { 'zh-CN': '备件', en: 'Parts' },
  'm.ticket.part.name': { 'zh-CN': '备件名称', en: 'Part' },
  'm.ticket.part.quantity': { 'zh-CN': '数量', en: 'Number' },
  'm.ticket.part.remove': { 'zh-CN': '去掉这件', en: 'Remove this part' },
  'm.ticket.cost': { 'zh-CN': '费用（可不填）', en: 'Cost (optional)' },
  'm.ticket.note': { 'zh-CN': '做了什么', en: 'What was done' },
  'm.ticket.help': { 'zh-CN': '求援', en: 'Help' },
  'm.ticket.wait': { 'zh-CN': '暂停等待', en: 'Pause' },
  'm.ticket.wait.why': { 'zh-CN': '为什么等', en: 'Why it must wait' },
  'm.ticket.wait.note': { 'zh-CN': '说明', en: 'In words' },
  'm.ticket.wait.send': { 'zh-CN': '暂停', en: 'Pause it' },
  'm.ticket.resume': { 'zh-CN': '继续处理', en: 'Go on' },
  'm.ticket.finish': { 'zh-CN': '完成并请求验收', en: 'Finish, ask for verification' },
  'm.ticket.finish.watch': {
    'zh-CN': '系统观察 {hold}，正常后请另一人验收',
    en: 'The system watches {hold}, then somebody else verifies',
  },
  'm.ticket.finish.plain': { 'zh-CN': '之后请另一人验收', en: 'Then somebody else verifies' },
  'm.ticket.finish.tap': { 'zh-CN': '还差设备旁打卡', en: 'The tap at the device is missing' },
  'm.ticket.finish.steps': { 'zh-CN': '还有 {n} 步没做', en: '{n, plural, one {# step} other {# steps}} left' },
  'm.ticket.unsent': {
    'zh-CN': '已记在手机上，{n} 步待上传；没有信号照样做',
    en: 'Kept on this phone, {n, plural, one {# step} other {# steps}} waiting; go on without a network',
  },
  'm.ticket.back': { 'zh-CN': '系统没有收下', en: 'The server did not take this' },
  'm.ticket.back.away': { 'zh-CN': '知道了', en: 'OK' },
} as const satisfies Texts

const lock = {
  'm.lock.title': { 'zh-CN': '断电挂牌', en: 'Lock-out' },
  'm.lock.none': {
    'zh-CN': '没有挂牌。动手前先断电、验电、上锁，再挂牌。',
    en: 'No lock-out. Isolate, test and padlock the supply first, then hang it.',
  },
  'm.lock.hang': { 'zh-CN': '挂牌', en: 'Hang the lock-out' },
  'm.lock.hanging': {
    'zh-CN': '正在挂牌：服务器还没确认，先不要动手',
    en: 'Hanging it: not confirmed yet, do not begin',
  },
  'm.lock.unsure': {
    'zh-CN': '没等到服务器答复，当作没有挂上，不要动手。再按一次，只会挂一块牌。',
    en: 'No answer: take it as not hung and do not begin. Press again; it is hung once at most.',
  },
  'm.lock.offline': {
    'zh-CN': '挂牌、摘牌都要服务器当场确认，没有信号办不了。急着动手就打电话给监控室。',
    en: 'Hanging and taking off need the server’s word at once, so they need a network. If it cannot wait, phone the control room.',
  },
  'm.lock.own': { 'zh-CN': '已挂牌，{time} 起，由您挂的', en: 'Locked out by you since {time}' },
  'm.lock.other': { 'zh-CN': '{name} 挂的牌，{time} 起', en: 'Locked out by {name} since {time}' },
  'm.lock.other.body': {
    'zh-CN': '有人在作业。只有 {name} 能摘牌，本系统不向设备发任何指令。',
    en: 'Somebody works on it. Only {name} can take it off; this system sends the machine no command.',
  },
  'm.lock.checked': { 'zh-CN': '{time} 与服务器核对过', en: 'checked with the server {time}' },
  'm.lock.take': { 'zh-CN': '摘牌', en: 'Take it off' },
  'm.lock.take.sure': {
    'zh-CN': '人员和工具都离开设备了吗？摘牌后设备可能随时启动。',
    en: 'Are people and tools clear of the machine? It may start at any time after this.',
  },
  'm.lock.take.yes': { 'zh-CN': '都离开了，摘牌', en: 'All clear, take it off' },
  'm.lock.taking': { 'zh-CN': '正在摘牌，服务器确认前牌还挂着', en: 'Taking it off: it hangs until that is confirmed' },
  'm.lock.untaken': {
    'zh-CN': '没等到服务器答复，当作牌还挂着。再按一次。',
    en: 'No answer: take it as still hung. Press again.',
  },
  'm.lock.remains': { 'zh-CN': '牌还挂着', en: 'The lock-out still hangs' },
} as const satisfies Texts

const verdict = {
  'm.verdict.title': { 'zh-CN': '系统判定', en: 'Verdict of the system' },
  'm.verdict.unsent': {
    'zh-CN': '完工待上传。上传后系统才开始观察。',
    en: 'Finished, waiting to be sent. The system watches from then on.',
  },
  'm.verdict.watching': { 'zh-CN': '观察中，还要 {left}', en: 'Watching, {left} to go' },
  'm.verdict.unhealthy': {
    'zh-CN': '报警还没消除，消除后才开始计时',
    en: 'The alarm still stands; time counts once it is over',
  },
  'm.verdict.readings': { 'zh-CN': '已收 {n} 次读数', en: '{n, plural, one {# reading} other {# readings}} so far' },
  'm.verdict.value': {
    'zh-CN': '{metric} {value} · 变化 {n} 次',
    en: '{metric} {value} · changed {n, plural, one {once} other {# times}}',
  },
  'm.verdict.next': { 'zh-CN': '等另一个人验收', en: 'Somebody else verifies now' },
  'm.verdict.none': { 'zh-CN': '没有设备可观察，等另一个人验收', en: 'No device to watch; somebody else verifies' },
  'm.verdict.rejected': { 'zh-CN': '被退回，请继续处理', en: 'Sent back: go on' },
} as const satisfies Texts

const push = {
  'm.push.on': { 'zh-CN': '开通推送', en: 'Switch messages on' },
  'm.push.why': {
    'zh-CN': '开通后，派单和报警会直接推到这台手机，页面关着也能收到。下一步浏览器会问一次，请点“允许”。',
    en: 'Tickets and alarms then reach this phone while the page is closed. The browser asks once: press Allow.',
  },
  'm.push.test': { 'zh-CN': '发一条试试', en: 'Send a test message' },
  'm.push.waiting': { 'zh-CN': '试推送已发出，等它到…', en: 'A test message is on its way…' },
  'm.push.arrived': {
    'zh-CN': '{time} 收到试推送，这台手机能收',
    en: 'The test message arrived {time}: this phone can',
  },
  'm.push.late': {
    'zh-CN': '30 秒没收到。请检查系统通知设置、省电和网络；这期间用电话或对讲机通知您。',
    en: 'Nothing within 30 seconds. Check notifications, battery saving and the network; until then you are phoned.',
  },
  'm.push.denied': {
    'zh-CN': '浏览器不许推送。请在网站设置里允许通知，再回来。',
    en: 'The browser does not allow messages. Allow notifications in its site settings, then come back.',
  },
  'm.push.failed': { 'zh-CN': '没有开通成，过一会儿再试', en: 'It did not work. Try again later.' },
  'm.push.off': { 'zh-CN': '关掉推送', en: 'Switch messages off' },
} as const satisfies Texts

export const phoneTicketTexts = {
  ...deeds,
  ...list,
  ...fault,
  ...work,
  ...lock,
  ...verdict,
  ...push,
} as const satisfies Texts
