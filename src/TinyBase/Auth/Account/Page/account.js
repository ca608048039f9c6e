'use strict';

const minPasswordLength = 8;
const page = document.body.dataset.page;
// Relative to the page, so that it works wherever TinyBase is mapped.
const api = new URL('../api/auth', location.href).href;
const actions = {
  'password-reset': { path: 'password-reset/confirm', done: 'Your password is set' },
  'verify-email': { path: 'email-verification/confirm', done: 'Your e-mail address is confirmed' },
  'change-email': { path: 'email-change/confirm', done: 'Your e-mail address is changed' },
};

let token = '';

/** Shows one view, and moves the focus there, so that screen readers tell of it. */
function show(view) {
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== view;
  const heading = document.getElementById(view).querySelector('h1');
  document.title = heading.textContent;
  heading.focus();
}

/** Takes the secret out of the address, where it would stay in the history and be seen over a shoulder. */
function start() {
  if (location.hash.length > 1) {
    token = location.hash.slice(1);
    history.replaceState(null, '', location.pathname + location.search);
  }

  show(token === '' ? 'no-link-view' : `${page}-view`);
}

function problemOf(form) {
  if (page !== 'password-reset') return '';
  const { password, repeat } = form.elements;
  if ([...password.value].length < minPasswordLength) return `Enter a password of at least ${minPasswordLength} characters.`;
  return password.value === repeat.value ? '' : 'The two passwords differ.';
}

function showError(form, text) {
  const error = form.querySelector('.error');
  error.textContent = text;
  error.hidden = text === '';
}

function textOf(status, body) {
  if (status === 422 && Array.isArray(body.detail)) return body.detail.map((problem) => problem.msg).join(' ');
  if (status === 400) return 'This link counts no more. Ask for another one.';
  return `${body.detail ?? body.error ?? 'Something went wrong'} (${status})`;
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const problem = problemOf(form);
  showError(form, problem);
  if (problem !== '') return;
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const response = await fetch(`${api}/${actions[page].path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, password: form.elements.password?.value }),
    });
    const body = await response.json();
    if (response.ok) {
      form.reset();
      document.getElementById('done-text').textContent = actions[page].done;
      show('done-view');
    } else showError(form, textOf(response.status, body));
  } catch {
    showError(form, 'The server does not answer. Try again.');
  } finally {
    button.disabled = false;
  }
}

async function name() {
  try {
    const info = await (await fetch(`${api}/instance-info`)).json();
    if (info.instance_name) document.getElementById('brand').textContent = info.instance_name;
  } catch {
    // The usual name stays.
  }
}

for (const form of document.querySelectorAll('form')) form.addEventListener('submit', submit);
window.addEventListener('hashchange', start);
start();
name();
