// The API as a page to read: made from the OpenAPI document, without a script and without another host.
import { refusalStatus, type RefusalCode } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { refusalTexts } from '../../core/texts/refusal.ts'
import { text, type TextKey } from '../../core/texts/texts.ts'
import type { Json } from './openapi.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (value: unknown): string => String(value).replaceAll(/[&<>"']/g, (sign) => escapes[sign]!)
/** References become links to the schema's own place on the page. */
const pretty = (value: unknown): string =>
  escape(JSON.stringify(value, null, 2)).replaceAll(
    /#\/components\/schemas\/(\w+)/g,
    (ref, name) => `<a href="#schema-${name}">${ref}</a>`,
  )

type Operation = Json & { operationId: string; summary: string; tags: string[]; description?: string }
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Json> } }

/** The page in a language; `document` is the OpenAPI document. */
export function docsPage(document: Json, locale: Locale): string {
  const { paths, components } = document as unknown as Document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags[0]!))]
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags[0] === tag)
    return `<section><h2 id="${escape(tag)}">${escape(tag)}</h2>${own.map(article).join('')}</section>`
  })
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escape(name)}"><summary>${escape(name)}</summary><pre>${pretty(schema)}</pre></details>`,
  )
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>Watchkeeper API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/api/docs.css"></head>
<body><header><h1>Watchkeeper 守望 API</h1><p><a href="/api/openapi.json">OpenAPI 3.1</a> · <a href="/api/asyncapi.json">AsyncAPI 3 (MQTT)</a></p>
<nav>${[...tags, 'schemas', 'problems'].map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(' ')}</nav></header>
<main>${sections.join('')}<section><h2 id="schemas">schemas</h2>${schemas.join('')}</section>
<section><h2 id="problems">problems</h2><dl>${problems(locale)}</dl></section></main></body></html>`
}

function article({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { parameters, requestBody, responses } = operation
  const parts = Object.entries({ parameters, requestBody, responses }).filter(([, part]) => part !== undefined)
  const details = parts.map(([name, part]) => `<h4>${name}</h4><pre>${pretty(part)}</pre>`).join('')
  return `<details id="${escape(operation.operationId)}"><summary><b>${method.toUpperCase()}</b> <code>${escape(path)}</code>
${escape(operation.summary)}</summary><p>${escape(operation.description ?? '')}</p>${details}</details>`
}

const problems = (locale: Locale): string =>
  Object.keys(refusalTexts)
    .map((key) => {
      const code = key.slice('refusal.'.length) as RefusalCode
      const sentence = escape(text(locale, key as TextKey))
      return `<dt id="problem-${code}"><code>${code}</code> ${refusalStatus(code)}</dt><dd>${sentence}</dd>`
    })
    .join('')

/** The page's looks: quiet, light or dark as the reader has it, fit for a phone. */
export const docsStyle = `:root{color-scheme:light dark}
body{font:16px/1.5 "HarmonyOS Sans SC","PingFang SC","Microsoft YaHei UI","Noto Sans SC",system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem}
nav a{display:inline-block;padding:.4rem .5rem}details{border-top:1px solid color-mix(in srgb,currentColor 25%,transparent)}
summary{padding:.6rem 0;cursor:pointer}pre{overflow-x:auto;font-size:.85rem;padding:.75rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent)}
:focus-visible{outline:3px solid;outline-offset:2px}dt{margin-top:.75rem}`
