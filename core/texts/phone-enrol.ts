// Words of enrolling tags on a phone: choose the checkpoint, hold the phone to the tag, register, try.
import type { TagReadRefusal } from '../contracts/tag-read.ts'
import type { Text, Texts } from './words.ts'

const steps = {
  'm.part.enrol': { 'zh-CN': '登记标签', en: 'Register tags' },
  'm.enrol.title': { 'zh-CN': '登记标签', en: 'Register tags' },
  'm.enrol.offline': {
    'zh-CN': '登记标签要联网：密钥只在服务器上，标签由服务器核实。走到有信号的地方再做。',
    en: 'Registering needs a network: the keys stay on the server, which verifies the tag. Go where there is a signal.',
  },
  'm.enrol.forbidden': {
    'zh-CN': '登记标签由主管或管理员来做。',
    en: 'Tags are registered by a supervisor or an administrator.',
  },
  'm.enrol.site': { 'zh-CN': '项目', en: 'Site' },
  'm.enrol.search': { 'zh-CN': '找巡更点：名称、编号或点位码', en: 'Find a checkpoint: name, id or code' },
  'm.enrol.without': { 'zh-CN': '还没有标签 · {n}', en: 'No tag yet · {n}' },
  'm.enrol.with': { 'zh-CN': '已有标签 · {n}', en: 'With a tag · {n}' },
  'm.enrol.none': {
    'zh-CN': '没有这样的巡更点。换个词，或新建一个。',
    en: 'There is no such checkpoint. Try other words, or make a new one.',
  },
  'm.enrol.all_tagged': { 'zh-CN': '每个巡更点都有标签了', en: 'Every checkpoint has a tag' },
  'm.enrol.new': { 'zh-CN': '新建巡更点', en: 'New checkpoint' },
  'm.enrol.create': { 'zh-CN': '建好，去贴标签', en: 'Create it' },
  'm.enrol.kind': { 'zh-CN': '类别', en: 'Kind' },
  'm.enrol.kind.plain': { 'zh-CN': '普通', en: 'Ordinary' },
  'm.enrol.kind.key': { 'zh-CN': '重点部位', en: 'Key place' },
  'm.enrol.carried': {
    'zh-CN': '标签已读到，选它挂在哪个巡更点。',
    en: 'The tag was read. Choose the checkpoint at which it hangs.',
  },
  'm.enrol.use_carried': { 'zh-CN': '用刚才贴的标签', en: 'Use the tag that was read' },
  'm.enrol.change_point': { 'zh-CN': '换一个巡更点', en: 'Another checkpoint' },
  'm.enrol.url': {
    'zh-CN': '贴标签，点弹出的通知；在网页上点“登记到巡更点”，就带着标签回到这里。',
    en: 'Hold the phone to the tag and press the notice. On the page press Register: it leads back here with the tag.',
  },
  'm.enrol.type': { 'zh-CN': '读不了？输入印在标签上的卡号', en: 'Not readable? Type the number printed on it' },
  'm.enrol.uid': { 'zh-CN': '卡号（14 位，0–9 和 A–F）', en: 'UID (14 digits, 0–9 and A–F)' },
  'm.enrol.uid.fault': {
    'zh-CN': '卡号应是 14 位，只有数字和 A 到 F。',
    en: 'A UID has 14 digits: numbers and A to F.',
  },
  'm.enrol.uid.submit': { 'zh-CN': '用这个卡号', en: 'Use this UID' },
  'm.enrol.reading': { 'zh-CN': '正在核实…', en: 'Verifying…' },
} as const satisfies Texts

