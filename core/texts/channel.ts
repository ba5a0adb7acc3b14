// Words of the ways by which notices leave: kinds of channel, states of a notice, and why one did not get through.
import type { ChannelConfig, ChannelSecrets, Proof } from '../contracts/channel.ts'
import type { NoticeFault, NoticeState } from '../contracts/notice.ts'
import type { Text, Texts } from './words.ts'

const types = {
  'channel.type.email': { 'zh-CN': '邮件', en: 'E-mail' },
  'channel.type.webhook': { 'zh-CN': 'Webhook 回调', en: 'Webhook' },
  'channel.type.web_push': { 'zh-CN': '手机推送', en: 'Push to phones' },
  'channel.type.wecom': { 'zh-CN': '企业微信群机器人', en: 'WeCom group robot' },
  'channel.type.dingtalk': { 'zh-CN': '钉钉群机器人', en: 'DingTalk group robot' },
  'channel.type.feishu': { 'zh-CN': '飞书群机器人', en: 'Feishu group robot' },
  'channel.type.mqtt': { 'zh-CN': '声光报警器、显示屏', en: 'Siren or display' },
  'channel.type.sms': { 'zh-CN': '短信', en: 'SMS' },
  'channel.type.voice': { 'zh-CN': '语音电话', en: 'Voice call' },
} as const satisfies Record<`channel.type.${ChannelConfig['type']}`, Text>

const states = {
  'notice.state.waiting': { 'zh-CN': '待发送', en: 'Waiting' },
  'notice.state.sending': { 'zh-CN': '发送中', en: 'Sending' },
  'notice.state.sent': { 'zh-CN': '已送达服务商', en: 'Taken by the provider' },
  'notice.state.folded': { 'zh-CN': '并入汇总', en: 'In a digest' },
  'notice.state.dead': { 'zh-CN': '发送失败', en: 'Given up' },
  'notice.state.dropped': { 'zh-CN': '未发送', en: 'Not sent' },
} as const satisfies Record<`notice.state.${NoticeState}`, Text>

const faults = {
  'notice.fault.not_reached': {
    'zh-CN': '连不上服务商，请检查网络和地址；系统会自动重试。',
    en: 'The provider was not reached. Check network and address; it is tried again by itself.',
  },
  'notice.fault.too_slow': {
    'zh-CN': '服务商没有及时答复，可能已收到；系统会用同一编号重试。',
    en: 'The provider did not answer in time and may have it; it is tried again under the same key.',
  },
  'notice.fault.too_often': {
    'zh-CN': '超出服务商的频率限制，系统会等一会儿再发。',
    en: 'More than the provider allows; it goes again after a rest.',
  },
  'notice.fault.wrong_secret': {
    'zh-CN': '服务商不认地址、密钥或签名，或不符合机器人的安全设置；原因见它的答复，改好后重发。',
    en: 'The provider does not accept the address, secret or signature, or the robot’s safety settings forbid it. Its answer says which; mend it and send again.',
  },
  'notice.fault.robot_gone': {
    'zh-CN': '群机器人已停用、被移出群，或群已解散；请在群里重新添加，把新地址填进渠道后重发。',
    en: 'The robot was stopped or removed, or its group is gone. Add one to the group, enter its address and send again.',
  },
  'notice.fault.not_allowed': {
    'zh-CN': '这个地址在内网，未经允许不能发送；管理员可在 WK_WEBHOOK_ALLOW 中放行该网段。',
    en: 'The address is inside a private network. An administrator may allow its range in WK_WEBHOOK_ALLOW.',
  },
  'notice.fault.refused': {
    'zh-CN': '服务商拒收，原因见它的答复。',
    en: 'The provider refused it; its answer says why.',
  },
  'notice.fault.broken': {
    'zh-CN': '服务商自身出错，系统会自动重试。',
    en: 'The provider has a fault of its own; it is tried again by itself.',
  },
  'notice.fault.no_address': {
    'zh-CN': '此人没有登记邮箱或电话，请补上后重发。',
    en: 'The person has no address or number for this channel. Add it and send again.',
  },
  'notice.fault.no_phone': {
    'zh-CN': '此人没有手机开通推送，请在手机上打开“本机状态”页开通。',
    en: 'No phone of this person takes messages. Turn them on at its status page.',
  },
  'notice.fault.device_offline': {
    'zh-CN': '设备不在线，上线后自动重试。',
    en: 'The device is not connected; it is tried again by itself.',
  },
  'notice.fault.channel_off': {
    'zh-CN': '渠道已停用或删除，没有发送。',
    en: 'The channel is off or was removed; nothing was sent.',
  },
} as const satisfies Record<`notice.fault.${NoticeFault}`, Text>

