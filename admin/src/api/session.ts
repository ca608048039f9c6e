import { ApiError } from './errors'
import { keepSession, post, revoke, type LoggedIn } from './sessions'

/** The session of the admin who uses this UI. */
export const { user, begin, signOut, fetchAsUser, keepFresh, checkSession } = keepSession('session')

/** Signs in. Only admins get a session here: there is nothing in this UI for others. */
export async function signIn(email: string, password: string): Promise<void> {
  const answer = await post('api/auth/login', { email, password }) as LoggedIn
  if (!answer.is_admin) {
    await revoke(answer.access_token)
    throw new ApiError(403, `${answer.email} is not an admin. Ask an admin of this server for access.`)
  }
  begin(answer)
}

/** Makes the first admin with the secret of the setup link, and signs in. */
export async function setUp(token: string, email: string, password: string): Promise<void> {
  begin(await post('api/auth/setup', { token, email, password }) as LoggedIn)
}
