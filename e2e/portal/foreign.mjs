// A foreign site that frames the service and posts forms for the visitor.

/** Returns a request handler whose pages attack the service at that origin. */
export function foreignSite(service, portal) {
  const page = (body) => `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Ailleurs</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;
  const post = (decision) => `<form method="post" action="${service}/fr/choice">
    <input type="hidden" name="decision" value="${decision}"><input type="hidden" name="surface" value="banner">
  </form><script>document.forms[0].submit()</script>`;
  const bodies = {
    '/frame': `<iframe title="Cookies" src="${service}/choice" width="600" height="300"></iframe>`,
    '/frame-hidden': `<iframe title="Cookies" src="${service}/choice" referrerpolicy="no-referrer"></iframe>`,
    '/frame-charter': `<iframe title="Charte" src="${service}/fr/" width="600" height="300"></iframe>`,
    '/frame-portal': `<iframe title="Portail" src="${portal}/" width="600" height="300"></iframe>`,
    '/settings': `<p>off</p><script>document.querySelector('p').textContent = 'on'</script><iframe title="Tiers" src="${portal}/stub/third-party"></iframe>`,
    '/post-accept': post('accept'),
    '/post-refuse': post('refuse'),
  };
  return (request, response) => {
    const body = bodies[new URL(request.url, 'https://foreign.invalid').pathname];
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page(body ?? 'Rien ici'));
  };
}
