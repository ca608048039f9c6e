import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'

import { answerOf, api } from './client'
import type { paths } from './schema'

import type { SettingValue } from '@/components/settings/field'

export type Settings = paths['/api/admin/settings']['get']['responses'][200]['content']['application/json']

/** The names of all settings that can be changed here, of secrets too. */
export type SettingName = keyof Settings['sources']

const key = ['settings'] as const

export function useSettings() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/settings', { signal })),
  })
}

/** Saves some settings, all of them or none. */
export function useSaveSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<Record<SettingName, SettingValue>>) => answerOf(api.PATCH('/api/admin/settings', { body: change as Partial<Settings> })),
    onSuccess: (settings) => { client.setQueryData(key, settings) },
  })
}

/** Sends an e-mail at once; what the mail server says is the answer. */
export async function sendTestMail(email: string): Promise<string> {
  return (await answerOf(api.POST('/api/admin/mail/test', { body: { email } }))).message
}
