// Words of the phone app: the round, taps, checks, findings, help, the queue, what this phone can do.
import type { Text, Texts } from './words.ts'

type Deed = 'tap' | 'checks' | 'clock_in' | 'clock_out' | 'finding' | 'sos' | 'answer' | 'arrive' | 'pause' | 'resume'

const deeds = {
  'm.deed.tap': { 'zh-CN': '打卡', en: 'Tap' },
  'm.deed.checks': { 'zh-CN': '检查结果', en: 'Checks' },
  'm.deed.clock_in': { 'zh-CN': '到岗', en: 'Clocked in' },
  'm.deed.clock_out': { 'zh-CN': '离岗', en: 'Clocked out' },
  'm.deed.finding': { 'zh-CN': '上报异常', en: 'Finding' },
  'm.deed.sos': { 'zh-CN': 'SOS 求助', en: 'SOS' },
  'm.deed.answer': { 'zh-CN': '回答平安呼叫', en: 'Safety call answered' },
  'm.deed.arrive': { 'zh-CN': '到场', en: 'On scene' },
  'm.deed.pause': { 'zh-CN': '暂停巡更', en: 'Round paused' },
  'm.deed.resume': { 'zh-CN': '继续巡更', en: 'Round resumed' },
} as const satisfies Record<`m.deed.${Deed}`, Text>

const frame = {
  'm.title': { 'zh-CN': '守望', en: 'Watchkeeper' },
  'm.me': { 'zh-CN': '我的', en: 'My page' },
  'm.back': { 'zh-CN': '返回', en: 'Back' },
  'm.parts': { 'zh-CN': '栏目', en: 'Sections' },
  'm.part.round': { 'zh-CN': '巡更', en: 'Round' },
  'm.first': {
    'zh-CN': '这台手机第一次使用，要先联网登录。走到有信号的地方再试。',
    en: 'The first sign-in on this phone needs a network. Go where there is a signal and try again.',
  },
  'm.update': { 'zh-CN': '有新版本', en: 'A new version is ready' },
  'm.update.now': { 'zh-CN': '更新', en: 'Update' },
  'm.full': {
    'zh-CN': '手机存储满了，这条没有存下。请删掉一些照片或应用，再做一次。',
    en: 'The storage of this phone is full; this was not kept. Delete some photos or apps and do it again.',
  },
  'm.failed': {
    'zh-CN': '没有存下，请再做一次；还不行就重启手机。',
    en: 'It was not kept. Do it again; if that fails too, restart the phone.',
  },
  'm.store.broken': { 'zh-CN': '这台手机存不了记录', en: 'This phone cannot keep records' },
  'm.store.broken.body': {
    'zh-CN':
      '现在打卡、上报都存不下。请关掉无痕模式，或在浏览器设置里允许本网站存数据，再试一次。还不行就用对讲机报监控室。',
    en: 'Taps and reports cannot be kept now. Leave private browsing, or allow this site to store data, and try again. If that fails, use the radio.',
  },
  'm.store.retry': { 'zh-CN': '再试一次', en: 'Try again' },
  'm.comma': { 'zh-CN': '、', en: ', ' },
  'm.ok': { 'zh-CN': '知道了', en: 'OK' },
} as const satisfies Texts

const banner = {
  'm.banner.offline': {
    'zh-CN': '离线 · {n} 条已存本机，有网络后自动上传',
    en: 'Offline · {n} kept on this phone, sent as soon as there is a network',
  },
  'm.banner.offline.none': { 'zh-CN': '离线 · 照常打卡，记录存在本机', en: 'Offline · go on, this phone keeps it' },
  'm.banner.sending': { 'zh-CN': '{n} 待上传，正在上传…', en: '{n} waiting, sending…' },
  'm.banner.waiting': { 'zh-CN': '{n} 待上传', en: '{n} waiting to be sent' },
  'm.banner.clear': { 'zh-CN': '0 待上传 · {time} 同步', en: '0 waiting · synced {time}' },
  'm.banner.unsynced': { 'zh-CN': '0 待上传 · 正在连接…', en: '0 waiting · connecting…' },
  'm.banner.signed_out': {
    'zh-CN': '登录已过期，{n} 待上传。点这里重新登录',
    en: 'Signed out, {n} waiting. Press here to sign in again',
  },
  'm.banner.returned': { 'zh-CN': '{n} 条被退回，点开看原因', en: '{n} returned, press to see why' },
} as const satisfies Texts

