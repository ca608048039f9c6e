/** Where TinyBase is mapped, with a slash at the end. The server tells by the page's base, which is its `/admin/`. */
export const mountRoot = new URL('..', document.baseURI)

/** The same as others may call it: without the slash. */
export const serverAddress = mountRoot.href.replace(/\/$/, '')
