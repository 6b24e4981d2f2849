/**
 * The look of a report: a page of a journal. Serif text, sans numbers, one accent colour; dark where the reader's
 * system is dark; printable; readable from 360 pixels on. All colours of text reach 4.5 to 1 on their background.
 */

const COLOURS = `
:root{color-scheme:light dark;--paper:#fdfdfb;--ink:#1c1c1a;--quiet:#5d5d57;--rule:#dcdcd4;--wash:#f3f3ee;--accent:#b3261e;--accent-wash:#fbeeec}
@media screen and (prefers-color-scheme:dark){:root{--paper:#161715;--ink:#ecece6;--quiet:#a6a69e;--rule:#3a3b37;--wash:#20211e;--accent:#ff8a7a;--accent-wash:#332220}}`;

const TEXT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{--serif:Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,'Liberation Serif',serif;--sans:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,sans-serif;margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--serif)}
main,footer{max-width:74rem;margin:0 auto;padding:0 1.5rem}
p,li,dd{max-width:42rem}
h1,h2,h3{line-height:1.15;font-weight:600;letter-spacing:-.012em;text-wrap:balance}
h1{font-size:clamp(1.9rem,4.5vw,3.1rem);max-width:28ch;margin:.3rem 0 1.4rem}
h2{font-size:1.6rem;margin:0 0 1.2rem}
h3{font-size:1.1rem;margin:2rem 0 .5rem}
.facet{font:600 1rem/1.4 var(--sans);letter-spacing:0;border-top:1px solid var(--ink);padding-top:.6rem;margin:2.6rem 0 1.2rem}
.facet::first-letter{text-transform:uppercase}
h2+.facet,figcaption+.facet{margin-top:0}
a{color:inherit;text-decoration-color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem}
header{padding:4.5rem 0 1rem}
.kicker{font:600 .8rem/1.4 var(--sans);letter-spacing:.04em;color:var(--accent);margin:0}
.standfirst{font-size:1.2rem;font-style:italic;color:var(--quiet);margin:-.6rem 0 1.6rem}
.answer{font-size:1.2rem;line-height:1.55;max-width:46rem}
.caution{color:var(--quiet);border-left:3px solid var(--accent);padding-left:1rem}
nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;padding:.9rem 0;margin:2.5rem 0 0;border:solid var(--rule);border-width:1px 0;font:.9rem/1.6 var(--sans)}
section{padding:3.5rem 0 0}
footer{font:.85rem/1.5 var(--sans);color:var(--quiet);padding-top:4rem;padding-bottom:3rem}`;

const FIGURES = `
figure{margin:0}
figcaption{font:.95rem/1.5 var(--sans);max-width:44rem;margin:0 0 1.2rem}
.aside{display:grid;gap:0 3.5rem;align-items:start}
@media (min-width:64rem){.aside{grid-template-columns:minmax(0,40rem) minmax(14rem,1fr);grid-template-rows:auto 1fr}.aside .scroll{grid-row:1/3}.aside figcaption{grid-column:2;margin:1.4rem 0 0}.aside .note{grid-column:2}}
.note{font:.85rem/1.5 var(--sans);color:var(--quiet);margin:.8rem 0 0}
.scroll{overflow-x:auto;padding:2px;margin:-2px}
.chart{display:block;height:auto;max-width:100%;--plot-background:var(--paper);font-family:var(--sans);font-size:13px;overflow:visible}
.chart text{white-space:pre;font-variant-numeric:tabular-nums}
section>:is(.scroll,.note,figure)+:is(.scroll,figure){margin-top:2.5rem}
.maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:2.5rem 3rem}
.map figcaption{min-height:3em}
.ramp{display:flex;align-items:center;gap:.6rem;font:.8rem/1 var(--sans);color:var(--quiet);margin:1rem 0 0 4rem}
.ramp .bar{height:.6rem;width:min(12rem,40%);-webkit-print-color-adjust:exact;print-color-adjust:exact}
.run{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:1.3rem 2.5rem;margin:0 0 2.5rem}
.run dt{font:600 .8rem/1.4 var(--sans);color:var(--quiet)}
.run dd{margin:.1rem 0 0;overflow-wrap:anywhere}
.suspicion{border:2px solid var(--accent);padding:.8rem 1.1rem;max-width:40rem;font:600 1rem/1.5 var(--sans)}
.verdicts dt{font:600 .95rem/1.5 var(--sans);margin-top:1rem}.verdicts .id{color:var(--accent);margin-right:.4rem}.verdicts dd{margin:.2rem 0 0}
.numbers{border-collapse:collapse;font:.9rem/1.4 var(--sans);font-variant-numeric:tabular-nums}
.numbers caption{text-align:left;color:var(--quiet);padding:0 0 .7rem}
.numbers th,.numbers td{padding:.45rem 1.4rem .45rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);font-weight:400}
.numbers thead th{font-weight:600;border-bottom-color:var(--ink)}
.numbers tbody th{white-space:nowrap;font-weight:600}
#cells td{white-space:nowrap}#cells td,#cells th{padding-right:.9rem}
abbr{text-decoration:none;color:var(--accent)}`;

const IDEAS = `
.strip{display:grid;grid-template-columns:repeat(var(--columns,5),minmax(0,var(--side,28px)));gap:6px 4px}
.idea{font:11px/1.1 var(--sans);font-variant-numeric:tabular-nums;color:var(--quiet);min-width:0}
.idea img{display:block;width:100%;height:auto;image-rendering:pixelated;background:#000}
.idea i{display:block;height:3px;margin:2px 0 3px;background:var(--accent);-webkit-print-color-adjust:exact;print-color-adjust:exact}
.idea span{display:flex;justify-content:space-between}
.idea b{color:var(--ink)}
.row{max-width:632px;margin-bottom:6px;font:11px/1.1 var(--sans);font-variant-numeric:tabular-nums;color:var(--quiet)}
.row img{display:block;width:100%;height:auto;image-rendering:pixelated;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.row div{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));column-gap:var(--gap);margin-top:2px}
.label{display:flex;justify-content:space-between;gap:1rem;max-width:calc(var(--columns,5)*(var(--side,28px) + 4px) - 4px);font:.8rem/1.3 var(--sans);color:var(--quiet);margin:0 0 .35rem;font-variant-numeric:tabular-nums}
.ends{display:grid;gap:1.6rem;margin:2.5rem 0 0;max-width:62rem}
.ends>div{container-type:inline-size}
.ends .label{font-size:.95rem;color:var(--ink)}
.ends figcaption{font-size:.85rem;color:var(--quiet);margin:0}
@container (min-width:226px){.strip,.label{--side:42px}}
@container (min-width:296px){.strip,.label{--side:56px}}
@container (min-width:596px){.strip,.label{--columns:10}}`;

const NARROW = `
@media screen and (max-width:46rem){
body{font-size:1rem}main,footer{padding:0 1rem}header{padding-top:2.5rem}section{padding-top:2.6rem}
.map figcaption{min-height:0}
}`;

const PRINT = `
@media print{
@page{margin:14mm}
body{background:#fff;font-size:10pt}main,footer{max-width:none;padding:0}header{padding-top:0}nav,.skip{display:none}
section{padding-top:1.6rem}h2,h3,figcaption{break-after:avoid}.map,.chart,.numbers tr,.ends{break-inside:avoid}
.scroll{overflow:visible;padding:0;margin:0}.chart{min-width:0!important;max-width:100%}
.idea img{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.numbers{font-size:7.5pt}.numbers th,.numbers td{padding:.25rem .8rem .25rem 0}.numbers tbody th,#cells td{white-space:normal}.maps{gap:1rem 2rem;grid-template-columns:1fr 1fr}
}`;

/** Colours and type, which every page of the project shares. */
export const PAGE_STYLE = COLOURS + TEXT;

/** The style sheet of a report's page. */
export const STYLE = PAGE_STYLE + FIGURES + IDEAS + NARROW + PRINT;
