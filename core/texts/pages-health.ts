// Words of the health page: what to do about each part, and the figures behind it.
import type { Texts } from './words.ts'

export const pagesHealthTexts = {
  'nav.health': { 'zh-CN': '状态', en: 'Health' },
  'health.title': { 'zh-CN': '系统状态', en: 'Health of the system' },
  'health.all_ok': { 'zh-CN': '一切正常', en: 'Everything works' },
  'health.works_but': {
    'zh-CN': '运行正常，有 {n} 项要处理',
    en: 'Works, {n, plural, one {# thing needs} other {# things need}} attention',
  },
  'health.asked': { 'zh-CN': '{time} 查询', en: 'asked at {time}' },
  'health.parts': { 'zh-CN': '各部分', en: 'Parts' },
  'health.figures': { 'zh-CN': '数字', en: 'Figures' },
  'health.detail': { 'zh-CN': '诊断数据', en: 'For diagnosis' },
  'health.todo': { 'zh-CN': '怎么办：', en: 'What to do: ' },
  'health.do.listeners': {
    'zh-CN': '查 WK_MQTT_PORT 端口是否被别的程序占用，再重启。',
    en: 'See whether another program holds the port WK_MQTT_PORT, then start again.',
  },
  'health.do.journal': {
    'zh-CN': '查数据目录能否写入、磁盘是否已满。设备会自己重发，不要拔设备。',
    en: 'See whether the data directory can be written and the disk has room. Devices send again by themselves.',
  },
  'health.do.records': {
    'zh-CN': '查数据目录能否写入、磁盘是否已满；恢复前用纸记下接警和派单。',
    en: 'See whether the data directory can be written and the disk has room; keep notes on paper until it works.',
  },
  'health.do.readings': {
    'zh-CN': '用外部 InfluxDB 时查它是否可达；数据在消息日志里，不会丢。',
    en: 'With an InfluxDB of your own, see whether it can be reached. Data wait in the journal and are not lost.',
  },
  'health.do.rules': {
    'zh-CN': '刚启动请等一分钟；还不行就看启动日志。报警以现场和消防控制器为准。',
    en: 'Just started? Wait a minute, then read the log. Until then go by the site and the fire panel.',
  },
  'health.do.pipeline': {
    'zh-CN': '看是不是正在补传大量历史数据；持续落后请通知管理员。',
    en: 'See whether much history is being sent in; if it stays behind, tell the administrator.',
  },
  'health.do.disk': {
    'zh-CN': '删掉不用的文件，或缩短 WK_READINGS_RETENTION。',
    en: 'Remove files that are not needed, or shorten WK_READINGS_RETENTION.',
  },
  'health.do.devices': {
    'zh-CN': '查这些设备的电源和网络；同一网关下一起失联的先查网关。',
    en: 'Check power and network of these devices. Where all behind one gateway are silent, start with the gateway.',
  },
  'health.do.clocks': {
    'zh-CN': '给这些设备设置校时服务器（NTP）。',
    en: 'Give these devices a time server (NTP).',
  },
  'health.do.notices': {
    'zh-CN': '到“通知”页看服务商的答复，改好后点“测试”，再把失败的通知重发；急事先打电话。',
    en: 'On the page of notices read what the provider answered, mend it, press “Test”, then send the failed ones again. Phone what cannot wait.',
  },
  'health.do.ladders': {
    'zh-CN': '打开列出的报警和工单，接警或派单；再看它的升级梯级是否停用或缺了步骤。',
    en: 'Open the incidents and tickets that are named and take them; then see whether their ladder is off or lacks a step.',
  },
  'health.do.people': {
    'zh-CN': '请本人在手机 /m 的“这台手机”页开通推送，或在人员页登记电话、邮箱，并建好短信或邮件渠道。',
    en: 'Have them switch on messages at /m on the page of their phone, or enter number and e-mail with the person and set up that channel.',
  },
  'health.do.address': {
    'zh-CN': '把 WK_PUBLIC_URL 设为大家打开本系统的地址；只在局域网用时，也可把 WK_HOST 设为 0.0.0.0。',
    en: 'Set WK_PUBLIC_URL to the address by which people open this system; inside one network WK_HOST=0.0.0.0 will do.',
  },
  'health.do.heartbeat': {
    'zh-CN': '查服务器能否上网、WK_HEARTBEAT_URL 是否还有效。',
    en: 'See whether the server reaches the internet and WK_HEARTBEAT_URL is still valid.',
  },
  'health.do.backup': {
    'zh-CN': '在服务器上运行 npm run backup -- 文件名，并定期执行。',
    en: 'Run npm run backup -- FILE on the server, and do so regularly.',
  },
  'health.proof.none': { 'zh-CN': '没有验证过', en: 'nothing proven' },
  'health.proof.real': { 'zh-CN': '上次真的发出：{time}', en: 'last message that really left: {time}' },
  'health.people.none': { 'zh-CN': '没有渠道', en: 'no channel' },
  'health.people.failing': { 'zh-CN': '渠道不通', en: 'the channel does not get through' },
  'health.address.set': { 'zh-CN': '{url}（WK_PUBLIC_URL 设定）', en: '{url} (set by WK_PUBLIC_URL)' },
  'health.address.network': { 'zh-CN': '{url}（本机网卡地址）', en: '{url} (address of this machine)' },
  'health.address.here': { 'zh-CN': '{url}（只有本机能打开）', en: '{url} (opens on this machine only)' },
  'health.figure.rate': { 'zh-CN': '每秒消息', en: 'Messages per second' },
  'health.figure.lag': { 'zh-CN': '报警处理落后', en: 'Alarm processing behind' },
  'health.figure.readings_lag': { 'zh-CN': '历史写入落后', en: 'History behind' },
  'health.figure.disk': { 'zh-CN': '磁盘剩余', en: 'Free disk' },
  'health.figure.connections': { 'zh-CN': 'MQTT 连接', en: 'MQTT connections' },
  'health.figure.silent': { 'zh-CN': '失联设备', en: 'Devices not heard' },
  'health.figure.clocks': { 'zh-CN': '时钟不准', en: 'Wrong clocks' },
  'health.figure.refused': { 'zh-CN': '存不进的读数', en: 'Readings refused' },
  'health.figure.unregistered': { 'zh-CN': '没登记的来信', en: 'Unregistered talkers' },
  'health.figure.of': { 'zh-CN': '{n} / {all}', en: '{n} of {all}' },
  'health.figure.ms': { 'zh-CN': '{n} 毫秒', en: '{n} ms' },
  'health.figure.gb': { 'zh-CN': '{n} GB', en: '{n} GB' },
} as const satisfies Texts
