import { Activity, ArrowLeftRight, Blocks, CalendarClock, Database, KeyRound, LayoutDashboard, Mail, Plug, ScrollText, Settings, SquareFunction, Users, Webhook } from 'lucide-vue-next'
import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

/** A page that the sidebar and the palette lead to. */
export interface NavigationItem {
  label: string
  icon: Component
  to: RouteLocationRaw
  /** What else one might type to find it. */
  keywords?: string
}

/** The groups of the sidebar, in their order. */
export const navigation: { label: string, items: NavigationItem[] }[] = [
  {
    label: 'Overview',
    items: [{ label: 'Dashboard', icon: LayoutDashboard, to: { name: 'dashboard' }, keywords: 'home start overview' }],
  },
  {
    label: 'Data',
    items: [{ label: 'Collections', icon: Database, to: { name: 'collections' }, keywords: 'tables records data' }],
  },
  {
    label: 'Functions',
    items: [
      { label: 'Functions', icon: SquareFunction, to: { name: 'functions' }, keywords: 'code endpoints deploy' },
      { label: 'Function calls', icon: Activity, to: { name: 'calls' }, keywords: 'history runs logs failures' },
      { label: 'Schedules', icon: CalendarClock, to: { name: 'schedules' }, keywords: 'cron interval timer jobs housekeeping' },
    ],
  },
  {
    label: 'Events',
    items: [
      { label: 'Webhooks', icon: Webhook, to: { name: 'webhooks' }, keywords: 'deliveries http notify integrations' },
      { label: 'Hooks', icon: Plug, to: { name: 'hooks' }, keywords: 'triggers before after durable events dead' },
    ],
  },
  {
    label: 'Administration',
    items: [
      { label: 'Users', icon: Users, to: { name: 'users' }, keywords: 'accounts people admins' },
      { label: 'Application tokens', icon: KeyRound, to: { name: 'tokens' }, keywords: 'api keys programs scopes secrets' },
      { label: 'Extensions', icon: Blocks, to: { name: 'extensions' }, keywords: 'packages plugins install zip git' },
      { label: 'Settings', icon: Settings, to: { name: 'settings' }, keywords: 'configuration options mail limits' },
      { label: 'Mail templates', icon: Mail, to: { name: 'mail' }, keywords: 'e-mail letters password reset verification' },
      { label: 'Audit log', icon: ScrollText, to: { name: 'audit' }, keywords: 'history changes who security' },
      { label: 'Request log', icon: ArrowLeftRight, to: { name: 'requests' }, keywords: 'http errors slow traffic' },
    ],
  },
]
