// Two banners that are markup and a style sheet without a program: they can be looked at
// but not timed. The markup is the example in each package.
import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`node_modules/${name}`, import.meta.url), 'utf8');

const french = {
  'Cookies on this government service': 'Cookies sur ce service',
  'We use analytics cookies to help understand how users use our service.': 'Nous mesurons la fréquentation avec des cookies pour comprendre comment ce service est utilisé.',
  'Accept analytics cookies': 'Accepter les cookies de mesure',
  'Reject analytics cookies': 'Refuser les cookies de mesure',
  'View cookie preferences': 'Gérer les cookies',
};

function govuk() {
  const markup = read('govuk-frontend/dist/govuk/components/cookie-banner/template-default.html');
  return Object.entries(french).reduce((text, [from, to]) => text.replace(from, to), markup);
}

const dsfr = () => `${read('@gouvfr/dsfr/example/consent/index.html').match(/<div class="fr-consent-banner">[\s\S]*?<\/ul>/)[0]}</div>`;

const sheet = (service, name) => `<link rel="stylesheet" href="${service}/${name}">\n`;

/** As candidates, with the banners' boxes. */
export const peers = {
  'GOV.UK Frontend 6.6.0': {
    header: (service) => sheet(service, 'govuk-frontend/dist/govuk/govuk-frontend.min.css') + govuk(),
    accept: '.govuk-cookie-banner button[value="accept"]', box: '.govuk-cookie-banner',
  },
  'DSFR 1.0.0': {
    header: (service) => sheet(service, '@gouvfr/dsfr/dist/css/dsfr.min.css') + dsfr(),
    accept: '.fr-consent-banner button', box: '.fr-consent-banner',
  },
};
