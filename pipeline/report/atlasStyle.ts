/** The look of the atlas, its controls and its models. Ideas are 84 pixels, three to one of theirs, so that all are alike. */

const CONTROLS = `
.choices{display:flex;flex-wrap:wrap;gap:.9rem 1.8rem;align-items:end;font:.9rem/1.3 var(--sans);margin:0 0 .8rem}
.choices[hidden]{display:none}
.choices .choices{margin:0}
.choice{border:0;margin:0;padding:0;min-width:0}
.choice legend{font-size:.78rem;color:var(--quiet);padding:0;margin:0 0 .25rem}
.choice div{display:flex;flex-wrap:wrap;gap:2px}
.choice label{position:relative}
.choice input{position:absolute;opacity:0;width:100%;height:100%;margin:0;cursor:pointer}
.choice span{display:grid;place-items:center;min-width:2rem;min-height:2.2rem;padding:0 .55rem;border:1px solid var(--rule);background:var(--paper);font-weight:600;font-variant-numeric:tabular-nums}
.choice label:first-child span{border-radius:4px 0 0 4px}.choice label:last-child span{border-radius:0 4px 4px 0}
.choice input:checked+span{background:var(--ink);border-color:var(--ink);color:var(--paper)}
.choice input:hover:not(:checked)+span{background:var(--wash)}
.choice input:focus-visible+span{outline:2px solid var(--accent);outline-offset:2px}
.choices .way{display:grid;grid-template-columns:minmax(10rem,20rem) auto;gap:.2rem .8rem;align-items:center;font-size:.78rem;color:var(--quiet)}
.way input{accent-color:var(--accent);width:100%;grid-row:2;min-height:2.2rem;margin:0}
.way output{grid-row:2;color:var(--ink);font-weight:600;font-variant-numeric:tabular-nums;min-width:11rem}
#atlas>.note{margin:0 0 1.6rem}`;

const GRID = `
.desk{display:grid;gap:1.5rem 2rem;align-items:start}
.desk>*{min-width:0}
.atlas{border-collapse:separate;border-spacing:0;table-layout:fixed;width:100%;min-width:calc(4.5rem + var(--squares)*6.6rem);font-family:var(--sans)}
.atlas thead td,.atlas th[scope=row]{width:4.5rem}
.atlas th{text-align:left;font-size:1.05rem;font-weight:600;padding:.4rem .5rem}
.atlas th[scope=row]{vertical-align:top;padding:1rem .5rem 0 0}
.atlas th span{display:block;font-size:.75rem;font-weight:400;color:var(--quiet)}
.square{vertical-align:top;padding:.8rem .5rem 1rem;border-top:1px solid var(--rule)}
.square.article{background:var(--accent-wash);box-shadow:inset 0 0 0 2px var(--accent)}
.square .head{font-size:.85rem;line-height:1.3;margin:0 0 .5rem;max-width:none;display:flex;flex-wrap:wrap;align-items:baseline;gap:.1rem .5rem;min-height:1.5rem}
.square .head strong{font-size:1.15rem}
.where{display:none}
.interval,.none{color:var(--quiet);font-variant-numeric:tabular-nums}
.badge{margin-left:auto;background:var(--accent);color:var(--paper);font-size:.72rem;font-weight:600;padding:.1rem .45rem;border-radius:2px}
.seeds{display:flex;flex-wrap:wrap;gap:.9rem 6px}
.atlas .strip{grid-template-columns:repeat(auto-fill,84px);gap:8px 6px}
.seed{flex:1 1 100%;min-width:0}
.atlas .label{max-width:none;margin:0 0 .3rem}.atlas .label a{text-decoration-color:transparent}.atlas .label a:hover{text-decoration-color:var(--accent)}
a.idea{display:block;text-decoration:none;font-size:12px}
a.idea img{outline:0 solid var(--accent)}
a.idea:hover img,a.idea:focus-visible img{outline-width:3px}
a.idea:focus-visible{outline:0}
a.idea.ended img{opacity:.45}
.idea span span{display:inline;color:var(--quiet)}
.empty{display:grid;place-items:center;flex:1 1 84px;min-height:5.25rem;padding:.4rem;margin:0;border:1px dashed var(--quiet);color:var(--quiet);font-size:.75rem;line-height:1.3;text-align:center;overflow-wrap:anywhere}
@media screen{
#atlas:has(input[name=atlas-digit]:checked:not([value=all])) .seed{flex:0 0 84px}
#atlas:has(input[name=atlas-digit]:checked:not([value=all])) .seed .label span{display:none}
#atlas:has(input[name=atlas-digit]:checked:not([value=all])) .empty{flex:0 0 84px}
}
@media screen and (min-width:84rem){
.desk:has(aside:not([hidden])){grid-template-columns:minmax(0,1fr) 168px}
#atlas-inspector{position:sticky;top:1.5rem}
}
@media screen and (max-width:83.99rem){#atlas-inspector{display:none}}
#atlas-inspector{font:.8rem/1.35 var(--sans);margin-top:2.4rem}
#atlas-inspector img{display:block;width:168px;height:168px;image-rendering:pixelated;background:#000}
#atlas-inspector .what{display:flex;gap:.7rem;font:600 1.7rem/1 var(--sans);margin:.6rem 0 .2rem;min-height:6.2em;min-height:5.2rem}
#atlas-inspector .what span{font:.75rem/1.35 var(--sans);color:var(--quiet)}
#atlas-inspector .of{font-size:.72rem;color:var(--quiet);margin:.7rem 0 .2rem}
.bar-row{display:grid;grid-template-columns:3.6rem 1fr 2.2rem;gap:.4rem;align-items:center;padding:.1rem 0}
.bar-row b{text-align:right;font-variant-numeric:tabular-nums}
.track{height:6px;background:var(--wash);display:block}.track i{display:block;height:100%;background:var(--accent)}`;

