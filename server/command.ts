// Commands, performed: a device's answer is written down, and so is that none came. Sending is told by `command.sent`,
// which server/app.ts hands to the broker once it is on record: what was never sent expires and is never done late.
import type { Transaction } from 'kysely'
import type { Command } from '../core/contracts/command.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { answerCommand, expireCommand } from '../core/domain/command.ts'
import type { Decision } from '../core/domain/decision.ts'
import { commandsDue, findCommand, saveCommand } from './store/command.ts'
import type { Records } from './store/schema.ts'

type Tx = Transaction<Records>
/** What a device answered; `at` is receive time, epoch ms. */
export type Ack = { device: string; id: string; ok: boolean; data: Record<string, unknown>; at: number }

/** An answer of a device to one of its own commands; any other says nothing. */
export async function takeAck(tx: Tx, ack: Ack): Promise<NewHappening[]> {
  const command = await findCommand(tx, ack.id)
  return command?.device === ack.device ? settle(tx, answerCommand(command, ack)) : []
}

/** Commands that nobody answered in time. */
export async function expireCommands(tx: Tx, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const command of await commandsDue(tx, at)) told.push(...(await settle(tx, expireCommand(command, at))))
  return told
}

async function settle(tx: Tx, { next, happenings }: Decision<Command>): Promise<NewHappening[]> {
  if (happenings.length > 0) await saveCommand(tx, next)
  return happenings
}
