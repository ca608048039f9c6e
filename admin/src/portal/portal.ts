/** What the server tells the page of the portal. */
export interface Portal {
  enabled: boolean
  instance_name: string
  logo_url: string | null
  primary_color: string | null
  background_image_url: string | null
  registration_enabled: boolean
  /** Whether links can be sent. */
  mail_enabled: boolean
  login_redirect_url: string | null
  register_redirect_url: string | null
  /** The address that was asked for, if the server allows it. */
  redirect_url: string | null
}

/** What it looks like. */
export type Branding = Pick<Portal, 'instance_name' | 'logo_url' | 'primary_color' | 'background_image_url'>

const nothing: Portal = {
  enabled: false,
  instance_name: 'TinyBase',
  logo_url: null,
  primary_color: null,
  background_image_url: null,
  registration_enabled: false,
  mail_enabled: false,
  login_redirect_url: null,
  register_redirect_url: null,
  redirect_url: null,
}

/** The portal, as it was when the page was sent. */
export const portal: Portal = { ...nothing, ...read() }

/** What an app asked for in the address of the page. The server has decided whether it may be gone to. */
export const trip = tripOf(location.search)

export function tripOf(search: string) {
  const query = new URLSearchParams(search)
  return { wanted: query.get('redirect'), challenge: query.get('code_challenge'), state: query.get('state') }
}

function read(): Partial<Portal> {
  try {
    return JSON.parse(document.querySelector<HTMLMetaElement>('meta[name="tinybase-portal"]')?.content ?? '{}') as Partial<Portal>
  } catch {
    return {}
  }
}
