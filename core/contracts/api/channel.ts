// Channels by which notices leave.
import { z } from 'zod'
import { Channel, ChannelAnswer, ChannelPatch, NewChannel } from '../channel.ts'
import { InSite, type Table, act, page } from './endpoint.ts'

export const channelApi = {
  listChannels: {
    method: 'GET',
    path: '/channels',
    permission: 'channel.read',
    summary: 'Channels by which notices leave, with what their providers last answered',
    query: InSite,
    response: page(Channel),
  },
  createChannel: {
    method: 'POST',
    path: '/channels',
    permission: 'channel.manage',
    summary: 'Create a channel; its secrets go in and never come back',
    body: NewChannel,
    response: Channel,
    status: 201,
  },
  getChannel: {
    method: 'GET',
    path: '/channels/{id}',
    permission: 'channel.read',
    summary: 'A channel',
    response: Channel,
  },
  patchChannel: {
    method: 'PATCH',
    path: '/channels/{id}',
    permission: 'channel.manage',
    summary: 'Change a channel; secrets that are named are replaced',
    body: ChannelPatch,
    response: Channel,
  },
  deleteChannel: {
    method: 'DELETE',
    path: '/channels/{id}',
    permission: 'channel.manage',
    summary: 'Remove a channel; what waits for it is not sent',
    status: 204,
  },
  testChannel: act(
    'channels',
    'test',
    'channel.manage',
    z.strictObject({ to: z.string().max(64).optional() }),
    ChannelAnswer,
  ),
} as const satisfies Table
