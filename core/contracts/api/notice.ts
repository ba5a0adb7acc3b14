// Notices: who was told, with what answer.
import { z } from 'zod'
import { Notice, NoticeState } from '../notice.ts'
import { Id } from '../scalars.ts'
import { Paged, Problemless, type Table, act, page } from './endpoint.ts'

const NoticeQuery = Paged.extend({
  state: NoticeState.optional(),
  /** `{type}:{id}`, e.g. `incident:i-…`. */
  about: z.string().max(200).optional(),
  to: z.string().max(64).optional(),
  channel: Id.optional(),
})

export const noticeApi = {
  listNotices: {
    method: 'GET',
    path: '/notices',
    permission: 'notice.read',
    summary: 'Notices, newest first: who was told, by which channel, with what answer',
    query: NoticeQuery,
    response: page(Notice),
  },
  retryNotice: act('notices', 'retry', 'notice.retry', Problemless, Notice),
} as const satisfies Table
