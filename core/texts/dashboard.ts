// Words of the screens' frame and of the wall. Written in Chinese first, as a duty room says them.
import type { Texts } from './words.ts'

export const dashboardTexts = {
  // the frame
  'app.skip': { 'zh-CN': '跳到正文', en: 'Skip to content' },
  'app.loading': { 'zh-CN': '正在连接…', en: 'Connecting…' },
  'app.demo': { 'zh-CN': '演示数据', en: 'Demo data' },
  'app.retry': { 'zh-CN': '重试', en: 'Try again' },
  'app.unreachable': {
    'zh-CN': '连不上服务器。检查网络后重试。',
    en: 'The server cannot be reached. Check the network and try again.',
  },
  'app.language': { 'zh-CN': '语言', en: 'Language' },
  'app.site': { 'zh-CN': '项目', en: 'Site' },
  'app.theme': { 'zh-CN': '外观', en: 'Appearance' },
  'app.theme.dark': { 'zh-CN': '深色', en: 'Dark' },
  'app.theme.light': { 'zh-CN': '浅色', en: 'Light' },
  'app.theme.system': { 'zh-CN': '跟随系统', en: 'As the system' },
  'app.menu': { 'zh-CN': '我的', en: 'Account' },
  'app.timezone': { 'zh-CN': '时间均为 {zone}', en: 'All times in {zone}' },

  'error.title': { 'zh-CN': '这一页出错了', en: 'This page failed' },
  'error.body': {
    'zh-CN': '报警不受影响，大屏仍在运行。返回大屏，或重试。',
    en: 'Alarms are not affected, the wall goes on. Go back to the wall, or try again.',
  },
  'error.missing.title': { 'zh-CN': '没有这一页', en: 'No such page' },
  'error.missing.body': {
    'zh-CN': '地址可能写错了，或者该对象已被删除。',
    en: 'The address may be mistyped, or the thing was removed.',
  },
  'error.home': { 'zh-CN': '返回大屏', en: 'Back to the wall' },

  'nav.main': { 'zh-CN': '主导航', en: 'Main' },
  'nav.wall': { 'zh-CN': '大屏', en: 'Wall' },

  // signing in
  'signin.title': { 'zh-CN': '登录', en: 'Sign in' },
  'signin.username': { 'zh-CN': '用户名', en: 'User name' },
  'signin.password': { 'zh-CN': '密码', en: 'Password' },
  'signin.submit': { 'zh-CN': '登录', en: 'Sign in' },
  'signin.working': { 'zh-CN': '正在登录…', en: 'Signing in…' },
  'signin.out': { 'zh-CN': '退出登录', en: 'Sign out' },
  'signin.demo.title': { 'zh-CN': '演示：选一个岗位进入', en: 'Demo: come in as' },
  'signin.demo.or': { 'zh-CN': '或用账号登录', en: 'or with an account' },
  'signin.setup': {
    'zh-CN': '系统还没有管理员。请打开启动日志里的一次性设置链接。',
    en: 'There is no administrator yet. Open the one-time set-up link printed in the log at start.',
  },
  'setup.title': { 'zh-CN': '创建管理员', en: 'Create the administrator' },
  'setup.intro': {
    'zh-CN': '这是第一次启动。设置一个管理员账号，随后即可使用。',
    en: 'This is the first start. Create the administrator’s account and begin.',
  },
  'setup.no-token': {
    'zh-CN': '链接不完整。请复制启动日志里的整条链接再打开。',
    en: 'The link is incomplete. Copy the whole link from the log at start.',
  },
  'setup.name': { 'zh-CN': '姓名', en: 'Your name' },
  'setup.password': { 'zh-CN': '密码（至少 10 个字符）', en: 'Password (at least 10 characters)' },
  'setup.repeat': { 'zh-CN': '再输一次密码', en: 'Repeat the password' },
  'setup.mismatch': { 'zh-CN': '两次输入的密码不一致', en: 'The two passwords differ' },
  'setup.submit': { 'zh-CN': '创建并进入', en: 'Create and enter' },

  // freshness
  'live.waiting': { 'zh-CN': '正在连接', en: 'Connecting' },
  'live.age': { 'zh-CN': '数据 {seconds} 秒', en: 'Data {seconds} s' },
  'live.stopped': { 'zh-CN': '数据已停止更新 {clock}', en: 'Data stopped updating {clock} ago' },
  'live.stopped.short': { 'zh-CN': '停止更新 {clock}', en: 'Stopped {clock}' },
  'live.stopped.hint': {
    'zh-CN': '画面不是现在的情况，正在自动恢复。以现场和消防控制器为准。',
    en: 'This is not the present state; recovering by itself. Go by the site and the fire panel.',
  },

  // sound
  'sound.on': { 'zh-CN': '声音 已开', en: 'Sound on' },
  'sound.arm': { 'zh-CN': '声音未开，点此打开', en: 'Sound is off: press to switch it on' },
  'sound.arm.why': {
    'zh-CN': '新报警不会响。浏览器要求先点一下才能发声。',
    en: 'New alarms make no sound. The browser wants one press before it may sound.',
  },
  'sound.mute': { 'zh-CN': '本机静音', en: 'Mute this console' },
  'sound.unmute': { 'zh-CN': '取消静音', en: 'Unmute' },
  'sound.failed': { 'zh-CN': '这台电脑发不出声音', en: 'This computer cannot sound' },

  // priorities, states, counts
  'mark.label': { 'zh-CN': '{n} 级{word}，{state}', en: 'Priority {n} {word}, {state}' },
  'count.unacknowledged': { 'zh-CN': '{n} 未接', en: '{n} unack' },
  'count.status': {
    'zh-CN': '危急 {p1}，高 {p2}，中 {p3}，低 {p4}，未接警 {unacknowledged}',
    en: 'Critical {p1}, high {p2}, medium {p3}, low {p4}, unacknowledged {unacknowledged}',
  },

  // the alarm strip and band
  'band.unacknowledged.key': { 'zh-CN': '未接警 · A 接警', en: 'Unacknowledged · A to take' },
  'band.by': { 'zh-CN': '{who} 已接警', en: 'Taken by {who}' },
  'band.ticket.short': { 'zh-CN': '工单 #{n}', en: 'Ticket #{n}' },
  'band.since': { 'zh-CN': '{time} 起', en: 'since {time}' },
  'band.guard': { 'zh-CN': '{who} {age}前在{place}', en: '{who} at {place} {age} ago' },
  'band.more': { 'zh-CN': '另有 {n} 条未接警', en: '{n} more unacknowledged' },
  'band.quiet.for': { 'zh-CN': '全部正常 · 已 {span}', en: 'All normal · for {span}' },
  'band.quiet.last': { 'zh-CN': '上次危急 {what} {when}', en: 'Last critical: {what}, {when}' },
  'band.quiet.never': { 'zh-CN': '近期没有危急报警', en: 'No critical alarm lately' },
  'band.quiet.round': { 'zh-CN': '下次巡更 {what} {when}', en: 'Next round: {what}, {when}' },
  'band.alarm.more': { 'zh-CN': '另有 {n} 条危急报警', en: '{n} more critical alarms' },

  // the wall
  'wall.title': { 'zh-CN': '{site} · 消防与设备监控中心', en: '{site} · Control room' },
  'wall.console': { 'zh-CN': '控制台', en: 'Console' },
  'wall.duty': { 'zh-CN': '值班：', en: 'On duty: ' },
  'wall.duty.none': { 'zh-CN': '现在没有排班', en: 'Nobody is rostered now' },
  'wall.empty.title': { 'zh-CN': '还没有楼宇和设备', en: 'No buildings or devices yet' },
  'wall.empty.body': {
    'zh-CN': '先建站点和楼宇，再接入第一台设备，这里就会出现实时画面。',
    en: 'Create a site with its buildings and connect the first device; it appears here live.',
  },

  'lifts.title': { 'zh-CN': '楼宇剖面与电梯', en: 'Buildings and lifts' },
  'lifts.online': { 'zh-CN': '{n} 部在线', en: '{n} online' },
  'lifts.alarm': { 'zh-CN': '{n} 部报警', en: '{n} in alarm' },
  'lifts.service': { 'zh-CN': '{n} 部检修', en: '{n} in service' },
  'lifts.fire': { 'zh-CN': '{n} 部消防返回', en: '{n} on fire recall' },
  'lifts.silent': { 'zh-CN': '{n} 部失联', en: '{n} not heard' },
  'lifts.none': { 'zh-CN': '没有电梯', en: 'No lifts' },
  'lift.between': { 'zh-CN': '{low}–{high} 之间', en: 'between {low} and {high}' },
  'lift.people': { 'zh-CN': '轿厢 {n} 人', en: '{n, plural, one {# person inside} other {# people inside}}' },
  'lift.empty': { 'zh-CN': '轿厢无人', en: 'car empty' },
  'lift.doors-closed': { 'zh-CN': '门关', en: 'doors closed' },
  'lift.up': { 'zh-CN': '上行', en: 'going up' },
  'lift.down': { 'zh-CN': '下行', en: 'going down' },
  'lift.occupied': { 'zh-CN': '轿厢有人', en: 'occupied' },
  'lift.doors-open': { 'zh-CN': '门开', en: 'doors open' },
  'lift.mark.service': { 'zh-CN': '检', en: 'SVC' },
  'lift.mark.out': { 'zh-CN': '停', en: 'OUT' },
  'lift.mark.fire': { 'zh-CN': '消', en: 'FIRE' },
  'lift.mark.locked': { 'zh-CN': '锁', en: 'LOCK' },
  'lift.mode.service': { 'zh-CN': '检修运行', en: 'inspection' },
  'lift.mode.out': { 'zh-CN': '停用', en: 'out of service' },
  'lift.mode.fire': { 'zh-CN': '消防返回', en: 'fire recall' },
  'lift.mode.locked': { 'zh-CN': '锁梯', en: 'locked' },

  'list.title': { 'zh-CN': '当前报警', en: 'Current incidents' },
  'list.empty': { 'zh-CN': '没有报警', en: 'No incidents' },
  'list.count': { 'zh-CN': '{n} 条 · 按级别', en: '{n} · by priority' },
  'list.auto': { 'zh-CN': '自动', en: 'Auto' },
  'list.unacknowledged': { 'zh-CN': '未接警', en: 'Unack' },
  'list.cleared': { 'zh-CN': '已恢复未接警', en: 'Cleared' },
  'list.more': { 'zh-CN': '另有 {n} 条', en: '{n} more' },
  'list.shelved': { 'zh-CN': '{n} 条已搁置', en: '{n} shelved' },

  'patrol.title': { 'zh-CN': '巡更', en: 'Patrol' },
  'patrol.under-way': { 'zh-CN': '{n} 条进行中', en: '{n} under way' },
  'patrol.missed': { 'zh-CN': '{n} 点漏巡', en: '{n} missed' },
  'patrol.on-time': { 'zh-CN': '没有漏巡', en: 'none missed' },
  'patrol.progress': { 'zh-CN': '第 {n}/{all} 点', en: 'point {n}/{all}' },
  'patrol.offline': { 'zh-CN': '离线 {age}', en: 'offline {age}' },
  'patrol.starts': { 'zh-CN': '{time} 开始', en: 'starts {time}' },
  'patrol.none': { 'zh-CN': '现在没有巡更', en: 'No round under way' },

  'pump.none': { 'zh-CN': '没有水泵', en: 'No pumps' },
  'pump.title': { 'zh-CN': '水泵房', en: 'Pump room' },
  'pump.auto': { 'zh-CN': '自动', en: 'Automatic' },
  'pump.manual': { 'zh-CN': '手动', en: 'Manual' },
  'pump.manual.mark': { 'zh-CN': '手', en: 'M' },
  'pump.running': { 'zh-CN': '运行', en: 'Running' },
  'pump.running.speed': { 'zh-CN': '运行 {speed} Hz', en: '{speed} Hz' },
  'pump.stopped': { 'zh-CN': '停止', en: 'Stopped' },

  'trends.title': { 'zh-CN': '关键趋势 · 近 60 分钟', en: 'Key trends · last 60 min' },
  'trends.band': { 'zh-CN': '阴影 = 正常带', en: 'shaded = normal' },
  'trends.none': { 'zh-CN': '还没有选定趋势', en: 'No trends chosen yet' },
  'trends.curve': {
    'zh-CN': '{name} 近 60 分钟，最低 {min}，最高 {max} {unit}',
    en: '{name}, last 60 min, lowest {min}, highest {max} {unit}',
  },
  'trends.no-history': { 'zh-CN': '暂无历史', en: 'no history yet' },

  'fire.title': { 'zh-CN': '火灾报警', en: 'Fire alarm' },
  'fire.loops': { 'zh-CN': '{n} 回路', en: '{n, plural, one {# loop} other {# loops}}' },
  'fire.points': { 'zh-CN': '{loop} · {n} 点', en: '{loop} · {n} pts' },
  'fire.none': { 'zh-CN': '没有火灾报警控制器', en: 'No fire panel' },

  'tickets.title': { 'zh-CN': '工单', en: 'Tickets' },
  'tickets.open': { 'zh-CN': '未结 {n}', en: '{n} open' },
  'tickets.waiting': { 'zh-CN': '待接单', en: 'To accept' },
  'tickets.working': { 'zh-CN': '处理中', en: 'In work' },
  'tickets.overdue': { 'zh-CN': '超时', en: 'Overdue' },
  'tickets.verify': { 'zh-CN': '待验收', en: 'To verify' },
} as const satisfies Texts
