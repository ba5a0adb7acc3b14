// The API as a page to read: made from the OpenAPI document, without a script and without another host.
import { refusalStatus, type RefusalCode } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { refusalTexts } from '../../core/texts/refusal.ts'
import { text, type TextKey } from '../../core/texts/texts.ts'
import { escape } from './html.ts'
import type { Json } from './openapi.ts'

const link = (name: string): string => `<a href="#schema-${escape(name)}">${escape(name)}</a>`

/** A schema as indented JSON; a reference becomes a link to the schema's own place on the page. */
const pretty = (schema: unknown): string =>
  escape(JSON.stringify(schema, null, 2)).replaceAll(
    /\{\s*&quot;\$ref&quot;: &quot;#\/components\/schemas\/(\w+)&quot;\s*\}/g,
    (_, name: string) => link(name),
  )

type Content = Record<string, { schema: Json }>
type Parameter = { name: string; in: string; required: boolean; schema: Json }
type Operation = {
  operationId: string
  summary: string
  tags: string[]
  description?: string
  parameters: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Json> } }
type Call = { path: string; method: string; operation: Operation }

/** The page in a language; `document` is the OpenAPI document. */
export function docsPage(document: Json, locale: Locale): string {
  const { paths, components } = document as unknown as Document
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Call => ({ path, method, operation })),
  )
  const tags = [...new Set(calls.map(({ operation }) => operation.tags[0]!))]
  const sections = tags.map((tag) =>
    section(
      tag,
      calls
        .filter(({ operation }) => operation.tags[0] === tag)
        .map(article)
        .join(''),
    ),
  )
  const schemas = Object.entries(components.schemas).map(([name, schema]) =>
    details(`schema-${name}`, escape(name), `<pre>${pretty(schema)}</pre>`),
  )
  const links = [...tags, 'schemas', 'problems'].map((tag) => `<a href="#tag-${tag}">${tag}</a>`)
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>Watchkeeper API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/api/docs.css"></head>
<body><header><h1>Watchkeeper 守望 API</h1>
<p><a href="/api/openapi.json">OpenAPI 3.1</a> · <a href="/api/asyncapi.json">AsyncAPI 3 (MQTT)</a></p>
<pre>curl -H 'Authorization: Bearer wk_…' …/api/v1/devices</pre><nav>${links.join(' ')}</nav></header>
<main>${sections.join('')}${section('schemas', schemas.join(''))}
${section('problems', `<dl>${problems(locale)}</dl>`)}</main></body></html>`
}

const section = (name: string, inner: string): string =>
  `<section><h2 id="tag-${escape(name)}">${escape(name)}</h2>${inner}</section>`
const details = (id: string, summary: string, inner: string): string =>
  `<details id="${escape(id)}"><summary>${summary}</summary>${inner}</details>`

function article({ path, method, operation }: Call): string {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const head = `<b>${method.toUpperCase()}</b> <code>${escape(path)}</code> ${escape(summary)}`
  const rows = parameters.map(
    ({ name, in: where, required, schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${where}${required ? ' *' : ''}</td><td>${inline(schema)}</td></tr>`,
  )
  const answers = Object.entries(responses)
  const good = answers.filter(([status]) => Number(status) < 400).map(([status, a]) => `${status} ${bodies(a.content)}`)
  const refused = answers.map(([status]) => status).filter((status) => Number(status) >= 400)
  return details(
    operationId,
    head,
    `<p>${escape(description ?? '').replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>${rows.length > 0 ? `<table>${rows.join('')}</table>` : ''}
${requestBody ? `<h3>Request</h3>${bodies(requestBody.content)}` : ''}<h3>Answers</h3>${good.join('')}<p>${refused.join(', ')} ${link('Problem')}</p>`,
  )
}

/** A small schema in one line. */
const inline = (schema: Json): string => `<code>${escape(JSON.stringify(schema))}</code>`

const bodies = (content: Content = {}): string =>
  Object.entries(content)
    .map(([type, { schema }]) => {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(typeof schema.$ref === 'string' ? schema.$ref : '')?.[1]
      return `<code>${escape(type)}</code> ${name ? link(name) : `<pre>${pretty(schema)}</pre>`}`
    })
    .join('')

const problems = (locale: Locale): string =>
  Object.keys(refusalTexts)
    .map((key) => {
      const code = key.slice('refusal.'.length) as RefusalCode
      const sentence = escape(text(locale, key as TextKey))
      return `<dt id="problem-${code}"><code>${code}</code> ${refusalStatus(code)}</dt><dd>${sentence}</dd>`
    })
    .join('')

/** The page's looks: quiet, light or dark as the reader has it, fit for a phone. */
export const docsStyle = `:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 25%,transparent)}
body{font:16px/1.5 "HarmonyOS Sans SC","PingFang SC","Microsoft YaHei UI","Noto Sans SC",system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem}
nav a{display:inline-block;padding:.5rem}details{border-top:1px solid var(--line)}summary{padding:.6rem 0;cursor:pointer}
pre{overflow-x:auto;font-size:.85rem;padding:.75rem;border:1px solid var(--line)}code{overflow-wrap:anywhere}
td{padding:.25rem .75rem .25rem 0;vertical-align:top}h3{margin:.5rem 0}
:focus-visible{outline:3px solid;outline-offset:2px}dt{margin-top:.75rem}`
