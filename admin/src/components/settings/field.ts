/** How a setting is shown. */
export interface SettingField {
  label: string
  hint: string
  kind: 'text' | 'url' | 'email' | 'number' | 'switch' | 'choice' | 'secret' | 'color'
  choices?: readonly { value: string, label: string }[]
  /** What a number counts. */
  unit?: string
}

/** Where the value of a setting comes from. */
export interface SettingOrigin {
  source: 'default' | 'file' | 'saved' | 'environment' | 'code'
  /** Whether it cannot be changed here. */
  pinned: boolean
  is_set: boolean
}

/** A value of a setting; null forgets what was saved. */
export type SettingValue = string | number | boolean | null
