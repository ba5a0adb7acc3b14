// The fire pump: stands ready while a small jockey pump holds the main's pressure; runs flat out when told to.
// Faults: `run` (a fire or a test starts it), `pressure_lost` (the main leaks: MPa that it sinks to), `trip`.
import { cannot, type Behaviour } from '../behaviour.ts'
import { lag, round } from '../curves.ts'

export type FirePump = {
  running: boolean
  /** Told to run. */
  ordered: boolean
  tripped: boolean
  pressure: number
  jockey: boolean
  motorTemp: number
  runtimeHours: number
  starts: number
}

const held = { low: 0.505, high: 0.53 }

export function firePumpBehaviour(device: string): Behaviour<FirePump> {
  return {
    start: () => ({
      running: false,
      ordered: false,
      tripped: false,
      pressure: 0.52,
      jockey: false,
      motorTemp: 28,
      runtimeHours: 41.2,
      starts: 163,
    }),
    step(before, { fault }, dt) {
      const tripped = fault(device, 'trip') !== undefined
      const ordered = before.ordered && !tripped
      const running = (fault(device, 'run') !== undefined || ordered) && !tripped
      const leak = fault(device, 'pressure_lost')
      const jockey = before.jockey ? before.pressure < held.high : before.pressure < held.low
      const target = running ? 0.85 : typeof leak === 'number' ? leak : jockey ? 0.56 : 0.4
      const state: FirePump = {
        running,
        ordered,
        tripped,
        jockey,
        pressure: slow(before.pressure, target, dt, running || leak !== undefined ? 8 : jockey ? 60 : 3600),
        motorTemp: lag(before.motorTemp, running ? 66 : 28, dt, 600),
        runtimeHours: before.runtimeHours + (running ? dt / 3600 : 0),
        starts: before.starts + (running && !before.running ? 1 : 0),
      }
      const events = [
        ...(tripped && !before.tripped ? [{ device, type: 'trip', data: { cause: 'overload' } }] : []),
        ...(!tripped && before.tripped ? [{ device, type: 'restored', data: { of: 'trip' } }] : []),
      ]
      return { state, events }
    },
    tell(state, { name }, { fault }) {
      const reply = (running: boolean) => ({
        ...{ state: { ...state, ordered: running }, reply: { ok: true, data: { running } } },
      })
      if (name === 'start') return state.tripped ? { state, reply: cannot('tripped') } : reply(true)
      if (name !== 'stop') return { state, reply: cannot('unknown_command') }
      // What a fire started, only the panel or a person at the pump stops.
      return fault(device, 'run') !== undefined ? { state, reply: cannot('fire') } : reply(false)
    },
    report: (pump, _device, random) => ({
      running: pump.running,
      mode: 'auto',
      speed_hz: pump.running ? 50 : 0,
      flow_m3h: pump.running ? round(random.around(96, 1), 1) : 0,
      inlet_pressure_mpa: round(random.around(0.042, 0.0005), 3),
      outlet_pressure_mpa: round(pump.pressure + random.around(0, 0.001), 3),
      current_a: pump.running ? round(random.around(82, 0.5), 1) : 0,
      motor_temp_c: round(pump.motorTemp + random.around(0, 0.1), 1),
      vibration_mm_s: pump.running ? round(random.around(2.1, 0.1), 2) : 0,
      tank_level_m: round(random.around(3.1, 0.005), 2),
      runtime_h: round(pump.runtimeHours, 1),
      starts_total: pump.starts,
    }),
    every: () => 5,
  }
}

/** The jockey never lets the main leave its band, however long the step. */
const slow = (value: number, target: number, dt: number, tau: number): number =>
  tau < 60 ? lag(value, target, dt, tau) : Math.min(held.high, Math.max(held.low - 0.01, lag(value, target, dt, tau)))
