// A dispute pack as one page that needs no server and no network: the pack, the words, and the very functions that the
// product verifies its own chain with.
import type { DisputePack } from '../../core/contracts/report.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { contentOf, linkOf, verifyChain } from '../../core/domain/chain.ts'
import { sha256OfBytes, sha256OfText, utf8 } from '../../core/domain/sha256.ts'
import { texts, type TextKey } from '../../core/texts/texts.ts'
import { createHash } from 'node:crypto'
import { judgePack, showPack, shownOf } from './dispute-show.ts'

const functions = { utf8, sha256OfBytes, sha256OfText, contentOf, linkOf, verifyChain, shownOf, judgePack, showPack }

const start = `
const read = (id) => JSON.parse(document.getElementById(id).textContent)
const { words, locale } = read('words')
showPack({
  pack: read('pack'), words, locale, page: document, sha256: sha256OfText, sha256OfBytes,
  verify: (before, links) => verifyChain(sha256OfText, before, links),
  bytesOf: (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)),
})`

const script = [...Object.entries(functions).map(([name, body]) => `const ${name} = ${body.toString()}`), start].join(
  '\n',
)

const style = `:root{color-scheme:light dark}
body{font:15px/1.5 "HarmonyOS Sans SC","PingFang SC","Microsoft YaHei UI","Noto Sans SC",system-ui,sans-serif;max-width:76rem;margin:0 auto;padding:1.5rem}
table{border-collapse:collapse;width:100%;font-size:.85rem}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-top:1px solid color-mix(in srgb,currentColor 25%,transparent);overflow-wrap:anywhere}
#verdict{padding:1rem;border:3px solid;margin:1rem 0}#verdict strong{font-size:1.4rem}#verdict[data-ok="false"]{background:#b3001b;color:#fff}
code{font-size:.7rem;overflow-wrap:anywhere}img{max-width:20rem;max-height:20rem}figure{display:inline-block;margin:.5rem;max-width:20rem;overflow-wrap:anywhere;font-size:.75rem}
@media print{body{max-width:none;padding:0}}`

const prefixes = [
  'dispute.',
  'report.',
  'visit.',
  'tap.',
  'round.',
  'finding.state.',
  'patrol.round',
  'patrol.out_of_order',
]
const wordsOf = (locale: Locale): Record<string, string> =>
  Object.fromEntries(
    (Object.keys(texts) as TextKey[])
      .filter((key) => prefixes.some((prefix) => key.startsWith(prefix)))
      .map((key) => [key, texts[key][locale]]),
  )

const hashOf = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`
/** JSON that cannot end the element it stands in. */
const json = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** The page: opens from a disk, asks nobody, and shows nothing that the chain does not hold. */
export function disputePage(pack: DisputePack, locale: Locale): string {
  const say = (key: TextKey): string => texts[key][locale]
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data:; media-src data:`
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${say('dispute.title')}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><h1>${say('dispute.title')}</h1>
<div id="verdict" role="status"><noscript>${say('dispute.needs_script')}</noscript></div>
<p>${say('dispute.about')}</p><p>${say('report.evidence')}</p>
<main id="facts"></main>
<script type="application/json" id="words">${json({ locale, words: wordsOf(locale) })}</script>
<script type="application/json" id="pack">${json(pack)}</script>
<script>${script}</script></body></html>
`
}
