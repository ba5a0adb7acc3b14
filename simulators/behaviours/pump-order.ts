// What a pump of a station does when it is told to start or to stop. Whoever stands before it with the switch on manual,
// or a protection that has not been reset, is stronger than any order from afar.
import { cannot, type Inputs, type Reply, type Told } from '../behaviour.ts'
import { dry } from './pump-control.ts'
import type { Station } from './pump-turn.ts'

/** Takes the order; the station's own control carries it out. */
export function order(station: Station, which: 0 | 1, { device, name }: Told, inputs: Inputs) {
  const refused = refusal(station, which, name, inputs.fault(device, 'no_start') !== undefined)
  if (refused !== null) return { state: station, reply: cannot(refused) }
  const isStart = name === 'start'
  const stopped = station.stopped.map((held, i) => (i === which ? !isStart : held)) as [boolean, boolean]
  const reply: Reply = { ok: true, data: { running: isStart } }
  return { state: { ...station, stopped, wanted: isStart ? which : station.wanted }, reply }
}

function refusal({ pumps, level }: Station, which: 0 | 1, name: string, stuck: boolean): string | null {
  if (name !== 'start' && name !== 'stop') return 'unknown_command'
  if (pumps[which].manual) return 'manual'
  if (name === 'stop') return null
  if (pumps[which].tripped || stuck) return 'tripped'
  return level < dry.stop ? 'dry' : null
}
