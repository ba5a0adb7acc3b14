// What the history chart is given, and the Chart.js configuration that it becomes. Pure but for the colours handed in.
import type { ChartConfiguration, ChartDataset, ScaleOptions } from 'chart.js'
import type { AnnotationOptions } from 'chartjs-plugin-annotation'
import type { Metric } from '#core/contracts/metric.ts'
import type { Locale, Priority } from '#core/contracts/scalars.ts'
import { formatValue } from '#core/texts/format.ts'
import { fullTime, longestView, shortestView, ticksOf, tickWords, type View } from './axis.ts'
import type { Point } from './curve.ts'
import { shadesOf } from './shade.ts'

/** `words`: the places of a metric that is no number, from below. */
export type Series = { name: string; metric: Metric; words: string[] | null; points: readonly Point[] }
/** A limit of a rule; drawn against the first series. */
export type Limit = { value: number; words: string }
/** A time in which an incident was active. */
export type Mark = { id: string; from: number; to: number; priority: Priority; words: string }
export type Plot = {
  view: View
  /** At most two: the first has its axis left, the second right. */
  series: readonly Series[]
  limits: readonly Limit[]
  marks: readonly Mark[]
  timezone: string
  locale: Locale
  now: number
}
export type Colours = Record<
  'curve' | 'second' | 'band' | 'line' | 'text' | 'ground' | 'focus' | 'p1' | 'p2' | 'p3' | 'p4',
  string
>

const axes = ['left', 'right'] as const
/** One press of a key or turn of the wheel. */
export const zoomFactor = 1.3

/** A colour of the tokens (`#rrggbb`), let through to so many percent. */
const faint = (colour: string, percent: number) =>
  colour +
  Math.round(percent * 2.55)
    .toString(16)
    .padStart(2, '0')

/** A value as people read it. */
export const valueWords = ({ metric, words }: Series, value: number, locale: Locale): string =>
  words ? (words[value] ?? '–') : formatValue(locale, value, metric.decimals, metric.unit)

/** A value with gaps on both sides has no line: it is a dot. */
const standsAlone = (points: readonly Point[], i: number): boolean =>
  (points[i - 1]?.value ?? null) === null && (points[i + 1]?.value ?? null) === null

function datasetsOf(series: Series, axis: (typeof axes)[number], colours: Colours): ChartDataset<'line'>[] {
  const colour = axis === 'left' ? colours.curve : colours.second
  const bare = { yAxisID: axis, pointRadius: 0, pointHitRadius: 0, borderWidth: 0, spanGaps: false } as const
  const line: ChartDataset<'line'> = {
    ...bare,
    label: series.name,
    data: series.points.map(({ at, value }) => ({ x: at, y: value as number })),
    borderColor: colour,
    borderWidth: 2,
    borderDash: axis === 'right' ? [7, 4] : [],
    stepped: series.words ? 'before' : false,
    pointRadius: series.points.map((_, i) => (standsAlone(series.points, i) ? 3 : 0)),
    pointBackgroundColor: colour,
    pointHitRadius: 12,
    pointHoverRadius: 4,
    pointHoverBackgroundColor: colour,
  }
  if (series.words) return [line]
  const edge = (side: 'low' | 'high') => series.points.map((point) => ({ x: point.at, y: point[side] as number }))
  return [
    { ...bare, label: '', data: edge('high') },
    { ...bare, label: '', data: edge('low'), fill: '-1', backgroundColor: faint(colour, 26) },
    line,
  ]
}

function scaleOf(
  series: Series,
  axis: (typeof axes)[number],
  { locale, limits }: Plot,
  colours: Colours,
): ScaleOptions<'linear'> {
  const { metric, words } = series
  const known = axis === 'left' ? limits.map(({ value }) => value) : []
  return {
    position: axis,
    border: { color: colours.line },
    grid: { color: colours.line, drawOnChartArea: axis === 'left' },
    title: {
      display: true,
      text: words ? series.name : [series.name, metric.unit].filter(Boolean).join(' '),
      color: colours.text,
    },
    ticks: {
      color: colours.text,
      ...(words ? { stepSize: 1 } : { precision: metric.decimals }),
      callback: (value) =>
        words ? (words[Number(value)] ?? '') : formatValue(locale, Number(value), metric.decimals, ''),
    },
    ...(words ? { min: -0.2, max: words.length - 0.8 } : airAround(series.points, known)),
  }
}

