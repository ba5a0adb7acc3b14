// `npm run bench [-- --json --only N]`: each line is measured in this run, beside what it is compared with.
import os from 'node:os'
import { parseArgs } from 'node:util'
import { history } from './history.ts'
import type { Figure, Line } from './line.ts'
import { puback } from './puback.ts'
import { screen } from './screen.ts'
import { throughput } from './throughput.ts'
import { wall } from './wall.ts'

const figures: readonly Figure[] = [throughput, puback, screen, history, wall]

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } })
const chosen = figures.filter((figure) => values.only === undefined || figure.id === Number(values.only))
if (chosen.length === 0) {
  console.error(`No such line; there are ${figures.map((figure) => figure.id).join(', ')}.`)
  process.exit(2)
}

const say = (words: string): void => {
  if (!values.json) console.error(`  ${words}`)
}
const lines: Line[] = []
for (const figure of chosen) {
  if (!values.json) console.error(`${figure.id}. ${figure.name}`)
  lines.push(...(await figure.run(say)))
}

if (values.json) console.log(JSON.stringify(lines, null, 2))
else {
  const cpu = os.cpus()
  console.log(
    `\n${cpu.length} × ${cpu[0]?.model ?? 'unknown CPU'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  )
  for (const line of lines) {
    const figure = line.ratio === undefined ? `${line.value} ${line.unit}` : `${line.ratio}×`
    console.log(
      `${line.ok ? 'ok  ' : 'MISS'} ${String(line.id).padStart(2)}  ${line.name.padEnd(52)} ${figure.padStart(14)}  target ${line.target.padEnd(12)} ${line.detail}`,
    )
  }
}
process.exit(0)
