import './assets/main.css'
import '@/lib/theme'

import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, watch } from 'vue'

import { checkSession, user } from '@/api/session'
import App from '@/app/App.vue'
import { queries } from '@/app/queries'
import { router } from '@/app/router'
import { isSetupOpen, setupSecret, take } from '@/app/setupSecret'

window.addEventListener('hashchange', () => {
  const secret = take()
  if (secret === null) return
  setupSecret.value = secret
  void router.replace({ name: 'setup' })
})

// Whoever is signed out, here or in another tab, keeps the way back; what was read for them goes.
watch(user, (now, before) => {
  if (now?.id === before?.id) return
  if (before) queries.clear()
  const { fullPath, meta, name } = router.currentRoute.value
  if (!now && !meta.isPublic) void router.push({ name: 'sign-in', query: { redirect: fullPath } })
  else if (now && name === 'sign-in') void router.replace({ name: 'sign-in', query: router.currentRoute.value.query, force: true })
})

const app = createApp(App).use(VueQueryPlugin, { queryClient: queries }).use(router)
// The link to the first admin leads to /admin with the secret in the fragment.
if (setupSecret.value !== null || isSetupOpen.value) void router.replace({ name: 'setup' })
await checkSession()
app.mount('#app')

// A page that was left open for long may have missed that its session ended.
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void checkSession() })
