// One sentence for every code of contracts/refusal.ts, saying what to do. A code without a sentence does not type-check.
import type { RefusalCode } from '../contracts/refusal.ts'
import type { Text } from './words.ts'

export const refusalTexts = {
  'refusal.invalid': {
    'zh-CN': '有内容填写不正确，请按下面的提示修改后再提交。',
    en: 'Some of the values are not right. Correct them as listed and send again.',
  },
  'refusal.malformed': {
    'zh-CN': '请求不是有效的 JSON，请检查格式后重发。',
    en: 'The request is not valid JSON. Check its form and send again.',
  },
  'refusal.unauthenticated': { 'zh-CN': '请先登录。', en: 'Sign in first.' },
  'refusal.wrong_password': {
    'zh-CN': '用户名或密码不对，请重新输入。',
    en: 'User name or password is wrong. Try again.',
  },
  'refusal.too_many_attempts': {
    'zh-CN': '试错次数过多，请稍等几分钟再试。',
    en: 'Too many failed attempts. Wait a few minutes and try again.',
  },
  'refusal.forbidden': {
    'zh-CN': '你的角色不能做这一步，请找主管或管理员。',
    en: 'Your role may not do this. Ask a supervisor or an administrator.',
  },
  'refusal.foreign_origin': {
    'zh-CN': '请求来自别的网站，已拒绝。请在本系统的页面上操作。',
    en: 'The request came from another site and was refused. Act on the pages of this system.',
  },
  'refusal.not_found': {
    'zh-CN': '没有找到，可能已删除，或不在你负责的项目内。',
    en: 'Not found. It may have been removed, or it belongs to a site that is not yours.',
  },
  'refusal.gone': {
    'zh-CN': '这段记录已过保留期，请重新载入当前状态。',
    en: 'That part of the record is no longer kept. Load the present state again.',
  },
  'refusal.too_large': {
    'zh-CN': '内容太大，请分几次发送。',
    en: 'The request is too large. Send it in parts.',
  },
  'refusal.rate_limited': {
    'zh-CN': '请求太频繁，请稍后再试。',
    en: 'Too many requests. Wait a moment and try again.',
  },
  'refusal.unavailable': {
    'zh-CN': '系统暂时不能处理，请稍后再试；情况见“系统状态”页。',
    en: 'The system cannot do this at the moment. Try again shortly; the health page tells why.',
  },
  'refusal.internal': {
    'zh-CN': '系统出错，操作没有完成，请再试一次；仍不行请通知管理员。',
    en: 'Something went wrong and nothing was done. Try again; if it stays, tell the administrator.',
  },
  'refusal.id_taken': {
    'zh-CN': '编号 {id} 已被使用，请换一个。',
    en: 'The id {id} is taken. Choose another one.',
  },
  'refusal.stale_version': {
    'zh-CN': '别人刚刚改过，请刷新后再改。',
    en: 'Somebody changed this meanwhile. Load it again before you change it.',
  },
  'refusal.idempotency_mismatch': {
    'zh-CN': '这个 Idempotency-Key 已用于另一份内容，请换一个。',
    en: 'This Idempotency-Key came earlier with another body. Use a new one.',
  },
  'refusal.in_use': {
    'zh-CN': '还在使用中，请先解除引用再删除。',
    en: 'It is still in use. Take it out of use first, then remove it.',
  },
  'refusal.unknown_reference': {
    'zh-CN': '引用的 {id} 不存在，请先建立或改正。',
    en: 'There is no {id}. Create it first, or correct the reference.',
  },
  'refusal.bad_setup_token': {
    'zh-CN': '初始设置链接无效，请用启动日志里最新的链接。',
    en: 'This set-up link is not valid. Use the newest link from the start-up log.',
  },
  'refusal.setup_done': {
    'zh-CN': '初始设置已完成，请直接登录。',
    en: 'The set-up is done already. Sign in instead.',
  },
  'refusal.demo_only': {
    'zh-CN': '这项功能只在演示模式下可用。',
    en: 'This works in demo mode only.',
  },
  'refusal.last_admin': {
    'zh-CN': '至少要保留一名管理员，请先指定另一名。',
    en: 'One administrator must remain. Appoint another one first.',
  },
  'refusal.incident_closed': {
    'zh-CN': '这条报警已关闭，不能再操作。',
    en: 'This incident is closed; nothing more can be done to it.',
  },
  'refusal.incident_not_cleared': {
    'zh-CN': '报警还没有恢复，恢复后才能关闭。',
    en: 'The incident is still active. It can be closed once it has cleared.',
  },
  'refusal.incident_not_acknowledged': {
    'zh-CN': '还没有接警，请先接警再关闭。',
    en: 'Nobody has acknowledged it. Acknowledge it first, then close it.',
  },
  'refusal.incident_latched': {
    'zh-CN': '报警处于保持状态，请先到现场查明并解除保持。',
    en: 'The incident is latched. Check on the spot and unlatch it first.',
  },
  'refusal.outcome_required': {
    'zh-CN': '请先选择结论：真实火警、误报、测试或未查明。',
    en: 'State the outcome first: real, false alarm, test or unknown.',
  },
  'refusal.life_safety_shelve': {
    'zh-CN': '危及人身安全的报警不能搁置，请接警并处置。',
    en: 'A life-safety incident cannot be shelved. Acknowledge it and act on it.',
  },
  'refusal.shelve_too_long': {
    'zh-CN': '最长只能搁置 24 小时，请缩短时间。',
    en: 'Shelving lasts 24 hours at most. Choose a shorter time.',
  },
  'refusal.shelve_in_past': {
    'zh-CN': '搁置的截止时间已过，请选以后的时间。',
    en: 'That time has passed. Choose a later one.',
  },
  'refusal.not_latched': {
    'zh-CN': '这条报警没有保持，不需要解除。',
    en: 'This incident is not latched; there is nothing to unlatch.',
  },
  'refusal.ticket_transition': {
    'zh-CN': '工单当前状态不能做这一步，请刷新查看进展。',
    en: 'The ticket is not in a state that allows this. Load it again to see where it stands.',
  },
  'refusal.ticket_same_person': {
    'zh-CN': '验收人不能是维修人本人，请换一个人验收。',
    en: 'Whoever did the work cannot verify it. Ask somebody else.',
  },
  'refusal.ticket_same_vendor': {
    'zh-CN': '验收人不能和维修人同属一家单位，请换一个人验收。',
    en: 'The work was done by the same vendor. Somebody from elsewhere must verify it.',
  },
  'refusal.callback_required': {
    'zh-CN': '投诉要先回访并记录，才能关闭。',
    en: 'A complaint needs a recorded call-back before it can be closed.',
  },
  'refusal.ticket_taken': {
    'zh-CN': '{user} 已经接单，请先和本人或监控室联系。',
    en: '{user} has accepted it already. Speak to that person or to the control room.',
  },
  'refusal.nobody_to_dispatch': {
    'zh-CN': '现在没有可以派的人：没有维修人员当班，也没有对应的厂家。请指定派给谁。',
    en: 'There is nobody to propose: no technician on duty, no firm for it. Say to whom it goes.',
  },
  'refusal.ticket_leased': {
    'zh-CN': '{user} 已领走这张工单（可能正在没有信号的地方作业），{until} 前别人不能处理；急用请监控室解除。',
    en: '{user} holds this ticket until {until}, perhaps where there is no network. If it cannot wait, ask the control room to release it.',
  },
  'refusal.tap_required': {
    'zh-CN': '要本人接单后到设备旁打卡（没有标签的设备扫设备码），才能作数。请在现场打卡后再试。',
    en: 'Your own tap at the device, made since you took the work, is needed (scan its label where there is no tag). Tap on the spot and try again.',
  },
  'refusal.checks_missing': {
    'zh-CN': '检查单还有 {n} 项没有填，请填完再完工。',
    en: '{n} steps of the checklist are not answered yet. Answer them, then finish.',
  },
  'refusal.check_unknown': {
    'zh-CN': '检查单上没有 {check} 这一项，请刷新后再填。',
    en: 'The checklist has no step {check}. Load the ticket again.',
  },
  'refusal.check_needs_number': {
    'zh-CN': '“{check}”要填读数。',
    en: '“{check}” needs a number.',
  },
  'refusal.check_out_of_range': {
    'zh-CN': '“{check}”读数 {value} 不在 {min} 到 {max} 之间：请核对读数；确实如此就填“不合格”。',
    en: '“{check}” reads {value}, outside {min} to {max}. Check the number; if it is so, answer that it failed.',
  },
  'refusal.check_needs_photo': {
    'zh-CN': '“{check}”要附照片。',
    en: '“{check}” needs a photo.',
  },
  'refusal.check_first': {
    'zh-CN': '请先做“{check}”，再填其他项。',
    en: 'Do “{check}” first, then answer the others.',
  },
  'refusal.pause_not_allowed': {
    'zh-CN': '这类工单不能因为这个原因暂停计时，请换一个原因或继续处理。',
    en: 'The clock of this ticket may not pause for that reason. Give another one, or go on.',
  },
  'refusal.appointment_in_past': {
    'zh-CN': '预约时间已经过去，请选一个将来的时间。',
    en: 'The appointment lies in the past. Choose a later time.',
  },
  'refusal.appointment_first': {
    'zh-CN': '还没有约这个时间，请先预约，再向报修人二次确认。',
    en: 'No appointment was made for that time. Make it first, then have the caller confirm it.',
  },
  'refusal.verdict_needed': {
    'zh-CN': '系统还没有判定修好（正常运转满观察时间才算）。请等待判定；确有必要由主管写明理由后放行。',
    en: 'The system does not propose it as fixed yet: the device must run well for the hold time. Wait, or let a supervisor decide with a reason.',
  },
  'refusal.override_by_lead': {
    'zh-CN': '不等系统判定就验收，只能由主管写明理由。',
    en: 'Only a supervisor may take it as fixed against the verdict of the system.',
  },
  'refusal.unknown_vendor': {
    'zh-CN': '没有这家单位，请先登记，再派单。',
    en: 'There is no such vendor. Register it first.',
  },
  'refusal.device_locked': {
    'zh-CN': '{user} 已在这台设备上挂牌作业，不能发指令，也不能重复挂牌。请先和本人联系。',
    en: '{user} works on this machine and has locked it out: no command is sent and nobody else can lock it. Speak to that person.',
  },
  'refusal.lockout_not_yours': {
    'zh-CN': '谁挂牌谁摘牌：这块牌是 {user} 挂的，请本人摘牌。',
    en: 'Who hangs up a lock takes it away: this one is held by {user}.',
  },
  'refusal.lockout_reason': {
    'zh-CN': '代 {user} 摘牌要写明理由，并先确认人已离开设备。',
    en: 'Taking away the lock of {user} needs a reason. Make sure first that nobody is at the machine.',
  },
  'refusal.command_under_way': {
    'zh-CN': '刚发出的指令“{name}”设备还可能执行，请等它应答或过期后再挂牌。',
    en: 'The machine may still carry out “{name}”, which was just sent. Wait until it is answered or has expired, then lock out.',
  },
  'refusal.command_unknown': {
    'zh-CN': '这类设备没有指令“{name}”。',
    en: 'Devices of this kind have no command “{name}”.',
  },
  'refusal.panel_command': {
    'zh-CN': '消防主机只显示、只记录，不提供远程复位、消音、屏蔽。请到主机面板上操作。',
    en: 'A fire panel is only shown and recorded: there is no remote reset, silence or disable. Act at the panel itself.',
  },
  'refusal.device_unreachable': {
    'zh-CN': '设备不在线，指令没有发出。',
    en: 'The device is not connected; nothing was sent.',
  },
  'refusal.unknown_user': {
    'zh-CN': '没有这个人，请从名单中选择。',
    en: 'There is no such person. Choose one from the list.',
  },
  'refusal.climb_no_phone': {
    'zh-CN': '还没有到打电话这一级',
    en: 'The ladder has not come to this call',
  },
  'refusal.last_step_phones': {
    'zh-CN': '最后一级必须是打电话，因为网络可能不通。',
    en: 'The last step must be a telephone call: the network may be gone.',
  },
  'refusal.swap_not_on_turn': {
    'zh-CN': '{user} 不在这一班，不能换班',
    en: '{user} is not on this shift on that day',
  },
  'refusal.swap_begun': {
    'zh-CN': '这一班已经开始，不能再换',
    en: 'This shift has begun; it can no longer be swapped',
  },
  'refusal.swap_decided': { 'zh-CN': '这个换班申请已经处理过', en: 'This swap has been decided already' },
  'refusal.route_disabled': {
    'zh-CN': '这条巡更路线已停用，请先启用。',
    en: 'This route is disabled. Enable it first.',
  },
  'refusal.round_finished': {
    'zh-CN': '这一班巡更已经结束，不能再暂停。',
    en: 'This round is over; it cannot be paused any more.',
  },
  'refusal.finding_transition': {
    'zh-CN': '隐患当前的状态不能做这一步，请刷新后再看。',
    en: 'The finding is in a state that does not allow this. Refresh and look again.',
  },
  'refusal.finding_same_person': {
    'zh-CN': '整改和复查不能是同一个人，请换一个人复查。',
    en: 'Who put it right may not re-check it. Ask somebody else.',
  },
  'refusal.finding_due_in_past': {
    'zh-CN': '整改期限已经过去，请选一个将来的时间。',
    en: 'The deadline lies in the past. Choose a later one.',
  },
  'refusal.not_a_picture_or_sound': {
    'zh-CN': '只能上传照片（JPEG、PNG、WebP）或录音（WebM、Ogg、MP4），请重新拍摄或录制后再传。',
    en: 'Only photos (JPEG, PNG, WebP) and recordings (WebM, Ogg, MP4) are kept. Take or record it again.',
  },
  'refusal.tag_kept': {
    'zh-CN': '这个巡更点已有标签 {uid}。要换成这一张，请确认。',
    en: 'The tag {uid} hangs at this checkpoint. Confirm to replace it by this one.',
  },
  'refusal.tag_elsewhere': {
    'zh-CN': '这张标签已登记在“{name}”。要移到这里，请确认；那里就没有标签了。',
    en: 'This tag is registered at {name}. Confirm to move it here; that checkpoint then has no tag.',
  },
  'refusal.tag_kept_elsewhere': {
    'zh-CN': '这个巡更点已有标签 {uid}，这张标签登记在“{name}”。要换成这一张，请确认；“{name}”就没有标签了。',
    en: 'The tag {uid} hangs at this checkpoint, and this one at {name}. Confirm to replace it; {name} then has no tag.',
  },
  'refusal.rule_unsupported': {
    'zh-CN': '规则用了本版本还不支持的条件，请改用支持的条件。',
    en: 'The rule uses a condition that this version does not have yet. Use one that it has.',
  },
  'refusal.person_needed': {
    'zh-CN': '这一步要本人账号登录，令牌不行。',
    en: 'This needs a person who is signed in; a token will not do.',
  },
  'refusal.site_needed': {
    'zh-CN': '你负责多个项目，请选明是哪一个。',
    en: 'You work on several sites. Say which one.',
  },
  'refusal.duty_end_before_start': {
    'zh-CN': '离岗时间早于到岗时间，请检查手机时钟后再试。',
    en: 'The end lies before the start. Check the clock of the phone and try again.',
  },
  'refusal.call_not_yours': {
    'zh-CN': '这个呼叫不是给你的，要由被呼叫的人应答。',
    en: 'This call is for somebody else, who must answer it.',
  },
  'refusal.call_needs_tap': {
    'zh-CN': '抽查要到指定的巡更点打卡才算应答。',
    en: 'A challenge is answered by a tap at its checkpoint.',
  },
  'refusal.sos_off': {
    'zh-CN': '求救没有送达：求救规则已停用。请马上打电话。',
    en: 'The cry for help was not passed on: its rule is off. Phone at once.',
  },
  'refusal.not_sent': {
    'zh-CN': '没有派此人前往这条报警，请先派遣。',
    en: 'This person was not sent to the incident. Send the person first.',
  },
  'refusal.tap_elsewhere': {
    'zh-CN': '这次打卡不在现场，或不是派遣之后的实时打卡。请在现场重新打卡。',
    en: 'That tap was not on the scene, or not live since the guard was sent. Tap again on the spot.',
  },
  'refusal.notice_left': {
    'zh-CN': '这条通知已在发送、已送达，或已并入汇总，不用重发。',
    en: 'This notice is on its way, has arrived, or left in a digest. There is nothing to send again.',
  },
  'refusal.secret_needed': {
    'zh-CN': '这种渠道必须填写{name}，请补上。',
    en: 'A channel of this kind needs {name}. Enter it.',
  },
  'refusal.push_full': {
    'zh-CN': '一个人最多登记 {most} 部手机，请先移除不用的。',
    en: 'A person may have {most} phones at most. Remove one that is no longer used.',
  },
} as const satisfies Record<`refusal.${RefusalCode}`, Text>
