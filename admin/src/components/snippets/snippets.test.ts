import { expect, it } from 'vitest'

import { snippetOf, type ApiOperation } from './snippets'

const server = 'http://host/backend'
const call: ApiOperation = { id: 'call', title: 'Call', method: 'POST', path: '/api/functions/greet', query: '', body: { name: 'O\'Neill' }, needsToken: true, audience: 'users' }
const get: ApiOperation = { id: 'schema', title: 'Schema', method: 'GET', path: '/api/functions/greet/schema', query: '', body: null, needsToken: false, audience: 'anybody' }

it('quotes for the shell what is sent', () => {
  expect(snippetOf('curl', call, server, '')).toBe([
    'curl -X POST \'http://host/backend/api/functions/greet\' \\',
    '  -H "Authorization: Bearer $TOKEN" \\',
    '  -H \'Content-Type: application/json\' \\',
    '  -d \'{"name":"O\'\\\'\'Neill"}\'',
  ].join('\n'))
})

it('leaves out what a request does not have', () => {
  expect(snippetOf('curl', get, server, '')).toBe('curl \'http://host/backend/api/functions/greet/schema\'')
  expect(snippetOf('JavaScript', get, server, '')).not.toMatch(/headers|method|body/)
  expect(snippetOf('C#', get, server, '')).not.toMatch(/Authorization|StringContent/)
})

it('is C# for an HttpClient with the path below the server', () => {
  expect(snippetOf('C#', call, server, '')).toContain('new Uri("http://host/backend/")')
  expect(snippetOf('C#', call, server, '')).toContain('await http.PostAsync("api/functions/greet", content);')
})
