/** The look of the playground. Its images are white on black in light and dark, as the models get them. */

/** Rules that come after the report's own. */
export const PLAYGROUND_STYLE = `
#playground [hidden]{display:none}
#playground button{font:600 .9rem/1.2 var(--sans);color:var(--ink);min-height:2.75rem;padding:.4rem .9rem;border:1px solid var(--quiet);border-radius:4px;background:var(--paper);cursor:pointer;touch-action:manipulation}
#playground button:hover:enabled{background:var(--wash);border-color:var(--ink)}
#playground button:disabled{cursor:default;border-color:var(--rule);color:var(--quiet)}
#playground button.main{background:var(--accent);border-color:var(--accent);color:var(--paper);font-size:1.05rem;padding:.4rem 1.6rem}
#playground button.main:hover:enabled{background:var(--ink);border-color:var(--ink)}
#play{font-family:var(--sans)}
.play-choices{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;align-items:end;margin:0 0 1.8rem;font-size:.9rem}
.play-model{font-weight:600}.play-model select{display:block;font:400 .95rem/1.2 var(--sans);color:var(--ink);background:var(--paper);min-height:2.75rem;max-width:100%;border:1px solid var(--quiet);border-radius:4px;padding:.3rem .5rem;margin-top:.3rem}
.play-digits{border:0;margin:0;padding:0;min-width:0}.play-digits legend{font-weight:600;padding:0;margin:0 0 .3rem}
.play-digits div{display:flex;flex-wrap:wrap;gap:.25rem}
.play-digits input,.play-way input{position:absolute;opacity:0;width:1px;height:1px;margin:0}
.play-digits label{position:relative}
.play-digits span{display:grid;place-items:center;min-width:2.2rem;min-height:2.75rem;border:1px solid var(--quiet);border-radius:4px;font-weight:600;font-variant-numeric:tabular-nums;cursor:pointer}
.play-digits input:checked+span{background:var(--ink);border-color:var(--ink);color:var(--paper)}
.play-digits input:focus-visible+span,.play-way:has(input:focus-visible){outline:2px solid var(--accent);outline-offset:2px}
.play-parts{display:grid;grid-template-columns:minmax(0,1fr);gap:2.2rem 2.5rem;align-items:start}
.play-part{min-width:0;display:grid;grid-template-columns:minmax(0,1fr);gap:.8rem;max-width:22rem}
.play-part h3{margin:0}.play-part .note{margin:0}
#play-pad,#play-image{display:block;width:100%;aspect-ratio:1;background:#000;border:1px solid var(--quiet);cursor:crosshair}
#play-pad{touch-action:none}#play-image{touch-action:manipulation}
.play-line{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.play-check{display:inline-flex;gap:.4rem;align-items:center;min-height:2.75rem;font-size:.9rem;cursor:pointer;margin-right:.2rem}
.play-check input{accent-color:var(--accent);width:1.1rem;height:1.1rem;margin:0}
.play-ways{display:grid;grid-template-columns:1fr 1fr;gap:.5rem}
.play-way{position:relative;display:flex;gap:.6rem;align-items:center;border:1px solid var(--rule);border-radius:4px;padding:.4rem;font-size:.8rem;line-height:1.25;cursor:pointer}
.play-way:has(input:checked){border-color:var(--ink);box-shadow:inset 0 0 0 1px var(--ink)}
.play-way canvas{flex:none;width:56px;height:56px;image-rendering:pixelated;background:#000}
.play-way b,.play-way span span{display:block}
.play-energy{margin:0;font-size:.95rem;line-height:1.4;min-height:2.8em;font-variant-numeric:tabular-nums}
#play-pixel{color:var(--quiet);display:block}
.play-answers{max-width:none}
.play-answers table{border-collapse:collapse;width:100%;table-layout:fixed;font:.85rem/1.2 var(--sans);font-variant-numeric:tabular-nums}
.play-answers th,.play-answers td{padding:.3rem .35rem .3rem 0;text-align:left;font-weight:400;border-bottom:1px solid var(--rule)}
.play-answers thead th{font-size:.68rem;color:var(--quiet)}
.play-answers tbody th{font-weight:600}
.play-answers th:first-child{width:2.8rem}
.play-answers td i{display:block;width:0;height:5px;background:var(--quiet)}
.play-answers td.top i{background:var(--accent)}.play-answers td.top{font-weight:600}
.play-said{margin:0;font-size:.95rem;line-height:1.4;min-height:1.4em}.play-found{margin:0;font-size:.95rem;line-height:1.4}.play-found:empty{display:none}
#play .play-line button{padding:.4rem .65rem;font-size:.85rem}
@media (max-width:26rem){.play-digits span{min-width:1.8rem}.play-answers thead th{font-size:.66rem}.play-answers th:first-child{width:2.7rem}.play-answers th,.play-answers td{padding-right:.2rem;font-size:.8rem}}
@media (min-width:40rem){.play-parts{grid-template-columns:repeat(2,minmax(0,22rem))}.play-answers{grid-column:1/-1}}
@media (min-width:68rem){.play-parts{column-gap:1.75rem;grid-template-columns:minmax(0,17.6rem) minmax(0,17.6rem) minmax(0,1fr)}.play-answers{grid-column:auto}}
@media print{#playground,nav a[href="#playground"]{display:none}}
`;
