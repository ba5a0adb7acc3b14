// The way a lift car moves from rest to rest: acceleration and jerk are limited, as passengers demand.
// Closed form, so the position at any instant is known without stepping (Biagiotti & Melchiorri 2008, section 3.4).
export type Limits = { speed: number; acceleration: number; jerk: number }
/** One run: metres, seconds. `to` may lie below `from`. */
export type Run = { from: number; to: number; duration: number; ramp: number; jerkTime: number; jerk: number }

/** Plans a run under the limits; a short run reaches neither the full speed nor the full acceleration. */
export function planRun(from: number, to: number, { speed, acceleration, jerk }: Limits): Run {
  const distance = Math.abs(to - from)
  const full = speed * jerk >= acceleration ** 2
  let jerkTime = full ? acceleration / jerk : Math.sqrt(speed / jerk)
  let ramp = full ? jerkTime + speed / acceleration : 2 * jerkTime
  let cruise = distance / speed - ramp
  if (cruise < 0) {
    cruise = 0
    if (distance >= (2 * acceleration ** 3) / jerk ** 2) {
      jerkTime = acceleration / jerk
      ramp = (jerkTime + Math.sqrt(jerkTime ** 2 + (4 * distance) / acceleration)) / 2
    } else {
      jerkTime = Math.cbrt(distance / (2 * jerk))
      ramp = 2 * jerkTime
    }
  }
  return { from, to, duration: 2 * ramp + cruise, ramp, jerkTime, jerk }
}

/** Where the car is `t` seconds into the run, and how fast (never negative). */
export function during(run: Run, t: number): { position: number; speed: number } {
  const distance = Math.abs(run.to - run.from)
  const top = run.jerk * run.jerkTime * (run.ramp - run.jerkTime)
  const now = Math.min(run.duration, Math.max(0, t))
  const left = run.duration - now
  let made: { way: number; speed: number }
  if (now < run.ramp) made = ramping(run, now)
  else if (left < run.ramp) {
    const mirror = ramping(run, left)
    made = { way: distance - mirror.way, speed: mirror.speed }
  } else made = { way: (top * run.ramp) / 2 + top * (now - run.ramp), speed: top }
  return { position: run.from + Math.sign(run.to - run.from) * made.way, speed: made.speed }
}

/** The first ramp: jerk up, steady acceleration, jerk down. The last ramp is its mirror image. */
function ramping({ jerk, jerkTime, ramp }: Run, t: number): { way: number; speed: number } {
  const acceleration = jerk * jerkTime
  if (t < jerkTime) return { way: (jerk * t ** 3) / 6, speed: (jerk * t ** 2) / 2 }
  if (t < ramp - jerkTime) {
    const u = t - jerkTime / 2
    return { way: (acceleration * u ** 2) / 2 + (acceleration * jerkTime ** 2) / 24, speed: acceleration * u }
  }
  const u = ramp - t
  const top = acceleration * (ramp - jerkTime)
  return { way: (top * ramp) / 2 - top * u + (jerk * u ** 3) / 6, speed: top - (jerk * u ** 2) / 2 }
}

/** Seconds into the run at which the car passes a position that lies on its way. */
export function passes(run: Run, position: number): number {
  let [early, late] = [0, run.duration]
  for (let i = 0; i < 40; i++) {
    const middle = (early + late) / 2
    const gone = Math.abs(during(run, middle).position - run.from) < Math.abs(position - run.from)
    if (gone) early = middle
    else late = middle
  }
  return late
}
