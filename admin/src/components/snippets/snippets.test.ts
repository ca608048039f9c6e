import { describe, expect, it } from 'vitest'

import { snippetOf, type ApiOperation } from './snippets'

const server = 'http://127.0.0.1:8000'
const call: ApiOperation = {
  id: 'call', title: 'Call it', request: { method: 'POST', path: '/api/functions/greet', body: { name: 'O\'Neill' }, needsToken: true },
}
const get: ApiOperation = { id: 'get', title: 'Read it', request: { method: 'GET', path: '/api/functions/greet/schema', needsToken: false } }

describe('Snippets', () => {
  it('quote for the shell what is sent', () => {
    expect(snippetOf(call, 'curl', server)).toBe([
      `curl -X POST 'http://127.0.0.1:8000/api/functions/greet' \\`,
      `  -H "Authorization: Bearer $TOKEN" \\`,
      `  -H 'Content-Type: application/json' \\`,
      `  -d '{"name":"O'\\''Neill"}'`,
    ].join('\n'))
  })

  it('leave out what a request does not have', () => {
    expect(snippetOf(get, 'curl', server)).toBe(`curl 'http://127.0.0.1:8000/api/functions/greet/schema'`)
    expect(snippetOf(get, 'javascript', server)).not.toMatch(/headers|method|body/)
    expect(snippetOf(get, 'csharp', server)).not.toContain('Authorization')
  })

  it('are C# and JavaScript with the real names', () => {
    expect(snippetOf(call, 'csharp', server)).toContain('await http.PostAsync("api/functions/greet", content);')
    expect(snippetOf(call, 'javascript', server)).toContain('"name": "O\'Neill"')
    expect(snippetOf({ ...call, csharp: 'client.Do();' }, 'csharp', server)).toBe('client.Do();')
  })
})
