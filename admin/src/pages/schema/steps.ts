import type { DryRunStep } from '@/api/collections'
import { formatNumber, plural } from '@/lib/format'

/** How much thought a step deserves. */
export type Severity = 'calm' | 'careful' | 'loss'

/** A step of a change in words. */
export interface StepText {
  title: string
  /** What it does to the records that are there. */
  effects: string[]
  severity: Severity
}

export function describeStep(step: DryRunStep): StepText {
  const field = step.field ?? ''
  const title = titleOf(step, field)
  const effects = [
    step.action === 'add_field' && step.rows_touched > 0 && `${plural(step.rows_touched, 'record')} get its default.`,
    step.values_converted > 0 && `${plural(step.values_converted, 'value')} fit the new type and are converted.`,
    step.action === 'convert_field' && step.values_lost > 0 && `${plural(step.values_lost, 'value')} do not fit the new type.`,
    step.action === 'remove_field' && step.rows_touched > 0 && `${plural(step.rows_touched, 'record')} lose what they hold in it.`,
    step.action === 'purge' && `${plural(step.values_lost, 'value')} are dropped for good.`,
    step.duplicates > 0 && `${plural(step.duplicates, 'value')} would have to be unique and are there more than once.`,
    step.records_breaking_rules > 0 && `${plural(step.records_breaking_rules, 'record')} break the new rules. They stay as they are and have to be mended with their next change.`,
    step.detail,
  ].filter((text): text is string => Boolean(text))
  return { title, effects, severity: severityOf(step) }
}

function titleOf(step: DryRunStep, field: string): string {
  switch (step.action) {
    case 'add_field': return `Add the field ${field}`
    case 'rename_field': return `Rename ${step.from ?? ''} to ${step.to ?? field}`
    case 'convert_field': return `Convert ${field} from ${step.from ?? ''} to ${step.to ?? ''}`
    case 'change_rules': return `Change the rules of ${field}`
    case 'remove_field': return `Remove the field ${field}`
    case 'purge': return `Purge what removed fields held${field ? `: ${field}` : ''}`
    case 'add_index': return `Add an index over ${step.to ?? field}`
    case 'drop_index': return `Drop the index over ${step.from ?? field}`
    case 'change_options': return 'Change the options'
    case 'change_label': return `Rename the collection to ${step.to ?? ''}`
    default: return [step.action.replaceAll('_', ' '), field].filter(Boolean).join(' ')
  }
}

function severityOf(step: DryRunStep): Severity {
  if (step.action === 'purge' || step.values_lost > 0 || step.duplicates > 0) return 'loss'
  return step.action === 'remove_field' || step.action === 'convert_field' || step.records_breaking_rules > 0 ? 'careful' : 'calm'
}

/** "3,201 records are there." */
export function describeRows(rows: number): string {
  return rows === 1 ? '1 record is there.' : `${formatNumber(rows)} records are there.`
}
