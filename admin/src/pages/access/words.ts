import type { AccessRule, RecordOperation } from '@/api/collections'

export const operationLabels: Record<RecordOperation, string> = {
  list: 'List records', read: 'Read a record', create: 'Create records', update: 'Change records', delete: 'Delete records',
}

const explanations: Record<RecordOperation, Record<AccessRule, string>> = {
  list: {
    public: 'Anybody can list all records, without signing in.',
    auth: 'Every signed-in user can list all records.',
    owner: 'Signed-in users get a list of their own records. Admins see all.',
    admin: 'Only admins can list records.',
  },
  read: {
    public: 'Anybody who knows its id can read a record, without signing in.',
    auth: 'Every signed-in user can read every record.',
    owner: 'Users can read their own records. For all others they do not exist. Admins can read all.',
    admin: 'Only admins can read records.',
  },
  create: {
    public: 'Anybody can create records, without signing in. Such a record belongs to nobody.',
    auth: 'Every signed-in user can create records, which are then theirs.',
    owner: 'Every signed-in user can create records, which are then theirs. This is the same as “Users”.',
    admin: 'Only admins can create records.',
  },
  update: {
    public: 'Anybody can change every record that they can read, without signing in.',
    auth: 'Every signed-in user can change every record that they can read.',
    owner: 'Users can change their own records. Records that belong to nobody are for admins.',
    admin: 'Only admins can change records.',
  },
  delete: {
    public: 'Anybody can delete every record that they can read, without signing in.',
    auth: 'Every signed-in user can delete every record that they can read.',
    owner: 'Users can delete their own records. Records that belong to nobody are for admins.',
    admin: 'Only admins can delete records.',
  },
}

/** What a rule means for an operation. */
export function explanationOf(operation: RecordOperation, rule: AccessRule): string {
  return explanations[operation][rule]
}
