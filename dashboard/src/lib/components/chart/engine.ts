// Chart.js with just the parts that the history chart uses. Imported only when a chart is shown: it is the largest piece
// of the screens.
import { Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js'
import annotation from 'chartjs-plugin-annotation'
import zoom from 'chartjs-plugin-zoom'

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip, annotation, zoom)

export { Chart }