const proofs = {
  'channel.proof.message': { 'zh-CN': '服务商收下了一条消息', en: 'The provider took a message' },
  'channel.proof.phones': {
    'zh-CN':
      '{took, number} / {kept, number} 部手机的推送服务已收下；近两天有 {heard, number} 部手机自己回应{gone, plural, =0 {} other {；{gone, number} 部已失效，已移除}}',
    en: 'Push services took it for {took, number} of {kept, number} phones; {heard, number} answered themselves in two days{gone, plural, =0 {} other {; {gone, number} gone and removed}}',
  },
  'channel.proof.signed_in': {
    'zh-CN': '登录了邮件服务器，没有发信',
    en: 'Signed in to the mail server; no mail was sent',
  },
  'channel.proof.gateway': {
    'zh-CN': '网关可达，不代表能送达',
    en: 'The gateway is there; that says nothing of delivery',
  },
  'channel.proof.connected': { 'zh-CN': '设备在线', en: 'The device is connected' },
} as const satisfies Record<`channel.proof.${Proof}`, Text>

const secrets = {
  'channel.secret.password': { 'zh-CN': '密码', en: 'a password' },
  'channel.secret.key': { 'zh-CN': '密钥', en: 'a key' },
  'channel.secret.url': { 'zh-CN': '机器人地址', en: 'the address of the robot' },
  'channel.secret.secret': { 'zh-CN': '加签密钥', en: 'a signing secret' },
} as const satisfies Record<`channel.secret.${keyof ChannelSecrets}`, Text>

export const channelTexts = {
  ...proofs,
  'channel.proof.no_phone': {
    'zh-CN': '还没有手机开通推送，没有验证',
    en: 'No phone takes messages yet; nothing is proven',
  },
  ...secrets,
  ...types,
  ...states,
  ...faults,
  'notice.digest': {
    'zh-CN': '守望：{count, number} 条通知汇总',
    en: 'Watchkeeper: {count, plural, one {# notice} other {# notices}} in one',
  },
  'notice.test_title': { 'zh-CN': '守望：测试消息', en: 'Watchkeeper: test message' },
  'notice.test_text': {
    'zh-CN': '收到这条消息，说明渠道“{channel}”可用。由 {by} 于 {time} 发出。',
    en: 'Reading this means that the channel “{channel}” works. Sent by {by} at {time}.',
  },
  'notice.push_test': {
    'zh-CN': '收到这条消息，说明这台手机能收到派单和报警。',
    en: 'Reading this means that this phone gets your work and alarms.',
  },
  'notice.push_beat_title': { 'zh-CN': '守望：每日自检', en: 'Watchkeeper: daily check' },
  'notice.push_beat_text': {
    'zh-CN': '这台手机能收到派单和报警。不用处理。',
    en: 'This phone gets your work and alarms. Nothing to do.',
  },
  'notice.monthly_title': { 'zh-CN': '守望：每月实发检查', en: 'Watchkeeper: monthly check' },
  'notice.monthly_text': {
    'zh-CN': '收到这条消息，说明渠道“{channel}”真的能送达。每月一次；收不到请联系值班室。',
    en: 'Reading this means that the channel “{channel}” delivers. Expect one each month; if none comes, call the duty room.',
  },
  'notice.heartbeat_title': { 'zh-CN': '守望：每日自检', en: 'Watchkeeper: daily check' },
  'notice.heartbeat_text': {
    'zh-CN': '渠道“{channel}”通畅。每天这时应收到一条；收不到请联系值班室。',
    en: 'The channel “{channel}” works. Expect one of these each day at this time; if none comes, call the duty room.',
  },
} as const satisfies Texts
