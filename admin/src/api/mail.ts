import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'

import { answerOf, api, type Schemas } from './client'

export type MailTemplate = Schemas['MailTemplateView']
export type RenderedMail = Schemas['RenderedMail']

/** What is changed of a template; what is absent stays. */
export type MailTemplateChange = Partial<Pick<MailTemplate, 'subject' | 'text' | 'html'>>

const key = ['mail-templates'] as const

export function useMailTemplates() {
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/admin/mail/templates', { signal }))).templates,
  })
}

/** Saves a template, or goes back to what came with the program where there is no change. */
export function useSaveMailTemplate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ name, change }: { name: string, change: MailTemplateChange | null }) => change
      ? answerOf(api.PATCH('/api/admin/mail/templates/{name}', { params: { path: { name } }, body: change }))
      : answerOf(api.DELETE('/api/admin/mail/templates/{name}', { params: { path: { name } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** A template with example values, as it would be sent after a change. */
export async function previewMail(name: string, change: MailTemplateChange): Promise<RenderedMail> {
  return answerOf(api.POST('/api/admin/mail/templates/{name}/preview', { params: { path: { name } }, body: change }))
}
