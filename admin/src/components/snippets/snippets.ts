/** A request to the REST API. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** From the server's address on: `/api/functions/add`. */
  path: string
  /** What is sent as JSON; undefined for nothing. */
  body?: unknown
  /** Whether it needs a token. */
  needsToken: boolean
}

/** Something that can be done through the API, with what is shown of it. */
export interface ApiOperation {
  id: string
  title: string
  text?: string
  request: ApiRequest
  /** The same in C#, where there is more to say than any request has. */
  csharp?: string
}

export const languages = [
  { value: 'curl', label: 'curl' },
  { value: 'csharp', label: 'C#' },
  { value: 'javascript', label: 'JavaScript' },
] as const
export type Language = typeof languages[number]['value']

/** An operation as code that can be pasted. */
export function snippetOf(operation: ApiOperation, language: Language, server: string): string {
  switch (language) {
    case 'curl': return curlOf(operation.request, server)
    case 'csharp': return operation.csharp ?? csharpOf(operation.request, server)
    default: return javascriptOf(operation.request, server)
  }
}

function curlOf({ method, path, body, needsToken }: ApiRequest, server: string): string {
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(server + path)}`,
    needsToken ? '-H "Authorization: Bearer $TOKEN"' : '',
    body === undefined ? '' : `-H 'Content-Type: application/json'`,
    body === undefined ? '' : `-d ${quote(JSON.stringify(body))}`,
  ].filter(Boolean).join(' \\\n  ')
}

/** For a shell: nothing inside single quotes means anything, except the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll('\'', `'\\''`)}'`
}

function javascriptOf({ method, path, body, needsToken }: ApiRequest, server: string): string {
  const headers = [
    needsToken ? '    Authorization: `Bearer ${token}`,' : '',
    body === undefined ? '' : `    'Content-Type': 'application/json',`,
  ].filter(Boolean)
  return [
    `const response = await fetch(${JSON.stringify(server + path)}, {`,
    method === 'GET' ? '' : `  method: '${method}',`,
    ...headers.length > 0 ? ['  headers: {', ...headers, '  },'] : [],
    body === undefined ? '' : `  body: JSON.stringify(${indent(JSON.stringify(body, null, 2), '  ')}),`,
    '})',
    'if (!response.ok) throw new Error(await response.text())',
    method === 'DELETE' ? '' : 'console.log(await response.json())',
  ].filter(Boolean).join('\n')
}

function csharpOf({ method, path, body, needsToken }: ApiRequest, server: string): string {
  const word = `${method.charAt(0)}${method.slice(1).toLowerCase()}Async`
  const sendsBody = method !== 'GET' && method !== 'DELETE'
  const content = !sendsBody ? '' : body === undefined ? ', null' : ', content'
  return [
    ...needsToken ? ['using System.Net.Http.Headers;'] : [],
    ...body === undefined ? [] : ['using System.Text;'],
    ...needsToken || body !== undefined ? [''] : [],
    `using var http = new HttpClient { BaseAddress = new Uri("${server}/") };`,
    ...needsToken ? ['http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);'] : [],
    ...body === undefined ? [] : ['var content = new StringContent("""', `    ${indent(JSON.stringify(body, null, 2), '    ')}`, '    """, Encoding.UTF8, "application/json");'],
    `using var response = await http.${word}("${path.replace(/^\//, '')}"${content});`,
    'response.EnsureSuccessStatusCode();',
    ...method === 'DELETE' ? [] : ['Console.WriteLine(await response.Content.ReadAsStringAsync());'],
  ].join('\n')
}

function indent(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`)
}