const MODELS = `
.model{border-top:1px solid var(--rule);font-family:var(--sans)}
.model>summary{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;justify-content:space-between;padding:.6rem 0;cursor:pointer;font-size:.95rem}
.model>summary span{color:var(--quiet);font-variant-numeric:tabular-nums}
.model>summary:hover b{text-decoration:underline;text-decoration-color:var(--accent)}
.card{padding:.4rem 0 1.6rem;font:.95rem/1.5 var(--sans)}
.card h4{font:600 .95rem/1.4 var(--sans);margin:1.8rem 0 .4rem;border-top:1px solid var(--rule);padding-top:1rem}
.card p{margin:.3rem 0}
.card-parts{display:grid;gap:1.5rem 2.5rem}
.card-parts>div{min-width:0}
.card .numbers th,.card .numbers td{padding-right:.9rem;padding-block:.3rem}
.card .film{max-width:100%;height:auto;image-rendering:pixelated}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:.6rem 1rem;margin:0 0 1.4rem;max-width:22rem}
.facts dt{font-size:.75rem;color:var(--quiet)}.facts dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
@media screen and (min-width:60rem){.card-parts{grid-template-columns:20rem minmax(0,1fr)}}
#atlas-dialog{width:min(72rem,calc(100vw - 2rem));max-width:none;max-height:calc(100dvh - 2rem);overflow-y:auto;padding:0 1.8rem 1.5rem;border:1px solid var(--quiet);border-radius:6px;background:var(--paper);color:var(--ink)}
#atlas-dialog::backdrop{background:rgb(0 0 0/.55)}
.dialog-head{position:sticky;top:0;background:var(--paper);display:flex;justify-content:space-between;align-items:center;gap:1rem;padding:1.1rem 0 .8rem;z-index:1}
.dialog-head h3{margin:0;font-size:1.35rem}
.dialog-head .close{font:1.6rem/1 var(--sans);width:2.75rem;height:2.75rem;border:1px solid var(--rule);border-radius:4px;background:none;color:var(--ink);cursor:pointer}
.dialog-head .close:hover{background:var(--wash)}
.start-row{margin:0 0 .9rem}.starts{margin:0 0 1.8rem}
.starts .strip{grid-template-columns:repeat(auto-fill,84px);gap:8px 6px}
.start-row .label{margin:0 0 .2rem}`;

const NARROW = `
@media screen and (max-width:46rem){
.atlas,.atlas tbody,.atlas tr,.atlas td,.atlas th[scope=row]{display:block;width:auto;min-width:0}
.atlas thead{position:absolute;left:-99rem}
.atlas th[scope=row]{font-size:1.2rem;padding:1.6rem 0 .5rem}.atlas th span{display:inline;font-size:inherit;color:inherit;font-weight:inherit}
.where{display:block;flex-basis:100%;font-weight:600}
.square{padding:.9rem .6rem 1.1rem}
.choice span{min-width:1.7rem;min-height:2.6rem;padding:0 .25rem}.choice div{gap:1px}
.choices .way{grid-template-columns:1fr}.way input,.way output{grid-row:auto}
#atlas-dialog{padding:0 1rem 1rem}
}`;

const PRINT = `
@media print{
.choices,#atlas>.note,#atlas-inspector,#models{display:none}
.desk{display:block}
.atlas{min-width:0}.idea{font-size:6.5pt}.atlas .idea b{display:none}.atlas thead td,.atlas th[scope=row]{width:3.2rem}.square{padding:.5rem .3rem}.badge{margin:0}.seed{break-inside:avoid}
.atlas .strip{grid-template-columns:repeat(5,minmax(0,1fr));gap:3px}
}`;

/** Rules that come after the report's own. */
export const ATLAS_STYLE = CONTROLS + GRID + MODELS + NARROW + PRINT;
