import { Activity, ArrowLeftRight, Braces, CalendarPlus, ChartColumn, CodeXml, Database, FileText, LogOut, Mail, Moon, Plus, SquareFunction, Sun, Upload, Webhook } from 'lucide-vue-next'
import type { Component } from 'vue'
import type { Router } from 'vue-router'

import { navigation } from './navigation'

import type { Collection } from '@/api/collections'
import type { FunctionItem } from '@/api/functions'
import { signOut } from '@/api/session'
import { theme } from '@/lib/theme'

/** What the palette offers. */
export interface PaletteEntry {
  id: string
  group: string
  label: string
  /** Shown in grey beside the label, and found as well. */
  note?: string
  icon: Component
  keywords?: string
  run: () => unknown
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const mostShown = 40

/** The entries that fit what was typed: all words, anywhere. An id is looked for as a record of each collection. */
export function paletteEntries(typed: string, collections: Collection[], functions: FunctionItem[], router: Router, findRecord: (id: string) => unknown): PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = allEntries(collections, functions, router)
    .filter((entry) => {
      const text = `${entry.group} ${entry.label} ${entry.note ?? ''} ${entry.keywords ?? ''}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    // What begins with it is meant most likely.
    .toSorted((a, b) => Number(isBegun(b, typed)) - Number(isBegun(a, typed)))
    .slice(0, mostShown)
  const id = typed.trim()
  if (!uuid.test(id)) return found
  return [{ id: 'record', group: 'Records', label: 'Open the record with this id', note: id, icon: FileText, run: () => findRecord(id.toLowerCase()) }, ...found]
}

function isBegun({ label }: PaletteEntry, typed: string): boolean {
  return label.toLowerCase().startsWith(typed.trim().toLowerCase())
}

function allEntries(collections: Collection[], functions: FunctionItem[], router: Router): PaletteEntry[] {
  const go = (to: Parameters<Router['push']>[0]) => () => router.push(to)
  return [
    ...navigation.flatMap((group) => group.items.map((item) => ({
      id: `page:${item.label}`, group: 'Pages', label: item.label, icon: item.icon, keywords: item.keywords, run: go(item.to),
    }))),
    ...collections.map(({ name, label }) => ({
      id: `collection:${name}`, group: 'Collections', label, note: name, icon: Database, run: go({ name: 'records', params: { collection: name } }),
    })),
    ...functions.map(({ name, description, tags }) => ({
      id: `function:${name}`, group: 'Functions', label: name, note: description ?? undefined, icon: SquareFunction, keywords: `run call ${tags.join(' ')}`, run: go({ name: 'function', params: { function: name } }),
    })),
    { id: 'new-collection', group: 'Actions', label: 'New collection', icon: Plus, keywords: 'create add', run: go({ name: 'new-collection' }) },
    { id: 'upload-function', group: 'Actions', label: 'Upload a function', icon: Upload, keywords: 'deploy new create add', run: go({ name: 'functions', query: { upload: null } }) },
    { id: 'failed-calls', group: 'Actions', label: 'Show calls that failed', icon: Activity, keywords: 'errors failures functions', run: go({ name: 'calls', query: { status: 'failed' } }) },
    { id: 'new-schedule', group: 'Actions', label: 'New schedule', icon: CalendarPlus, keywords: 'cron interval create add', run: go({ name: 'new-schedule' }) },
    { id: 'new-webhook', group: 'Actions', label: 'New webhook', icon: Webhook, keywords: 'create add', run: go({ name: 'webhooks', query: { new: null } }) },
    { id: 'new-user', group: 'Actions', label: 'New user', icon: Plus, keywords: 'create add account admin', run: go({ name: 'users', query: { user: 'new' } }) },
    { id: 'new-token', group: 'Actions', label: 'New application token', icon: Plus, keywords: 'create add api key', run: go({ name: 'tokens', query: { token: 'new' } }) },
    { id: 'install-extension', group: 'Actions', label: 'Install an extension', icon: Plus, keywords: 'add package plugin zip git', run: go({ name: 'extensions', query: { install: null } }) },
    { id: 'mail-settings', group: 'Actions', label: 'Set up e-mail', icon: Mail, keywords: 'smtp test settings', run: go({ name: 'settings', query: { search: 'mail' } }) },
    { id: 'failed-requests', group: 'Actions', label: 'Show requests that failed', icon: ArrowLeftRight, keywords: 'errors 500 log', run: go({ name: 'requests', query: { status: '5xx' } }) },
    { id: 'dark', group: 'Actions', label: 'Use dark colours', icon: Moon, keywords: 'theme mode', run: () => { theme.value = 'dark' } },
    { id: 'light', group: 'Actions', label: 'Use light colours', icon: Sun, keywords: 'theme mode', run: () => { theme.value = 'light' } },
    { id: 'sign-out', group: 'Actions', label: 'Sign out', icon: LogOut, keywords: 'log out exit', run: signOut },
    ...collections.flatMap(({ name, label }) => [
      { id: `new:${name}`, group: 'Actions', label: `New record in ${label}`, icon: Plus, keywords: `create add ${name}`, run: go({ name: 'records', params: { collection: name }, query: { record: 'new' } }) },
      { id: `schema:${name}`, group: 'Actions', label: `Edit the schema of ${label}`, icon: Braces, keywords: `fields ${name}`, run: go({ name: 'schema', params: { collection: name } }) },
      { id: `import:${name}`, group: 'Actions', label: `Import into ${label}`, icon: Upload, keywords: `csv json ndjson ${name}`, run: go({ name: 'import', params: { collection: name } }) },
    ]),
    ...functions.flatMap(({ name }) => functionActions.map(({ to, label, icon, keywords }) => (
      { id: `${to}:${name}`, group: 'Actions', label: `${label} ${name}`, icon, keywords, run: go({ name: to, params: { function: name } }) }
    ))),
  ]
}

const functionActions = [
  { to: 'function-source', label: 'Source of', icon: CodeXml, keywords: 'code' },
  { to: 'function-calls', label: 'Calls of', icon: Activity, keywords: 'history log' },
  { to: 'function-metrics', label: 'Metrics of', icon: ChartColumn, keywords: 'latency failures' },
]
