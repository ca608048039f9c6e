import '@/assets/portal.css'
import '@/lib/theme'

import { createApp, watch } from 'vue'
import { RouterView } from 'vue-router'

import { profile, readProfile, user } from './account'
import { router } from './router'

// Somebody signed in or out in another tab.
window.addEventListener('storage', () => { if (user.value?.id !== profile.value?.id) void readProfile() })
watch(profile, (now) => { if (!now && router.currentRoute.value.name === 'profile') void router.push({ name: 'login' }) })

await readProfile()
createApp(RouterView).use(router).mount('#app')