const duty = {
  'm.duty.off.title': { 'zh-CN': '还没到岗', en: 'Not on duty' },
  'm.duty.off.body': {
    'zh-CN': '不定位：只有打卡、上报、求助时，系统才知道你在哪个点。',
    en: 'You are not tracked: your place is known only where you tap, report or ask for help.',
  },
  'm.duty.in': { 'zh-CN': '到岗', en: 'Clock in' },
  'm.duty.out': { 'zh-CN': '离岗', en: 'Clock out' },
  'm.duty.since': { 'zh-CN': '{time} 到岗', en: 'On duty since {time}' },
  'm.duty.out.ask': { 'zh-CN': '真的离岗吗？', en: 'Clock out now?' },
  'm.duty.out.round': {
    'zh-CN': '本次巡更还没走完，没打的点会算漏巡。',
    en: 'Your round is not finished. The checkpoints left will count as missed.',
  },
} as const satisfies Texts

const round = {
  'm.round.none': { 'zh-CN': '现在没有巡更', en: 'No round now' },
  'm.round.none.body': {
    'zh-CN': '下一次巡更到时间会出现在这里。随时可以打卡和上报异常。',
    en: 'The next round appears here in time. You can always tap and report.',
  },
  'm.round.unknown': {
    'zh-CN': '还没拿到巡更单。有网络后自动下载，现在打卡也会存下。',
    en: 'No sheet yet. It comes with the network; taps are kept meanwhile.',
  },
  'm.round.place': { 'zh-CN': '{from}–{to} · 第 {n}/{all} 点', en: '{from}–{to} · {n} of {all}' },
  'm.round.next': { 'zh-CN': '下一点', en: 'Next' },
  'm.round.all_done': { 'zh-CN': '全部走完', en: 'All done' },
  'm.round.until': { 'zh-CN': '最晚 {time} · 还有 {left}', en: 'By {time} · {left} left' },
  'm.round.from': { 'zh-CN': '{time} 起可打卡 · 还有 {left}', en: 'From {time} · in {left}' },
  'm.round.late': { 'zh-CN': '已迟 {late} · {time} 起算漏巡', en: '{late} late · missed from {time}' },
  'm.round.missed': {
    'zh-CN': '已过 {time}，仍请打卡：说明有人到过',
    en: 'Past {time}: tap all the same, it shows that somebody came',
  },
  'm.round.stops': { 'zh-CN': '本次路线', en: 'This round' },
  'm.round.pause': { 'zh-CN': '暂停巡更', en: 'Pause' },
  'm.round.resume': { 'zh-CN': '继续巡更', en: 'Go on' },
  'm.round.paused': { 'zh-CN': '巡更已暂停，时限顺延', en: 'The round is paused; its deadlines move' },
  'm.stop.sent': { 'zh-CN': '{time} ✓ 已上传', en: '{time} ✓ sent' },
  'm.stop.unsent': { 'zh-CN': '{time} ✓ 待上传', en: '{time} ✓ waiting' },
  'm.stop.now': { 'zh-CN': '现在', en: 'now' },
  'm.stop.due': { 'zh-CN': '{time}', en: '{time}' },
  'm.stop.overdue': { 'zh-CN': '{time} 已过', en: 'past {time}' },
  'm.stop.missed': { 'zh-CN': '漏巡', en: 'missed' },
  'm.foot.battery': { 'zh-CN': '电量 {percent}%', en: 'Battery {percent}%' },
  'm.foot.awake': { 'zh-CN': '屏幕常亮', en: 'Screen stays on' },
  'm.foot.synced': { 'zh-CN': '最后同步 {time}', en: 'Synced {time}' },
} as const satisfies Texts

