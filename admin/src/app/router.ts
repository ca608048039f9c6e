import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import { forgetAnew, openAnew } from './missing'

import { mountRoot } from '@/api/mount'
import { user } from '@/api/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** The name of the page in the browser's title. */
    title?: string
    /** Whether it is there for those who are not signed in. */
    isPublic?: boolean
  }
}

const functionPages: RouteRecordRaw[] = [
  { path: '', name: 'function', component: () => import('@/pages/functions/RunTab.vue'), meta: { title: 'Run' } },
  { path: 'source', name: 'function-source', component: () => import('@/pages/functions/SourceTab.vue'), meta: { title: 'Source' } },
  { path: 'versions', name: 'function-versions', component: () => import('@/pages/functions/VersionsTab.vue'), meta: { title: 'Versions' } },
  { path: 'calls', name: 'function-calls', component: () => import('@/pages/functions/CallsTab.vue'), meta: { title: 'Calls' } },
  { path: 'metrics', name: 'function-metrics', component: () => import('@/pages/functions/MetricsTab.vue'), meta: { title: 'Metrics' } },
  { path: 'api', name: 'function-api', component: () => import('@/pages/functions/ApiTab.vue'), meta: { title: 'API' } },
]

const schedulePages: RouteRecordRaw[] = [
  { path: '', name: 'schedule', component: () => import('@/pages/schedules/RunsTab.vue'), meta: { title: 'Schedule' } },
  { path: 'settings', name: 'schedule-settings', component: () => import('@/pages/schedules/SettingsTab.vue'), meta: { title: 'Schedule' } },
]

const collectionPages: RouteRecordRaw[] = [
  { path: '', name: 'records', component: () => import('@/pages/records/RecordsPage.vue'), meta: { title: 'Records' } },
  { path: 'schema', name: 'schema', component: () => import('@/pages/schema/SchemaPage.vue'), meta: { title: 'Schema' } },
  { path: 'access', name: 'access', component: () => import('@/pages/access/AccessPage.vue'), meta: { title: 'Access' } },
  { path: 'import', name: 'import', component: () => import('@/pages/import/ImportPage.vue'), meta: { title: 'Import' } },
  { path: 'api', name: 'collection-api', component: () => import('@/pages/api/ApiPage.vue'), meta: { title: 'API' } },
]

/** Everything inside the frame with the sidebar. A page of another feature is one more entry here and, if it has one, in `navigation.ts`. */
const pages: RouteRecordRaw[] = [
  { path: '', name: 'dashboard', component: () => import('@/pages/dashboard/DashboardPage.vue'), meta: { title: 'Dashboard' } },
  { path: 'collections', name: 'collections', component: () => import('@/pages/collections/CollectionsPage.vue'), meta: { title: 'Collections' } },
  { path: 'collections/new', name: 'new-collection', component: () => import('@/pages/schema/NewCollectionPage.vue'), meta: { title: 'New collection' } },
  { path: 'collections/:collection', component: () => import('@/pages/collections/CollectionFrame.vue'), props: true, children: collectionPages },
  { path: 'functions', name: 'functions', component: () => import('@/pages/functions/FunctionsPage.vue'), meta: { title: 'Functions' } },
  { path: 'functions/:function', component: () => import('@/pages/functions/FunctionFrame.vue'), props: true, children: functionPages },
  { path: 'calls', name: 'calls', component: () => import('@/pages/calls/CallsPage.vue'), meta: { title: 'Function calls' } },
  { path: 'schedules', name: 'schedules', component: () => import('@/pages/schedules/SchedulesPage.vue'), meta: { title: 'Schedules' } },
  { path: 'schedules/new', name: 'new-schedule', component: () => import('@/pages/schedules/NewSchedulePage.vue'), meta: { title: 'New schedule' } },
  { path: 'schedules/:schedule', component: () => import('@/pages/schedules/ScheduleFrame.vue'), props: true, children: schedulePages },
  { path: 'webhooks', name: 'webhooks', component: () => import('@/pages/webhooks/WebhooksPage.vue'), meta: { title: 'Webhooks' } },
  { path: 'webhooks/:webhook', name: 'webhook', component: () => import('@/pages/webhooks/WebhookPage.vue'), props: true, meta: { title: 'Webhook' } },
  { path: 'hooks', name: 'hooks', component: () => import('@/pages/hooks/HooksPage.vue'), meta: { title: 'Hooks' } },
  { path: 'extensions', name: 'extensions', component: () => import('@/pages/extensions/ExtensionsPage.vue'), meta: { title: 'Extensions' } },
  { path: 'extensions/:extension', name: 'extension', component: () => import('@/pages/extensions/ExtensionPage.vue'), props: true, meta: { title: 'Extension' } },
  { path: 'users', name: 'users', component: () => import('@/pages/users/UsersPage.vue'), meta: { title: 'Users' } },
  { path: 'tokens', name: 'tokens', component: () => import('@/pages/tokens/TokensPage.vue'), meta: { title: 'Application tokens' } },
  { path: 'settings', name: 'settings', component: () => import('@/pages/settings/SettingsPage.vue'), meta: { title: 'Settings' } },
  { path: 'mail', name: 'mail', component: () => import('@/pages/mail/MailPage.vue'), meta: { title: 'Mail templates' } },
  { path: 'audit', name: 'audit', component: () => import('@/pages/audit/AuditPage.vue'), meta: { title: 'Audit log' } },
  { path: 'requests', name: 'requests', component: () => import('@/pages/requests/RequestsPage.vue'), meta: { title: 'Request log' } },
]

export const router = createRouter({
  history: createWebHistory(mountRoot.pathname),
  routes: [
    { path: '/admin/sign-in', name: 'sign-in', component: () => import('@/pages/session/SignInPage.vue'), meta: { title: 'Sign in', isPublic: true } },
    { path: '/admin/setup', name: 'setup', component: () => import('@/pages/session/SetupPage.vue'), meta: { title: 'Setup', isPublic: true } },
    { path: '/admin', component: () => import('./AppFrame.vue'), children: pages },
    { path: '/:path(.*)*', name: 'not-found', component: () => import('@/pages/NotFoundPage.vue'), meta: { title: 'Not found', isPublic: true } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.beforeEach((to) => {
  if (to.name === 'sign-in' && user.value) return typeof to.query.redirect === 'string' ? to.query.redirect : { path: '/admin' }
  if (to.meta.isPublic || user.value) return true
  return { name: 'sign-in', query: to.path === '/admin' ? {} : { redirect: to.fullPath } }
})

// Nothing but the script of a page fails on the way to it.
router.onError((_failure, to) => { void openAnew(router.resolve(to).href) })

router.afterEach((to, _from, failure) => {
  if (!failure) forgetAnew()
  const subject = to.params.collection ?? to.params.function ?? to.params.extension
  document.title = [typeof subject === 'string' ? subject : '', to.meta.title, 'TinyBase'].filter(Boolean).join(' · ')
})
