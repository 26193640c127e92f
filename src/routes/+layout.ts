// Every page is prerendered as an empty shell and drawn in the browser, so that any plain host can serve it.
export const prerender = true;
export const ssr = false;
export const trailingSlash = 'always';