const result = {
  'm.enrol.proof.signed': { 'zh-CN': '加密标签', en: 'Signed tag' },
  'm.enrol.proof.uid': { 'zh-CN': '仅卡号', en: 'UID only' },
  'm.enrol.proof.code': { 'zh-CN': '点位码', en: 'Code' },
  'm.enrol.signed.batch': { 'zh-CN': '签名已核实，批次“{name}”', en: 'Its signature is right, batch {name}' },
  'm.enrol.signed.own': { 'zh-CN': '签名已核实，单独密钥', en: 'Its signature is right, keys of its own' },
  'm.enrol.uid_only': {
    'zh-CN': '只认得卡号，可以被复制：在这里打卡只算 D 级。',
    en: 'Only its number is known, and that can be copied: taps here are grade D.',
  },
  'm.enrol.tampered': {
    'zh-CN': '标签的防拆环断过，可能被揭下来过，请换一张。',
    en: 'The loop of the tag was opened; it may have been peeled off. Use another one.',
  },
  'm.enrol.bind': { 'zh-CN': '登记到“{name}”', en: 'Register at {name}' },
  'm.enrol.here': { 'zh-CN': '这张标签就登记在这里', en: 'This tag is registered here' },
  'm.enrol.elsewhere': { 'zh-CN': '现在登记在“{name}”', en: 'Registered at {name} now' },
  'm.enrol.free': { 'zh-CN': '还没有登记过', en: 'Registered nowhere yet' },
  'm.enrol.replace': { 'zh-CN': '确认换掉', en: 'Replace it' },
  'm.enrol.move': { 'zh-CN': '确认移过来', en: 'Move it here' },
  'm.enrol.done': { 'zh-CN': '已登记到“{name}”', en: 'Registered at {name}' },
  'm.enrol.try': { 'zh-CN': '拿开手机，再碰一次，看能不能用', en: 'Take the phone away and hold it there again' },
  'm.enrol.try.url': {
    'zh-CN': '再碰一次：弹出的网页显示“{name}”，就能用。不用按打卡。',
    en: 'Hold the phone to it again: when the page says {name}, it works. No need to press the button.',
  },
  'm.enrol.try.cannot': {
    'zh-CN': '这台手机读不了没有网址的标签。请用能读 NFC 的手机或读卡器再碰一次。',
    en: 'This phone cannot read tags without an address. Try it with a phone that reads NFC, or with a reader.',
  },
  'm.enrol.try.hint': { 'zh-CN': '试碰不算打卡。', en: 'Trying is no tap.' },
  'm.enrol.works': { 'zh-CN': '能用', en: 'It works' },
  'm.enrol.works.counter': { 'zh-CN': '第 {n} 次读取', en: 'Read number {n}' },
  'm.enrol.same_read': {
    'zh-CN': '还是刚才那一次，请把手机拿开再碰。',
    en: 'That is the same read. Take the phone away and hold it there again.',
  },
  'm.enrol.other_tag': { 'zh-CN': '这是另一张标签，不是刚登记的那张。', en: 'That is another tag.' },
  'm.enrol.next': { 'zh-CN': '下一个巡更点', en: 'Next checkpoint' },
} as const satisfies Texts

const reasons = {
  'm.enrol.reason.malformed': {
    'zh-CN': '没读完整，请再贴一次；贴稳一秒。',
    en: 'Not read completely. Hold the phone to it again, for a second.',
  },
  'm.enrol.reason.lrp_unsupported': {
    'zh-CN': '标签用的是 LRP 模式，还不支持。请换 AES 模式的标签。',
    en: 'The tag works in LRP mode, which is not supported. Use a tag in AES mode.',
  },
  'm.enrol.reason.unknown_key': {
    'zh-CN': '没有一批密钥对得上：先登记它那一批的密钥；已登记过的，就可能是假标签。',
    en: 'No known key made this signature. Register the keys of its batch first; if they are, the tag may be forged.',
  },
  'm.enrol.reason.replayed': {
    'zh-CN': '这一次读取已经用过，请把手机拿开再碰一次。',
    en: 'This read was used already. Take the phone away and hold it there again.',
  },
  'm.enrol.reason.copied_url': {
    'zh-CN': '卡号和签名不是同一张标签的：网址是抄来的。请换一张。',
    en: 'Its number and its signature belong to two tags: the address was copied. Use another tag.',
  },
  'm.enrol.reason.uid_length': {
    'zh-CN': '卡号不是 7 字节，不能登记。请换 NTAG 标签。',
    en: 'Its number has not 7 bytes and cannot be registered. Use an NTAG tag.',
  },
  'm.enrol.reason.signed_tag_needs_signature': {
    'zh-CN': '这是登记过的加密标签，但这次只读到卡号。请再贴一次；仍不行，里面的网址可能丢了。',
    en: 'It is registered as a signed tag, but only its number was read. Try again; its address may be gone.',
  },
  'm.enrol.reason.unknown_code': {
    'zh-CN': '没有这个点位码，请核对后重输。',
    en: 'There is no checkpoint with this code. Check it and type it again.',
  },
  'm.enrol.reason.elsewhere': {
    'zh-CN': '这张标签登记在你看不到的项目里，不能在这里登记。',
    en: 'This tag is registered at a site that you do not see. It cannot be registered here.',
  },
} as const satisfies Record<`m.enrol.reason.${TagReadRefusal}`, Text>

export const phoneEnrolTexts = { ...steps, ...result, ...reasons } as const satisfies Texts
