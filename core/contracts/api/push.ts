// Phones and browsers that are sent messages.
import { z } from 'zod'
import { ChannelAnswer } from '../channel.ts'
import { NewPushSubscription, PushSubscription } from '../notice.ts'
import { Problemless, type Table, page } from './endpoint.ts'

export const pushApi = {
  pushKey: {
    method: 'GET',
    path: '/push/key',
    permission: 'session.own',
    summary: 'The public key under which a browser subscribes',
    response: z.strictObject({ key: z.string() }),
  },
  listPushSubscriptions: {
    method: 'GET',
    path: '/push/subscriptions',
    permission: 'session.own',
    summary: 'My phones and browsers that are sent messages',
    response: page(PushSubscription),
  },
  subscribePush: {
    method: 'POST',
    path: '/push/subscriptions',
    permission: 'session.own',
    summary: 'Let this browser be sent messages',
    body: NewPushSubscription,
    response: PushSubscription,
    status: 201,
  },
  unsubscribePush: {
    method: 'DELETE',
    path: '/push/subscriptions/{id}',
    permission: 'session.own',
    summary: 'Send this browser no more messages',
    status: 204,
  },
  hearPush: {
    method: 'POST',
    path: '/push/heard',
    permission: 'session.own',
    summary: 'This browser says that a message arrived',
    body: NewPushSubscription.pick({ endpoint: true }),
    status: 204,
  },
  testPush: {
    method: 'POST',
    path: '/push/test',
    permission: 'session.own',
    summary: 'A message to my own phones, with the answer of their push services',
    body: Problemless,
    response: ChannelAnswer,
  },
} as const satisfies Table