/** Room above and below a curve and its limits; what cannot fall below zero has none below zero. */
function airAround(
  points: readonly Point[],
  limits: readonly number[],
): { suggestedMin?: number; suggestedMax?: number } {
  const measured = points.flatMap(({ low, high, value }) => (value === null ? [] : [low ?? value, high ?? value]))
  const all = [...measured, ...limits]
  if (all.length === 0) return {}
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const air = (high - low || Math.abs(high) || 1) * 0.08
  return { suggestedMin: low >= 0 ? Math.max(0, low - air) : low - air, suggestedMax: high + air }
}

function annotationsOf({ series, limits, marks, now }: Plot, colours: Colours): AnnotationOptions[] {
  const normal = series[0]?.words ? null : (series[0]?.metric.normal ?? null)
  const band: AnnotationOptions[] = normal
    ? [
        {
          type: 'box',
          yScaleID: 'left',
          ...(normal[0] !== null && { yMin: normal[0] }),
          ...(normal[1] !== null && { yMax: normal[1] }),
          backgroundColor: faint(colours.band, 45),
          borderWidth: 0,
          drawTime: 'beforeDatasetsDraw',
          adjustScaleRange: false,
        },
      ]
    : []
  const spans = shadesOf(marks).map(({ from, to, priority }): AnnotationOptions => ({
    type: 'box',
    xMin: from,
    xMax: Math.min(to, now),
    backgroundColor: faint(colours[`p${priority}`], 16),
    borderWidth: 0,
    drawTime: 'beforeDatasetsDraw',
    adjustScaleRange: false,
    label: { display: true, content: `${priority}`, position: { x: 'start', y: 'start' }, color: colours.text },
  }))
  const starts = marks.map(({ from, priority }): AnnotationOptions => ({
    type: 'line',
    xMin: from,
    xMax: from,
    borderColor: faint(colours[`p${priority}`], 80),
    borderWidth: 1,
    drawTime: 'beforeDatasetsDraw',
    adjustScaleRange: false,
  }))
  const lines = limits.map(({ value, words }): AnnotationOptions => ({
    type: 'line',
    yScaleID: 'left',
    yMin: value,
    yMax: value,
    borderColor: colours.text,
    borderWidth: 1.5,
    borderDash: [4, 4],
    label: { display: true, content: words, position: 'end', backgroundColor: colours.ground, color: colours.text },
  }))
  return [...band, ...spans, ...starts, ...lines]
}

/** The whole configuration; `look` hears where a gesture of the pointer has led. */
export function configOf(plot: Plot, colours: Colours, look: (view: View) => void): ChartConfiguration<'line'> {
  const { view, series, timezone, locale, now } = plot
  const told = ({ chart }: { chart: { scales: Record<string, { min: number; max: number }> } }) => {
    const x = chart.scales['x']
    if (x) look({ from: Math.round(x.min), to: Math.round(x.max) })
  }
  const scales = Object.fromEntries(
    series.flatMap((one, i) => {
      const axis = axes[i]
      return axis ? [[axis, scaleOf(one, axis, plot, colours)]] : []
    }),
  )
  return {
    type: 'line',
    data: { datasets: series.flatMap((one, i) => (axes[i] ? datasetsOf(one, axes[i], colours) : [])) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: {
          type: 'linear',
          min: view.from,
          max: view.to,
          border: { color: colours.line },
          grid: { color: colours.line },
          afterBuildTicks: (axis) => {
            const shown = { from: axis.min, to: axis.max }
            axis.ticks = ticksOf(shown, timezone, Math.max(3, Math.floor(axis.width / 90))).map((value) => ({ value }))
          },
          ticks: {
            autoSkip: false,
            maxRotation: 0,
            color: colours.text,
            callback: function (value) {
              return tickWords(Number(value), { from: this.min, to: this.max }, timezone)
            },
          },
        },
        ...scales,
      },
      plugins: {
        annotation: { annotations: annotationsOf(plot, colours) },
        tooltip: {
          filter: ({ dataset }) => dataset.label !== '',
          displayColors: false,
          callbacks: {
            title: (items) => (items[0] ? fullTime(Number(items[0].parsed.x), timezone) : ''),
            label: ({ dataset, parsed }) => {
              const one = series.find(({ name }) => name === dataset.label)
              return one && parsed.y !== null ? `${one.name} ${valueWords(one, parsed.y, locale)}` : ''
            },
          },
        },
        zoom: {
          limits: { x: { min: now - longestView, max: now, minRange: shortestView } },
          pan: { enabled: true, mode: 'x', modifierKey: 'shift', onPanComplete: told },
          zoom: {
            mode: 'x',
            wheel: { enabled: true, speed: 0.2 },
            pinch: { enabled: true },
            drag: { enabled: true, backgroundColor: faint(colours.focus, 25), threshold: 8 },
            onZoomComplete: told,
          },
        },
      },
    },
  }
}
