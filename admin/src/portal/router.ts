import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import { profile } from './account'
import ConfirmPage from './pages/ConfirmPage.vue'
import PasswordPage from './pages/PasswordPage.vue'
import SignInPage from './pages/SignInPage.vue'
import UnavailablePage from './pages/UnavailablePage.vue'
import { portal } from './portal'

import { mountRoot } from '@/api/mount'

declare module 'vue-router' {
  interface RouteMeta {
    /** The name of the page in the browser's title. */
    title?: string
  }
}

/** What links in e-mails open, portal or not. */
const linkPages: RouteRecordRaw[] = [
  { path: '/auth/password-reset', name: 'password', component: PasswordPage, meta: { title: 'Choose a new password' } },
  { path: '/auth/verify-email', name: 'verify', component: ConfirmPage, props: { kind: 'verification' }, meta: { title: 'Confirm your e-mail address' } },
  { path: '/auth/change-email', name: 'change', component: ConfirmPage, props: { kind: 'change' }, meta: { title: 'Confirm your new e-mail address' } },
]

const pages: RouteRecordRaw[] = [
  { path: '/auth', redirect: (to) => ({ name: 'login', query: to.query }) },
  { path: '/auth/login', name: 'login', component: SignInPage, meta: { title: 'Sign in' } },
  { path: '/auth/register', name: 'register', component: () => import('./pages/RegisterPage.vue'), meta: { title: 'Create an account' } },
  { path: '/auth/profile', name: 'profile', component: () => import('./pages/ProfilePage.vue'), meta: { title: 'Your account' } },
]

export const router = createRouter({
  history: createWebHistory(mountRoot.pathname),
  routes: [
    ...linkPages,
    ...(portal.enabled ? pages : []),
    { path: '/:path(.*)*', name: 'unavailable', component: UnavailablePage, meta: { title: 'Not found' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach((to) => to.name === 'profile' && !profile.value ? { name: 'login', query: to.query } : true)

router.afterEach((to, from) => {
  document.title = `${to.meta.title} · ${portal.instance_name}`
  // A screen reader is told of another page by its heading. At the first load the field that waits for input has the focus.
  if (from.name) void nextTick(() => { if (document.activeElement === document.body) document.querySelector<HTMLElement>('h1')?.focus() })
})
