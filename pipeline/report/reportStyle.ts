/**
 * The look of a study's report beside what all pages share: a column of contents that stays in sight beside the text, from
 * 1100 pixels on; figures as wide as there is room; labels that say who judged.
 */

const FRAME = `
.report{max-width:96rem}.report+footer{max-width:96rem}
.report .contents{margin:2.5rem 0 0;border:solid var(--rule);border-width:1px 0;font:.85rem/1.35 var(--sans)}
.report .contents ol{display:block;border:0;margin:0;padding:0;list-style:none;font:inherit}
.report .contents>ol{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,12rem),1fr));gap:1.1rem 1.6rem;padding:1.1rem 0}
.report .contents li{max-width:none}
.report .contents span{display:block;font-weight:600;margin:0 0 .25rem}
.report .contents a{display:block;color:var(--quiet);text-decoration:none;padding:.2rem 0}
.report .contents a:hover{color:var(--ink);text-decoration:underline;text-decoration-color:var(--accent)}
section{scroll-margin-top:1rem}
#atlas~section{content-visibility:auto;contain-intrinsic-size:auto 60rem}
@media screen and (min-width:68.75rem){
.report{display:grid;grid-template-columns:12rem minmax(0,1fr);column-gap:3.5rem;padding:0 2.5rem}
.report+footer{padding-left:18rem}
.report>header,.report>.sections{grid-column:2;min-width:0}
.report>.contents{grid-column:1;grid-row:1/3;position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;margin:0;padding:4.2rem .8rem 2rem 0;border:0}
.report .contents>ol{display:block;padding:0}
.report .contents>ol>li+li{margin-top:1.15rem}
}`;

const HEAD = `
.report>header{padding-top:4rem}
.report h1{max-width:32ch;font-size:clamp(1.9rem,3.6vw,2.7rem)}
.standing{display:flex;flex-wrap:wrap;gap:.4rem;margin:-.5rem 0 1.3rem;max-width:none;font:600 .72rem/1.3 var(--sans)}
.standing span{border:1px solid var(--quiet);border-radius:99px;padding:.16rem .6rem;color:var(--quiet)}
header .standing{margin:0 0 1.5rem}
.report .suspicion{max-width:none;font-weight:400;font-size:.95rem;margin:0 0 1.2rem}
.lead{display:grid;gap:0 3.5rem}
.lead .answer:first-child{margin-top:0}
.lead .caution{font-size:.95rem;line-height:1.5;margin:.5rem 0 0;align-self:start}
@media screen and (min-width:80rem){.lead{grid-template-columns:minmax(0,44rem) minmax(14rem,22rem)}}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr));gap:1.4rem 2.2rem;margin:0 0 1.9rem;padding:1.3rem 0 1.2rem;border:solid var(--ink);border-width:1px 0;font-family:var(--sans)}
.key>div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.key dt{font-size:.9rem;line-height:1.35;font-weight:600}
.key dd{display:contents}
.key strong{order:1;font:600 2rem/1.1 var(--sans);letter-spacing:-.02em;font-variant-numeric:tabular-nums;margin:0 0 .35rem}
.key dd span{order:-1;font-size:.8rem;line-height:1.4;color:var(--quiet);margin:.25rem 0 0}
.report .ends{max-width:none;grid-template-columns:repeat(auto-fit,minmax(min(100%,34rem),1fr));gap:1.6rem 2.5rem}
.ends figcaption{grid-column:1/-1}
.ends .strip,.ends .label{--side:84px}@container (min-width:880px){.ends .strip,.ends .label{--columns:10}}`;

const VERDICTS = `
.report .verdicts{margin:1.2rem 0 2rem;font-family:var(--sans)}
.report .verdicts>div{border-top:1px solid var(--rule);padding:.8rem 0 .9rem;display:grid;gap:.3rem 2rem}
.report .verdicts dt{margin:0;padding-left:2.4rem;text-indent:-2.4rem}.report .verdicts .id{display:inline-block;width:2.13rem;margin:0;text-indent:0}
.report .verdicts dd{font-size:.9rem;line-height:1.5;margin:0;max-width:none}
.report .verdicts strong{display:inline-block;border-radius:99px;padding:.05rem .6rem;margin:0 .15rem 0 0;border:1px solid currentColor;font-size:.8rem}
.verdicts .supported strong{background:var(--ink);border-color:var(--ink);color:var(--paper)}
.verdicts .contradicted strong{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.verdicts .absent strong{border-width:2px}
.verdicts .not-shown strong,.verdicts .not-tested strong{color:var(--quiet);border-style:dashed}
@media screen and (min-width:60rem){.report .verdicts>div{grid-template-columns:minmax(0,2fr) minmax(0,3fr)}}
.fold{font-family:var(--sans);border-top:1px solid var(--rule);margin:0;max-width:none}
.fold:last-of-type{border-bottom:1px solid var(--rule)}
.fold>summary{padding:.6rem 0;cursor:pointer;font-size:.9rem;line-height:1.4}
.fold>summary:hover{text-decoration:underline;text-decoration-color:var(--accent)}
.fold[open]{padding-bottom:1.2rem}.fold .numbers caption{position:absolute;left:-99rem}
:is(figure,.note,.scroll)+.fold{margin-top:1.6rem}`;

const PRINT = `
@media print{#atlas~section{content-visibility:visible}.report .contents{display:none}.report{display:block}.standing span{border-color:#999}.key,.verdicts>div{break-inside:avoid}.fold::details-content{content-visibility:visible;display:block}}`;

/** Rules that come after those of every page. */
export const REPORT_STYLE = FRAME + HEAD + VERDICTS + PRINT;
