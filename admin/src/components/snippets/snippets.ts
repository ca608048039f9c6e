import { writeJson } from '@/lib/json'

/** One thing that can be done through the REST API, with what it takes to call it. */
export interface ApiOperation {
  id: string
  title: string
  /** What one has to know of it. */
  text?: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the server's address, with `{id}` where an id goes. */
  path: string
  /** What stands after the `?`; empty for nothing. */
  query: string
  /** What may stand there, where it can be changed. */
  queryHint?: string
  /** The body; null for none. */
  body: unknown
  needsToken: boolean
  /** Who may call it. */
  audience: string
  /** How the answer is taken apart in JavaScript; unless given it is a `result`. */
  result?: string
}

/** The languages that a call is shown in. */
export const languages = ['curl', 'C#', 'JavaScript'] as const

export type Language = typeof languages[number]

/** What stands for an id, until there is one. */
export const exampleId = 'RECORD_ID'

/** A call of an operation, ready to be pasted. What is not for everybody needs a token, which the reader puts in. */
export function snippetOf(language: Language, operation: ApiOperation, server: string, id: string): string {
  if (language === 'curl') return curl(operation, server, id)
  return language === 'C#' ? csharp(operation, server, id) : javaScript(operation, server, id)
}

function targetOf({ path, query }: ApiOperation, id: string): string {
  return `${path.replace('{id}', id)}${query ? `?${query}` : ''}`
}

function curl(operation: ApiOperation, server: string, id: string): string {
  const lines = [`curl${operation.method === 'GET' ? '' : ` -X ${operation.method}`} ${shellQuoted(server + targetOf(operation, id))}`]
  if (operation.needsToken) lines.push('-H "Authorization: Bearer $TOKEN"')
  if (operation.body) lines.push('-H \'Content-Type: application/json\'', `-d ${shellQuoted(writeJson(operation.body))}`)
  return lines.join(' \\\n  ')
}

/** In single quotes a shell reads everything as it is but a single quote. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll('\'', '\'\\\'\'')}'`
}

function javaScript(operation: ApiOperation, server: string, id: string): string {
  const headers = [
    operation.needsToken ? 'Authorization: `Bearer ${token}`' : '',
    operation.body ? '\'Content-Type\': \'application/json\'' : '',
  ].filter(Boolean)
  const options = [
    operation.method === 'GET' ? '' : `method: '${operation.method}',`,
    headers.length > 0 ? `headers: { ${headers.join(', ')} },` : '',
    operation.body ? `body: JSON.stringify(${indented(writeJson(operation.body, 2), 2)}),` : '',
  ].filter(Boolean)
  const address = JSON.stringify(server + targetOf(operation, id))
  const call = options.length > 0 ? `fetch(${address}, {\n  ${options.join('\n  ')}\n})` : `fetch(${address})`
  const read = operation.method === 'DELETE' ? '' : `\nconst ${operation.result ?? 'result'} = await response.json()`
  return `const response = await ${call}\nif (!response.ok) throw new Error((await response.json()).detail)${read}`
}

/** For what the typed client does not have. */
function csharp(operation: ApiOperation, server: string, id: string): string {
  const { method, body, needsToken } = operation
  const content = method === 'GET' || method === 'DELETE' ? '' : body ? ', content' : ', null'
  return [
    ...needsToken ? ['using System.Net.Http.Headers;'] : [],
    ...body ? ['using System.Text;'] : [],
    ...needsToken || body ? [''] : [],
    `using var http = new HttpClient { BaseAddress = new Uri(${JSON.stringify(`${server}/`)}) };`,
    ...needsToken ? ['http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);'] : [],
    ...body ? ['var content = new StringContent("""', `    ${indented(writeJson(body, 2), 4)}`, '    """, Encoding.UTF8, "application/json");'] : [],
    `using var response = await http.${method.charAt(0)}${method.slice(1).toLowerCase()}Async(${JSON.stringify(targetOf(operation, id).slice(1))}${content});`,
    'response.EnsureSuccessStatusCode();',
    ...method === 'DELETE' ? [] : ['var answer = await response.Content.ReadAsStringAsync();'],
  ].join('\n')
}

function indented(text: string, spaces: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(spaces)}`)
}