const taps = {
  'm.tap.nfc': { 'zh-CN': '把手机背面贴到标签上', en: 'Hold the back of the phone to the tag' },
  'm.tap.nfc.start': { 'zh-CN': '点这里，再贴标签', en: 'Press here, then hold to the tag' },
  'm.tap.nfc.off': { 'zh-CN': '读不了标签，请打开手机的 NFC', en: 'Cannot read tags: switch NFC on' },
  'm.tap.url': { 'zh-CN': '贴标签，点弹出的通知', en: 'Hold to the tag, press the notice' },
  'm.tap.code': { 'zh-CN': '扫码 / 编号', en: 'Scan or type' },
  'm.tap.recorded': { 'zh-CN': '已记录，待上传', en: 'Recorded, waiting to be sent' },
  'm.tap.again': { 'zh-CN': '一分钟内刚打过，算一次', en: 'Tapped a moment ago: counts once' },
  'm.tap.unknown': { 'zh-CN': '标签已读到', en: 'Tag read' },
  'm.tap.unknown.body': {
    'zh-CN': '本机认不出是哪个点，联网后由系统核实。',
    en: 'This phone cannot tell which checkpoint it is; the system will.',
  },
  'm.tap.elsewhere': { 'zh-CN': '不在本次路线上，也已记录', en: 'Not on this round; recorded all the same' },
  'm.tap.no_code': {
    'zh-CN': '没有这样的编号：六位，只有字母和数字 2 到 9，没有 I 和 O。',
    en: 'That is no code: six letters or digits 2 to 9, without I and O.',
  },
  'm.tap.not_ours': { 'zh-CN': '这个二维码不是巡更点的', en: 'This QR code is not of a checkpoint' },
  'm.code.title': { 'zh-CN': '扫码 / 编号', en: 'Scan or type' },
  'm.code.label': { 'zh-CN': '标签旁的六位编号', en: 'The six characters beside the tag' },
  'm.code.submit': { 'zh-CN': '打卡', en: 'Tap' },
  'm.code.scan': { 'zh-CN': '打开相机扫码', en: 'Scan with the camera' },
  'm.code.stop': { 'zh-CN': '关闭相机', en: 'Close the camera' },
  'm.code.no_camera': {
    'zh-CN': '相机打不开，请输入编号；或在浏览器设置里允许相机。',
    en: 'The camera does not open: type the code, or allow the camera in the settings of the browser.',
  },
  'm.code.weak': {
    'zh-CN': '扫码和编号只能证明见过编号，能贴标签就贴标签。',
    en: 'A code proves less than the tag. Use the tag where you can.',
  },
} as const satisfies Texts

const checks = {
  'm.checks.title': { 'zh-CN': '检查', en: 'Checks' },
  'm.checks.pending': { 'zh-CN': '{n} 项没填', en: '{n, plural, one {# check} other {# checks}} open' },
  'm.checks.fill': { 'zh-CN': '填检查', en: 'Fill in' },
  'm.checks.pass': { 'zh-CN': '正常', en: 'Good' },
  'm.checks.fail': { 'zh-CN': '异常', en: 'Not good' },
  'm.checks.limits': { 'zh-CN': '正常范围 {min} 到 {max}', en: 'Good from {min} to {max}' },
  'm.checks.at_least': { 'zh-CN': '不低于 {min}', en: 'At least {min}' },
  'm.checks.at_most': { 'zh-CN': '不高于 {max}', en: 'At most {max}' },
  'm.checks.outside': { 'zh-CN': '超出范围，按异常上报', en: 'Outside: reported as not good' },
  'm.checks.photo_needed': { 'zh-CN': '要拍一张照片', en: 'A photo is needed' },
  'm.checks.note': { 'zh-CN': '说明（可不填）', en: 'Note (optional)' },
  'm.checks.submit': { 'zh-CN': '完成检查', en: 'Done' },
  'm.checks.left': { 'zh-CN': '还有 {n} 项没填完', en: '{n, plural, one {# item} other {# items}} left' },
  'm.checks.gone': { 'zh-CN': '这次打卡没有要填的检查', en: 'Nothing to check for this tap' },
  'm.checks.done': { 'zh-CN': '检查已记录', en: 'Checks recorded' },
} as const satisfies Texts

