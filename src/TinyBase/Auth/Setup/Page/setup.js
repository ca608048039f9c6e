'use strict';

const minPasswordLength = 8;
const fields = ['email', 'password', 'repeat'];

// Relative to the page, so that it works wherever TinyBase is mapped.
const api = new URL('../api', location.href).href;

const byId = (id) => document.getElementById(id);

let secret = null;

/** Shows one view, and moves the focus there, so that screen readers tell of it. */
function show(view) {
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== view;
  const heading = byId(view).querySelector('h1');
  document.title = `${heading.textContent} · TinyBase`;
  if (view === 'form-view') byId('email').focus();
  else heading.focus();
}

/** Takes the secret out of the address, where it would stay in the history and be seen over a shoulder. */
function takeSecret() {
  const given = new URLSearchParams(location.hash.slice(1)).get('setup');
  if (given === null) return;
  secret = given;
  history.replaceState(null, '', location.pathname + location.search);
}

function start() {
  takeSecret();
  if (document.body.dataset.setup !== 'open') show('done-view');
  else show(secret ? 'form-view' : 'no-link-view');
}

function setError(name, text) {
  const error = byId(`${name}-error`);
  error.textContent = text;
  error.hidden = text === '';
  if (name === 'form') return;
  if (text === '') byId(name).removeAttribute('aria-invalid');
  else byId(name).setAttribute('aria-invalid', 'true');
}

/** Shows what is wrong beside the fields, and goes to the first of them. */
function showErrors(errors) {
  for (const name of ['form', ...fields]) setError(name, errors[name] ?? '');
  const first = fields.find((name) => errors[name]);
  if (first) byId(first).focus();
}

function check(email, password, repeat) {
  const errors = {};
  if (email.trim() === '') errors.email = 'Enter your e-mail address.';
  if ([...password].length < minPasswordLength) errors.password = `Enter a password of at least ${minPasswordLength} characters.`;
  else if (repeat !== password) errors.repeat = 'The two passwords differ.';
  return errors;
}

/** What the server found wrong, as errors of the fields. */
function errorsOf(problems) {
  const errors = {};
  for (const problem of problems) {
    const field = problem.loc[1];
    errors[fields.includes(field) ? field : 'form'] ??= field === 'token' ? 'This link is not complete. Copy all of it.' : problem.msg;
  }
  return errors;
}

async function submit(event) {
  event.preventDefault();
  const [email, password, repeat] = fields.map((name) => byId(name).value);
  const errors = check(email, password, repeat);
  showErrors(errors);
  if (Object.keys(errors).length > 0) return;

  byId('submit').disabled = true;
  try {
    const response = await fetch(`${api}/auth/setup`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: secret, email, password }),
    });
    answer(response.status, await response.json());
  } catch {
    showErrors({ form: 'The server does not answer. Is it running? Try again.' });
  } finally {
    byId('submit').disabled = false;
  }
}

function answer(status, body) {
  if (status === 201) succeed(body.email);
  else if (status === 403 && body.detail === 'Setup is already done') show('done-view');
  else if (status === 403) {
    showErrors({ form: 'This link counts no more: each start of the server makes a new one. Open the newest link, from the terminal or the file.' });
  } else if (status === 422 && Array.isArray(body.detail)) showErrors(errorsOf(body.detail));
  else showErrors({ form: `${body.detail ?? body.error ?? 'Something went wrong'} (${status})` });
}

function succeed(email) {
  secret = null;
  byId('form').reset();
  byId('admin-email').textContent = email;
  byId('login-command').textContent = loginCommand(email);
  show('success-view');
}

/** A command for a shell, in which a quote cannot stand inside quotes. */
function loginCommand(email) {
  const body = JSON.stringify({ email, password: 'your password' }).replaceAll("'", "'\\''");
  return `curl ${api}/auth/login \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
}

for (const address of document.querySelectorAll('.api-address')) address.textContent = api;
byId('form').addEventListener('submit', submit);
// Opening the link in a tab that shows the page already changes nothing but the fragment.
window.addEventListener('hashchange', start);
start();
