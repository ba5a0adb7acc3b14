// What a pump station is at an instant, and whose turn it is: its pumps take duty by whole days of service.
export type StationFacts = {
  /** Pump 1 and pump 2. */
  pumps: readonly [string, string]
  /** Pressure that the drive holds, MPa. */
  setPoint: number
  /** Draw of the building when everybody is up, m³/h per √MPa. */
  peakDraw: number
  /** When the station was put into service: its pumps take turns by whole days from then on, its counters began. */
  countedFrom: number
}

export type Pump = {
  running: boolean
  /** The event with which it tripped; null while it is ready. */
  tripped: 'trip' | 'idle_trip' | null
  manual: boolean
  hz: number
  motorTemp: number
  wear: number
  runtimeHours: number
  starts: number
}
export type Station = {
  pumps: readonly [Pump, Pump]
  duty: 0 | 1
  /** Told to stand still until it is told to start. */
  stopped: readonly [boolean, boolean]
  /** Told to take over; null when that is done. */
  wanted: 0 | 1 | null
  /** Seconds until the standby pump starts after a trip. */
  standbyIn: number | null
  /** The day of service whose turn has been taken. */
  day: number
  level: number
  refilling: boolean
  pressure: number
  flow: number
  draw: number
}

const dayMs = 86_400_000

/** Whole days of service at an instant. */
export const dayOf = (facts: StationFacts, at: number): number =>
  Math.max(0, Math.floor((at - facts.countedFrom) / dayMs))
export const turn = (day: number): 0 | 1 => (day % 2 === 0 ? 0 : 1)

/** A pump as it is after its turns of duty so far. */
export function usedPump(facts: StationFacts, which: 0 | 1, at: number): Pump {
  const day = dayOf(facts, at)
  const running = turn(day) === which
  const turns = which === 0 ? Math.ceil(day / 2) : Math.floor(day / 2)
  const today = Math.max(0, at - facts.countedFrom - day * dayMs) / 3_600_000
  return {
    running,
    tripped: null,
    manual: false,
    hz: running ? 38 : 0,
    motorTemp: running ? 48 : 30,
    wear: 0,
    runtimeHours: 8000 + turns * 24 + (running ? today : 0),
    starts: 400 + turns + (running ? 1 : 0),
  }
}