const findings = {
  'm.report': { 'zh-CN': '上报异常', en: 'Report' },
  'm.report.where': { 'zh-CN': '在哪里', en: 'Where' },
  'm.report.site': { 'zh-CN': '不在巡更点上', en: 'Not at a checkpoint' },
  'm.report.photo': { 'zh-CN': '拍照', en: 'Take a photo' },
  'm.report.photo.more': { 'zh-CN': '再拍一张', en: 'Another photo' },
  'm.report.photo.remove': { 'zh-CN': '删掉这张', en: 'Remove this photo' },
  'm.report.photo.alt': { 'zh-CN': '第 {n} 张照片', en: 'Photo {n}' },
  'm.report.photo.failed': { 'zh-CN': '照片读不出来，请重拍', en: 'The photo cannot be read. Take it again.' },
  'm.report.voice': { 'zh-CN': '录音', en: 'Record voice' },
  'm.report.voice.stop': { 'zh-CN': '停止 {left}', en: 'Stop {left}' },
  'm.report.voice.again': { 'zh-CN': '重录（{length}）', en: 'Record again ({length})' },
  'm.report.voice.refused': {
    'zh-CN': '麦克风用不了，请打字或拍照；也可在浏览器设置里允许麦克风。',
    en: 'The microphone cannot be used: write or take a photo, or allow it in the settings of the browser.',
  },
  'm.report.what': { 'zh-CN': '是什么（可不填）', en: 'What it is (optional)' },
  'm.report.submit': { 'zh-CN': '提交', en: 'Send' },
  'm.report.empty': { 'zh-CN': '拍照、录音或选一句，才能提交', en: 'Add a photo, a voice note or a few words first' },
  'm.report.done': { 'zh-CN': '已记录，会派人处理', en: 'Recorded; somebody will see to it' },
  'm.report.quick.light': { 'zh-CN': '灯不亮', en: 'Light is out' },
  'm.report.quick.leak': { 'zh-CN': '漏水', en: 'Water leak' },
  'm.report.quick.door': { 'zh-CN': '门没关好', en: 'Door not closed' },
  'm.report.quick.fire': { 'zh-CN': '消防器材缺损', en: 'Fire equipment damaged' },
  'm.report.quick.blocked': { 'zh-CN': '通道被堵', en: 'Way blocked' },
  'm.report.quick.noise': { 'zh-CN': '异响异味', en: 'Strange noise or smell' },
  'm.photo.mark': { 'zh-CN': '{time} · {place} · {name}', en: '{time} · {place} · {name}' },
} as const satisfies Texts

