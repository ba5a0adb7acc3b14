// Everything that comes with the product: kinds and their default rules, as the documents that are stored.
import { Kind } from '../contracts/kind.ts'
import { Rule } from '../contracts/rule.ts'
import { accessDoor } from './access-door.ts'
import { camera } from './camera.ts'
import { elevator } from './elevator.ts'
import { firePanel } from './fire-panel.ts'
import { generic } from './generic.ts'
import { leak } from './leak.ts'
import { lighting } from './lighting.ts'
import { patrolReader } from './patrol-reader.ts'
import { power } from './power.ts'
import { productRules } from './product.ts'
import { pump } from './pump.ts'
import { waterLevel } from './water-level.ts'
import { weather } from './weather.ts'

const files = [
  elevator,
  pump,
  firePanel,
  patrolReader,
  power,
  accessDoor,
  lighting,
  waterLevel,
  leak,
  camera,
  weather,
  generic,
]

/** The shipped device kinds, in the order in which lists show them. */
export const shippedKinds: readonly Kind[] = files.map(({ kind }) => Kind.parse({ ...kind, shipped: true }))

/** The default rules of the shipped kinds and of the product itself. */
export const shippedRules: readonly Rule[] = [...files.flatMap(({ rules }) => rules), ...productRules].map((rule) =>
  Rule.parse({ ...rule, shipped: true }),
)
