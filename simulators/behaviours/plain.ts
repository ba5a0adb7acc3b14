// The machines with little inside: lighting circuits, leak sensors, cameras, the weather station, gateways.
// Faults: `lamps` (lamps out), `wet`, `no_video`, `rain` and `snow` (mm an hour).
import { cannot, type Behaviour, type FaultValue } from '../behaviour.ts'
import { curve, lag, round } from '../curves.ts'

const figure = (value: FaultValue | undefined, otherwise: number): number =>
  typeof value === 'number' ? value : value === undefined ? 0 : otherwise

/** `switched`: by hand or from afar, until dusk or dawn switch it again. */
export type Lamps = { on: boolean; switched: boolean | null; due: boolean; out: number; burningHours: number }
/** `days`: how long the counters have run. */
export type LampFacts = { device: string; allDay: boolean; ratedKw: number; days: number }
/** Garages burn all day, gardens and halls from dusk to dawn. */
export function lightingBehaviour({ device, allDay, ratedKw, days }: LampFacts): Behaviour<Lamps> {
  return {
    start: () => ({
      ...{ on: allDay, switched: null, due: allDay, out: 0, burningHours: 1200 + days * (allDay ? 24 : 13) },
    }),
    step(before, { hour, fault }, dt) {
      const due = allDay || hour < 6.5 || hour >= 17.5
      const switched = due === before.due ? before.switched : null
      const on = switched ?? due
      const out = figure(fault(device, 'lamps'), 2)
      return { state: { on, switched, due, out, burningHours: before.burningHours + (on ? dt / 3600 : 0) }, events: [] }
    },
    tell(state, { name, args }) {
      if (name !== 'switch' || typeof args.on !== 'boolean') return { state, reply: cannot('unknown_command') }
      return { state: { ...state, switched: args.on }, reply: { ok: true, data: { on: args.on } } }
    },
    report: ({ on, out, burningHours }, _device, random) => ({
      on,
      power_kw: on ? round(ratedKw * (1 - 0.04 * out) * random.around(1, 0.006), 2) : 0,
      lamps_out: out,
      runtime_h: round(burningHours, 1),
    }),
    every: () => 30,
  }
}

export type Leak = { wet: boolean }
export const leakBehaviour = (device: string): Behaviour<Leak> => ({
  start: () => ({ wet: false }),
  step: (_before, { fault }) => ({ state: { wet: fault(device, 'wet') !== undefined }, events: [] }),
  report: ({ wet }) => ({ wet }),
  every: () => 20,
})

export type Camera = { video: boolean; disk: number }
export const cameraBehaviour = (device: string): Behaviour<Camera> => ({
  start: (_inputs, random) => ({ video: true, disk: random.between(55, 80) }),
  step: (before, { fault }) => ({ state: { ...before, video: fault(device, 'no_video') === undefined }, events: [] }),
  report: ({ video, disk }, _device, random) => ({
    online: true,
    recording: video,
    bitrate_kbps: video ? Math.round(random.around(4100, 180)) : 0,
    disk_used_pct: round(disk, 1),
  }),
  every: () => 30,
})

export type Weather = { temperature: number; humidity: number; wind: number; rain: number; snow: number }
// prettier-ignore
const temperatureByHour = [8, 7.5, 7, 6.6, 6.4, 6.5, 7, 8, 9.5, 11, 12.5, 13.6, 14.4, 14.8, 14.8, 14.2, 13, 11.8, 10.8, 10.2, 9.6, 9.2, 8.8, 8.4]
export const weatherBehaviour = (device: string): Behaviour<Weather> => ({
  start: ({ hour }) => ({ temperature: curve(temperatureByHour, hour), humidity: 64, wind: 2.1, rain: 0, snow: 0 }),
  step(before, { hour, fault }, dt, random) {
    const rain = figure(fault(device, 'rain'), 12)
    const snow = figure(fault(device, 'snow'), 3)
    const state = {
      temperature: lag(before.temperature, curve(temperatureByHour, hour) + random.around(0, 0.6), dt, 900),
      humidity: lag(before.humidity, rain > 0 || snow > 0 ? 94 : 64 + random.around(0, 4), dt, 1200),
      wind: Math.max(0, lag(before.wind, random.around(2.2, 0.9), dt, 120)),
      rain,
      snow,
    }
    return { state, events: [] }
  },
  report: (weather) => ({
    temperature_c: round(weather.temperature, 1),
    humidity_pct: round(weather.humidity, 0),
    wind_mps: round(weather.wind, 1),
    rain_mm_h: round(weather.rain, 1),
    snow_mm_h: round(weather.snow, 1),
  }),
  every: () => 30,
})

export type Gateway = { uptime: number }
export const gatewayBehaviour = (children: number, uptime: number): Behaviour<Gateway> => ({
  start: () => ({ uptime }),
  step: (before, _inputs, dt) => ({ state: { uptime: before.uptime + dt }, events: [] }),
  report: (gateway, _device, random) => ({
    uptime_h: round(gateway.uptime / 3600, 1),
    cpu_pct: round(Math.abs(random.around(11, 2)), 1),
    signal_dbm: Math.round(random.around(-67, 2)),
    children,
  }),
  every: () => 20,
})
