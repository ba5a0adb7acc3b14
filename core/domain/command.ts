// May this machine be told that, and what became of it. Nothing is sent to a machine on which somebody works, and never
// anything to a fire panel.
import type { Command, CommandArgument, CommandDeclaration } from '../contracts/command.ts'
import type { Device, Presence } from '../contracts/device.ts'
import { epoch, iso } from '../contracts/instant.ts'
import type { Kind } from '../contracts/kind.ts'
import type { NewHappening } from '../contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../contracts/refusal.ts'
import type { Decided, Decision } from './decision.ts'

type Args = Command['args']
export type CommandFacts = Pick<Command, 'id' | 'name' | 'args' | 'by'> & { at: number; expiresAt: number }

/** By id as well: no edit of a kind, however well meant, opens a remote reset, silence or disable of the fire panel. */
const neverTold: ReadonlySet<string> = new Set(['fire_panel'])
const isPanel = ({ id, drawing }: Pick<Kind, 'id' | 'drawing'>): boolean => drawing === 'panel' || neverTold.has(id)

/** What a kind's devices can be told: a panel nothing, whatever its kind declares. */
export const commandsOf = (kind: Pick<Kind, 'id' | 'drawing' | 'commands'>): readonly CommandDeclaration[] =>
  isPanel(kind) ? [] : kind.commands

/** The declaration of a command. Refused: `panel_command`, `command_unknown`. */
export function declarationOf(kind: Pick<Kind, 'id' | 'drawing' | 'commands'>, name: string) {
  if (isPanel(kind)) return refuse('panel_command')
  return kind.commands.find((command) => command.name === name) ?? refuse('command_unknown', { name })
}

type ArgumentFault = {
  path: string
  code: 'unrecognized_keys' | 'required' | 'invalid_value' | 'invalid_type' | 'too_small' | 'too_big'
}

/** What is wrong with the values that go along, by path; codes as of a schema. */
export function argumentFaults({ args }: CommandDeclaration, given: Args): ArgumentFault[] {
  const declared = new Map(args.map((one) => [one.name, one]))
  const strange = Object.keys(given).filter((name) => !declared.has(name))
  const faults: ArgumentFault[] = strange.map((name) => ({ path: `args.${name}`, code: 'unrecognized_keys' }))
  for (const one of args) {
    const code = faultOf(one, given[one.name])
    if (code !== null) faults.push({ path: `args.${one.name}`, code })
  }
  return faults
}

function faultOf(
  { type, range, values }: CommandArgument,
  value: Args[string] | undefined,
): ArgumentFault['code'] | null {
  if (value === undefined) return 'required'
  if (type === 'enum') return values.some((one) => one.value === value) ? null : 'invalid_value'
  if (typeof value !== type) return 'invalid_type'
  if (typeof value !== 'number' || range === null) return null
  return value < range[0] ? 'too_small' : value > range[1] ? 'too_big' : null
}

/**
 * A command to a device. Refused: what {@link declarationOf} refuses, `device_locked`, `device_unreachable` (it is not
 * connected: nobody wants it to be done whenever it comes back).
 */
export function sendCommand(
  { device, kind, presence }: { device: Device; kind: Kind; presence: Presence },
  { at, expiresAt, ...facts }: CommandFacts,
): Decided<Command> {
  const refused = refusalOf(device, kind, presence, facts.name)
  if (refused) return refused
  const times = { at: iso(at), expiresAt: iso(expiresAt), answeredAt: null }
  const place = { site: device.site, device: device.id }
  const command: Command = { ...facts, ...place, ...times, state: 'accepted', answer: null, late: false, version: 1 }
  return { next: command, happenings: [told(command, 'sent', facts.by, at)] }
}

function refusalOf(device: Device, kind: Kind, presence: Presence, name: string): Refusal | null {
  const declared = declarationOf(kind, name)
  if (isRefusal(declared)) return declared
  if (device.lockout) return refuse('device_locked', { user: device.lockout.by })
  return presence === 'offline' || presence === 'unknown' ? refuse('device_unreachable') : null
}

/** The device's answer; a second one changes nothing. One that comes too late still says what was done. */
export function answerCommand(
  command: Command,
  { ok, data, at }: { ok: boolean; data: Record<string, unknown>; at: number },
): Decision<Command> {
  if (command.answeredAt !== null) return { next: command, happenings: [] }
  const late = at > epoch(command.expiresAt)
  return move(command, { state: ok ? 'ok' : 'failed', answeredAt: iso(at), answer: data, late }, at)
}

/** The time for the answer is over. */
export const expireCommand = (command: Command, at: number): Decision<Command> =>
  command.state === 'accepted' && at > epoch(command.expiresAt)
    ? move(command, { state: 'expired' }, at)
    : { next: command, happenings: [] }

function move(command: Command, set: Partial<Command> & Pick<Command, 'state'>, at: number): Decision<Command> {
  const next = { ...command, ...set, version: command.version + 1 }
  return { next, happenings: [told(next, set.state, null, at)] }
}

const told = (command: Command, what: string, by: string | null, at: number): NewHappening => ({
  ...{ type: `command.${what}`, at: iso(at), site: command.site, by, id: command.id, data: command },
})
