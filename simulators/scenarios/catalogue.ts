// Every scenario, in the order in which the demo shows its buttons.
import type { Scenario } from '../scenario.ts'
import { alarmStorm } from './alarm-storm.ts'
import { entrapment } from './entrapment.ts'
import { fire12f } from './fire-12f.ts'
import { gatewayLost } from './gateway-lost.ts'
import { guardLost } from './guard-lost.ts'
import { missedCheckpoint } from './missed-checkpoint.ts'
import { pumpTrip } from './pump-trip.ts'
import { sensorDrift } from './sensor-drift.ts'
import { sensorStuck } from './sensor-stuck.ts'
import { standbyFails } from './standby-fails.ts'
import { sumpOverflow } from './sump-overflow.ts'

export const scenarios: readonly Scenario[] = [
  entrapment,
  fire12f,
  pumpTrip,
  standbyFails,
  sumpOverflow,
  missedCheckpoint,
  guardLost,
  gatewayLost,
  sensorStuck,
  sensorDrift,
  alarmStorm,
]