const help = {
  'm.sos': { 'zh-CN': '长按 2 秒求助 SOS', en: 'SOS: hold 2 seconds' },
  'm.sos.online': { 'zh-CN': '监控室立刻响铃，看到您最后的点', en: 'Rings the control room at once' },
  'm.sos.offline': { 'zh-CN': '离线时改打电话给监控室', en: 'Offline: phones the control room' },
  'm.sos.hold': { 'zh-CN': '按住别松手', en: 'Keep holding' },
  'm.sos.sending': { 'zh-CN': '正在呼救…', en: 'Calling for help…' },
  'm.sos.heard': { 'zh-CN': '监控室已收到，{time}', en: 'The control room has it, {time}' },
  'm.sos.heard.body': { 'zh-CN': '待在安全的地方，有人会来。', en: 'Stay where it is safe. Somebody is coming.' },
  'm.sos.unheard': { 'zh-CN': '没有网络，监控室没有收到', en: 'No network: the control room has not heard you' },
  'm.sos.unheard.body': {
    'zh-CN': '现在就打电话或用对讲机。网络一恢复会自动呼救。',
    en: 'Phone now, or use the radio. As soon as there is a network the cry goes out by itself.',
  },
  'm.sos.unkept': { 'zh-CN': '没有呼出去，监控室没有收到', en: 'Not sent: the control room has not heard you' },
  'm.sos.unkept.body': {
    'zh-CN': '这台手机存不下求助，不会自动再发。现在就打电话或用对讲机。',
    en: 'This phone cannot keep the cry and will not repeat it. Phone now, or use the radio.',
  },
  'm.sos.call': { 'zh-CN': '打监控室 {phone}', en: 'Phone the control room {phone}' },
  'm.sos.no_phone': {
    'zh-CN': '本机没有监控室的电话，请用对讲机呼叫。',
    en: 'This phone does not know the number of the control room. Call by radio.',
  },
  'm.call.safety': { 'zh-CN': '平安呼叫', en: 'Are you all right?' },
  'm.call.safety.body': { 'zh-CN': '监控室问您是否平安', en: 'The control room asks for a sign of life' },
  'm.call.answer': { 'zh-CN': '我平安', en: 'I am all right' },
  'm.call.challenge': { 'zh-CN': '请去打卡', en: 'Tap now' },
  'm.call.challenge.body': { 'zh-CN': '请在时限内到这个点打卡', en: 'Tap at this checkpoint in time' },
  'm.call.left': { 'zh-CN': '还剩 {left}', en: '{left} left' },
  'm.call.over': { 'zh-CN': '已过 {time}，仍请回答', en: 'Past {time}; answer all the same' },
  'm.call.hide': { 'zh-CN': '收起，去打卡', en: 'Go and tap' },
  'm.call.reason.random': { 'zh-CN': '系统随机抽查', en: 'A random check' },
  'm.call.reason.spot_tap': {
    'zh-CN': '这里的打卡时间还缺一次联网证明',
    en: 'A tap with network there proves the times of the others',
  },
  'm.errand.title': { 'zh-CN': '派您去现场', en: 'You are sent' },
  'm.errand.sent': { 'zh-CN': '{time} 派出 · 已 {age}', en: 'Sent {time} · {age} ago' },
  'm.errand.scene': { 'zh-CN': '到了贴这些点任意一个：{places}', en: 'On arrival tap at any of: {places}' },
  'm.errand.arrive': { 'zh-CN': '我已到场', en: 'I am there' },
  'm.errand.arrived': { 'zh-CN': '{time} 已到场', en: 'On scene {time}' },
  'm.errand.arrived.tap': { 'zh-CN': '{time} 打卡到场', en: 'On scene {time}, by tap' },
} as const satisfies Texts

const queue = {
  'm.queue.title': { 'zh-CN': '待上传', en: 'Waiting to be sent' },
  'm.queue.none': { 'zh-CN': '全部已上传', en: 'Everything is sent' },
  'm.queue.since': { 'zh-CN': '{time} 起等待', en: 'Waiting since {time}' },
  'm.queue.photos': { 'zh-CN': '{n} 个附件', en: '{n, plural, one {# file} other {# files}}' },
  'm.queue.why.unreachable': {
    'zh-CN': '没有网络，或连不上服务器。走到有信号的地方会自动上传。',
    en: 'No network, or the server does not answer. It is sent by itself where there is a signal.',
  },
  'm.queue.why.signed_out': { 'zh-CN': '登录已过期，重新登录后上传。', en: 'Your session is over. Sign in again.' },
  'm.queue.why.busy': { 'zh-CN': '服务器忙，过一会儿自动再试。', en: 'The server is busy; tried again soon.' },
  'm.queue.why.done': { 'zh-CN': '马上上传。', en: 'Sent in a moment.' },
  'm.queue.why.broken': {
    'zh-CN': '服务器处理这条出错 {n} 次，会继续再试。',
    en: 'The server failed at this {n, plural, one {once} other {# times}}; it is tried again.',
  },
  'm.queue.now': { 'zh-CN': '现在上传', en: 'Send now' },
  'm.queue.unsigned': {
    'zh-CN': '{n} 条打卡没有署名。是您打的吗？',
    en: '{n, plural, one {# tap has} other {# taps have}} no name. Yours?',
  },
  'm.queue.mine': { 'zh-CN': '是我打的', en: 'Mine' },
  'm.queue.others': {
    'zh-CN': '另有 {n} 条是别人在这台手机上做的，等本人登录后上传。',
    en: '{n} more were done by others on this phone and wait until they sign in.',
  },
  'm.queue.returned': { 'zh-CN': '被退回', en: 'Returned' },
  'm.queue.returned.body': {
    'zh-CN': '系统没有收下这些。看清原因，重试或收起。',
    en: 'The system did not take these. See why; try again or put away.',
  },
  'm.queue.retry': { 'zh-CN': '重试', en: 'Try again' },
  'm.queue.away': { 'zh-CN': '收起', en: 'Put away' },
} as const satisfies Texts

