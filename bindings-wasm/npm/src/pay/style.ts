/** The element's look. What a shop may change are the variables; a policy without `unsafe-inline` allows it all. */
const STYLE = `
:host{display:block;max-width:26rem;font:var(--xaalis-font,1rem/1.5 system-ui,sans-serif)}
:host([hidden]){display:none}
*{box-sizing:border-box;font:inherit}
#box{color:var(--xaalis-text,#1b1b1f);background:var(--xaalis-background,#fff);padding:var(--xaalis-padding,1rem);border:1px solid var(--xaalis-border,#c5c6d0);border-radius:var(--xaalis-radius,.75rem);overflow-wrap:anywhere}
h2{font-size:1.25em;font-weight:700;line-height:1.3;margin:0}
h2:focus{outline:none}
h2:focus-visible,:focus-visible{outline:3px solid var(--xaalis-focus,var(--xaalis-accent,#0b5c4a));outline-offset:2px}
p,form,dl{margin:.75rem 0 0}
.total,dd{font-weight:700}
.help{color:var(--xaalis-muted,#50525c);font-size:.875em;margin:0}
.error{color:var(--xaalis-error,#a3121f);font-weight:600}
label{display:block;font-weight:600;margin-top:.75rem}
input,select{display:block;width:100%;min-height:2.75rem;margin-top:.25rem;padding:.5rem .75rem;color:inherit;background:var(--xaalis-field,#fff);border:1px solid var(--xaalis-field-border,#767782);border-radius:calc(var(--xaalis-radius,.75rem)*.66)}
input{font-size:1.25em;letter-spacing:.06em}
[aria-invalid=true]{border:2px solid var(--xaalis-error,#a3121f)}
button,.button{display:block;width:100%;min-height:2.75rem;margin-top:1rem;padding:.6rem 1rem;font-weight:700;text-align:center;text-decoration:none;cursor:pointer;color:var(--xaalis-on-accent,#fff);background:var(--xaalis-accent,#0b5c4a);border:1px solid transparent;border-radius:calc(var(--xaalis-radius,.75rem)*.66)}
.plain{color:var(--xaalis-accent,#0b5c4a);background:none;border-color:currentColor}
.quiet{color:var(--xaalis-accent,#0b5c4a);background:none;font-weight:400;text-decoration:underline}
[aria-disabled=true]{opacity:.75;cursor:progress}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}
dd{margin:0;text-align:end}
.bar{height:4px;margin-top:1rem;border-radius:2px;background:linear-gradient(90deg,var(--xaalis-border,#c5c6d0) 50%,var(--xaalis-accent,#0b5c4a) 0) 0/200% 100%;animation:go 1.6s linear infinite}
@keyframes go{to{background-position:-200% 0}}
@media (prefers-reduced-motion:reduce){.bar{animation:none}}
.said{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;

let sheet: CSSStyleSheet | undefined;

/** One for all elements of a page. */
export function style(): CSSStyleSheet {
  if (sheet) return sheet;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  return sheet;
}
