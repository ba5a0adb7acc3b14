// Commands to devices.
import { Command, NewCommand } from '../command.ts'
import { Paged, type Table, page } from './endpoint.ts'

export const commandApi = {
  listCommands: {
    method: 'GET',
    path: '/devices/{id}/commands',
    permission: 'estate.read',
    summary: 'Commands that were sent to a device, the newest first',
    query: Paged,
    response: page(Command),
  },
  sendCommand: {
    method: 'POST',
    path: '/devices/{id}/commands',
    permission: 'device.command',
    summary: 'Send a device a command that its kind declares; it expires when it is not answered',
    body: NewCommand,
    response: Command,
    status: 201,
  },
} as const satisfies Table