const record = {
  'm.record.title': { 'zh-CN': '今天的记录', en: 'Today' },
  'm.record.none': { 'zh-CN': '今天还没有记录', en: 'Nothing yet today' },
  'm.record.received': { 'zh-CN': '{time} 收到 · {id}', en: 'received {time} · {id}' },
  'm.record.waiting': { 'zh-CN': '待上传', en: 'waiting' },
  'm.record.grade': { 'zh-CN': '{grade} 级', en: 'grade {grade}' },
  'm.kept.title': { 'zh-CN': '系统记了我什么', en: 'What is kept about me' },
  'm.kept.taps': {
    'zh-CN': '每次打卡的点、时间和依据；检查、异常、求助和应答；到岗和离岗。',
    en: 'Of each tap the place, the time and what proves them; checks, findings, cries for help and answers; duty.',
  },
  'm.kept.not': {
    'zh-CN': '不记行踪：两次打卡之间在哪里，系统不知道。',
    en: 'No tracking: between two taps nobody knows where you are.',
  },
  'm.kept.flags': {
    'zh-CN': '提示只是线索，不是结论。有不对的，请找主管更正。',
    en: 'Flags are evidence, never verdicts. If something is wrong, ask the supervisor to correct it.',
  },
  'm.signout': { 'zh-CN': '退出登录', en: 'Sign out' },
  'm.signout.unsent': {
    'zh-CN': '还有 {n} 条没上传。退出后留在这台手机上，等您再登录才会上传。',
    en: '{n} not sent yet. They stay on this phone and are sent when you sign in again.',
  },
  'm.signout.anyway': { 'zh-CN': '仍然退出', en: 'Sign out anyway' },
  'm.signout.offline': { 'zh-CN': '离线时不能退出登录', en: 'Signing out needs a network' },
} as const satisfies Texts

