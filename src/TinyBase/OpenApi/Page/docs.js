'use strict';

const scheme = 'HTTPBearer';

// Swagger UI has its dark colours under a class.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const setColours = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', setColours);
setColours();

// The token that was entered. It is kept in this page only, and gone with it.
let token = null;

// The document shows what its reader may use, so it is read again whenever somebody logs in or out.
const readsAgain = () => ({
  statePlugins: {
    auth: {
      wrapActions: {
        authorize: (authorize, system) => (given) => {
          const entered = given[scheme];
          // Without the word that the scheme adds by itself.
          if (entered) token = entered.value.trim().replace(/^Bearer\s+/i, '');
          const done = authorize(entered ? { ...given, [scheme]: { ...entered, value: token } } : given);
          system.specActions.download();
          return done;
        },
        logout: (logout, system) => (names) => {
          token = null;
          const done = logout(names);
          system.specActions.download();
          return done;
        },
      },
    },
  },
});

window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#api',
  plugins: [readsAgain],
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  // A public service of Swagger's makers, which this page must not ask.
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (request.loadSpec && token) request.headers.Authorization = `Bearer ${token}`;
    return request;
  },
});
