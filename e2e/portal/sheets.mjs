// Style sheets of portals, as far as they concern images, boxes and frames. The kit has the
// same place and size under each.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const packaged = (path) => readFileSync(require.resolve(path), 'utf8');

/**
 * Sheets of a whole page. The State's design system is the first of its series: later ones need 27 to 111 MB for the same
 * base rules. Its fonts are left out, so that no page asks for them. A WordPress theme comes from Debian's packages.
 */
const whole = {
  'Bootstrap 3': packaged('bootstrap3/dist/css/bootstrap.min.css'),
  'Bootstrap 4': packaged('bootstrap4/dist/css/bootstrap.min.css'),
  'Bootstrap 5': packaged('bootstrap5/dist/css/bootstrap.min.css'),
  normalize: packaged('normalize.css/normalize.css'),
  'the State’s design system': packaged('@gouvfr/dsfr/dist/css/dsfr.min.css').replace(/@font-face *\{[^}]*\}/g, ''),
  'a WordPress theme': readFileSync('/usr/share/wordpress/wp-content/themes/twentytwentyone/style.css', 'utf8'),
  'another WordPress theme': packaged('underscores/style.css'),
  Foundation: packaged('foundation-sites/dist/css/foundation.min.css'),
  'a reset': `html,body,div,span,iframe,a,img{margin:0;padding:0;border:0;font:inherit;vertical-align:baseline} *{min-width:0} img,picture,video{display:block;max-width:100%}`,
};

/** Rules that each changed the kit once. */
const rules = Object.fromEntries([
  'body img{height:48px}', 'img{width:120px}', 'img{max-width:10px;max-height:10px}', 'img{min-height:50px;min-width:90%}', 'img{aspect-ratio:1}',
  'img{display:none}', 'img,iframe{opacity:0;transition:opacity 1s}', 'img{position:absolute}', 'img,picture,iframe{float:left;border:9px solid;padding:9px}',
  'div{padding:10px;margin:10px}', 'div,span{position:relative;display:inline-block;width:50%}', 'div{display:flex;flex-direction:column;gap:9px}', 'div{min-height:100vh;overflow:visible}',
  'div::before,div::after{content:"x";display:table;height:40px}', 'body > div{transform:scale(.5);max-width:30rem;z-index:1}', 'picture{display:none}', 'picture,span{padding:20px;border:1px solid}',
  'iframe{min-height:400px}', 'iframe{max-width:600px;margin:auto}', 'iframe{max-width:100%;width:560px;height:315px;border-radius:12px}', 'iframe{position:static;filter:grayscale(1)}', 'iframe{animation:fade 9s}@keyframes fade{from{opacity:0}}',
  '*{margin:7px;padding:7px;border:1px solid;box-sizing:content-box}', '*{transition:all 1s}', 'body{text-align:center;line-height:3;letter-spacing:1em}', 'body{display:flex;flex-direction:column;gap:2rem;align-items:center}',
  'body{display:grid;grid-template-columns:1fr 2fr}', 'html{direction:rtl}', 'html{font-size:10px}', 'html{font-size:62.5%}',
  'header{position:sticky;top:0;z-index:5}main{position:relative;z-index:1000}', 'header{transform:translateZ(0)}', 'header{filter:blur(0)}', 'header{backdrop-filter:blur(3px)}', 'header{will-change:transform}',
  'iframe{display:block;width:100%;aspect-ratio:16/9;margin-bottom:1.5em}', 'img[loading="lazy"]{contain-intrinsic-size:3000px 1500px;content-visibility:auto}', 'body > *{max-width:60rem;margin-inline:auto;margin-block:1.5rem}',
  'header{position:relative;z-index:750;filter:drop-shadow(0 1px 3px #0006)}', 'header{contain:paint}', 'header{perspective:9px}', 'header{animation:in 1s both}@keyframes in{from{transform:translateY(-9px)}to{transform:none}}',
].map((rule) => [rule, rule]));

export const sheets = { 'no sheet': '', ...whole, ...rules };

/** Rules that only style attributes withstand with classes: they name the element around the kit. */
export const inHeader = Object.fromEntries(['#header img{max-height:40px}', '#header div{position:relative}', '#header *{margin:9px;padding:9px}'].map((rule) => [rule, rule]));