const able = {
  'm.phone.title': { 'zh-CN': '这台手机', en: 'This phone' },
  'm.phone.nfc': { 'zh-CN': '读 NFC 标签', en: 'Read NFC tags' },
  'm.phone.nfc.not': {
    'zh-CN': '贴标签会弹出网页，在网页上打卡；或扫码、输编号。',
    en: 'Holding the tag opens a page: tap there. Or scan, or type the code.',
  },
  'm.phone.scan': { 'zh-CN': '扫二维码', en: 'Scan QR codes' },
  'm.phone.scan.not': { 'zh-CN': '输标签旁的六位编号。', en: 'Type the six characters beside the tag.' },
  'm.phone.camera': { 'zh-CN': '拍照', en: 'Camera' },
  'm.phone.camera.not': { 'zh-CN': '用文字或录音上报。', en: 'Report by words or voice.' },
  'm.phone.voice': { 'zh-CN': '录音', en: 'Microphone' },
  'm.phone.voice.not': { 'zh-CN': '用文字或照片上报。', en: 'Report by words or photo.' },
  'm.phone.offline': { 'zh-CN': '没有网络也能打开', en: 'Opens without a network' },
  'm.phone.offline.not': {
    'zh-CN': '要用 https 地址打开才行，请找管理员。已打开的页面离线照样能打卡。',
    en: 'Needs the https address; ask the administrator. A page that is open works offline all the same.',
  },
  'm.phone.storage': { 'zh-CN': '记录不会被系统清掉', en: 'The system will not clear records' },
  'm.phone.storage.not': {
    'zh-CN': '存储紧张时可能被清掉。把本应用加到主屏幕更稳妥。',
    en: 'They may be cleared when storage runs low. Install the app to be safe.',
  },
  'm.phone.background': { 'zh-CN': '关掉页面也能上传', en: 'Sends after the page is closed' },
  'm.phone.background.not': { 'zh-CN': '上传时请让页面开着。', en: 'Keep the page open while it sends.' },
  'm.phone.push': { 'zh-CN': '收推送', en: 'Push notices' },
  'm.phone.push.not': {
    'zh-CN': '呼叫只在页面打开时响，请让页面开着、带上对讲机。',
    en: 'Calls ring only while the page is open: keep it open and carry the radio.',
  },
  'm.phone.vibrate': { 'zh-CN': '振动', en: 'Vibrate' },
  'm.phone.vibrate.not': { 'zh-CN': '看屏幕提示。', en: 'Watch the screen.' },
  'm.phone.yes': { 'zh-CN': '可以', en: 'yes' },
  'm.phone.no': { 'zh-CN': '不行', en: 'no' },
  'm.phone.keep': { 'zh-CN': '请系统保留记录', en: 'Ask the phone to keep records' },
  'm.phone.keep.refused': {
    'zh-CN': '手机没有答应。把本应用装到主屏幕，再点一次；记录照样存，记得常联网上传。',
    en: 'The phone does not promise it. Install the app and press again. Records are kept all the same: go online often.',
  },
  'm.phone.space': { 'zh-CN': '还可存约 {free} MB', en: 'About {free} MB free' },
  'm.install.title': { 'zh-CN': '装到主屏幕', en: 'Install' },
  'm.install.button': { 'zh-CN': '安装', en: 'Install' },
  'm.install.done': { 'zh-CN': '已安装', en: 'Installed' },
  'm.install.ios': {
    'zh-CN': 'iPhone：用 Safari 打开，点底部“分享”，选“添加到主屏幕”。',
    en: 'iPhone: open in Safari, press Share, choose Add to Home Screen.',
  },
  'm.install.ios.apart': {
    'zh-CN': 'iPhone 上，Safari 和主屏幕应用各存各的：在哪里打的卡，就在哪里上传。',
    en: 'On an iPhone Safari and the installed app keep records apart: a tap is sent from where it was made.',
  },
  'm.install.android': {
    'zh-CN': '安卓：用 Chrome 打开，点右上角菜单，选“安装应用”。',
    en: 'Android: open in Chrome, open the menu, choose Install app.',
  },
  'm.install.other': {
    'zh-CN': '华为、小米自带浏览器：菜单里选“添加到桌面”。',
    en: 'Huawei and Xiaomi browsers: choose Add to desktop in the menu.',
  },
} as const satisfies Texts

const landing = {
  'm.t.title': { 'zh-CN': '没有网络', en: 'No network' },
  'm.t.body': {
    'zh-CN': '标签读到了。点下面的按钮记下这次打卡，有网络后自动上传。',
    en: 'The tag was read. Press the button to record the tap; it is sent when there is a network.',
  },
  'm.t.record': { 'zh-CN': '打卡', en: 'Tap' },
  'm.t.kept': { 'zh-CN': '已记在这台手机上', en: 'Kept on this phone' },
  'm.t.kept.body': {
    'zh-CN': '待上传。请在这个浏览器里联网打开守望，就会上传。',
    en: 'Waiting to be sent: open Watchkeeper in this browser with a network.',
  },
  'm.t.kept.at': { 'zh-CN': '{time} 打卡，已记在这台手机上', en: 'Tapped at {time}, kept on this phone' },
  'm.t.sent': { 'zh-CN': '{time} 打卡，已上传', en: 'Tapped at {time}, sent' },
  'm.t.nobody': {
    'zh-CN': '这台手机没有人登录过，上传前会问是谁打的。',
    en: 'Nobody has signed in on this phone yet. You will be asked who tapped.',
  },
  'm.t.broken': { 'zh-CN': '这个网址不是标签的，请重新贴一次', en: 'This address is not of a tag. Tap again.' },
  'm.t.app': { 'zh-CN': '打开巡更', en: 'Open the round' },
} as const satisfies Texts

export const phoneTexts = {
  ...deeds,
  ...frame,
  ...banner,
  ...duty,
  ...round,
  ...taps,
  ...checks,
  ...findings,
  ...help,
  ...queue,
  ...record,
  ...able,
  ...landing,
} as const satisfies Texts
