/** The look of the rating page: the report's paper and type, and one image that has the room to itself. */

/** Rules that come after the report's own. The image is enlarged by whole factors, so that its pixels stay square. */
export const RATING_STYLE = `
[hidden]{display:none!important}
main{max-width:62rem;padding-top:clamp(1.2rem,5vh,3.5rem)}
section{padding:0}
section:focus,[role=group]:focus{outline:none}
h1{margin-bottom:1rem}
button,input{font:inherit;color:inherit}
button{font:600 1.05rem/1.2 var(--sans);font-variant-numeric:tabular-nums;min-height:3.1rem;padding:.4rem .6rem;border:1px solid var(--quiet);border-radius:4px;background:var(--paper);cursor:pointer;touch-action:manipulation}
button:hover:enabled{background:var(--wash);border-color:var(--ink)}
button[aria-pressed=true],button[aria-pressed=true]:hover{background:var(--ink);border-color:var(--ink);color:var(--paper)}
button:disabled{cursor:default;border-color:var(--rule);color:var(--quiet)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--paper);padding:.4rem 1.6rem}
button.main:hover:enabled{background:var(--ink);border-color:var(--ink)}
button.plain{min-height:2.75rem;border-color:var(--rule);font-weight:400;font-size:.9rem}
kbd{font:600 .8rem/1 var(--sans);border:1px solid var(--rule);border-bottom-width:2px;border-radius:3px;padding:.1rem .35rem;background:var(--wash)}
label{display:block;font:600 .95rem/1.4 var(--sans);margin:0 0 .35rem}
input{width:min(22rem,100%);min-height:3.1rem;padding:.4rem .8rem;border:1px solid var(--quiet);border-radius:4px;background:var(--paper)}
.line{display:flex;flex-wrap:wrap;gap:.7rem;align-items:center}
form{margin:1.6rem 0 0}
.keys{font-family:var(--sans);font-size:.9rem;color:var(--quiet)}
#welcome{font:600 .95rem/1.5 var(--sans);color:var(--accent)}
#welcome:empty{display:none}
.bar{display:flex;align-items:center;gap:1rem;margin:0 0 1.6rem;font:.85rem/1.4 var(--sans);color:var(--quiet);font-variant-numeric:tabular-nums}
progress{appearance:none;flex:1;min-width:4rem;height:.5rem;border:0;border-radius:3px;overflow:hidden;background:var(--rule)}
progress::-webkit-progress-bar{background:var(--rule)}
progress::-webkit-progress-value{background:var(--accent)}
progress::-moz-progress-bar{background:var(--accent)}
.trial{display:grid;gap:1.4rem;justify-items:center}
.picture{margin:0;max-width:none;line-height:0;border:1px solid var(--rule)}
.picture img{width:252px;height:252px;image-rendering:pixelated;background:#000}
.questions{width:100%;max-width:28rem;display:grid;gap:1.4rem;align-content:start}
.questions :is(h1,h2){font-size:1.15rem;letter-spacing:0;margin:0 0 .6rem}
.digits{display:grid;grid-template-columns:repeat(5,1fr);gap:.45rem}
.digits .none{grid-column:1/-1}
.degrees{display:grid;grid-template-columns:repeat(5,1fr);gap:.45rem}
.degrees button{padding:.4rem .1rem}
.ends-of-scale{display:flex;justify-content:space-between;font:.8rem/1.4 var(--sans);color:var(--quiet);margin:.35rem 0 0;max-width:none}
.waiting h2{color:var(--quiet)}
.note{font:.85rem/1.5 var(--sans);color:var(--quiet);margin:.8rem 0 0}
.hint{display:none}
footer{max-width:62rem;padding-top:2rem;padding-bottom:1.5rem}
@media (min-width:24rem){.picture img{width:280px;height:280px}}
@media (min-width:52rem) and (min-height:30rem){.trial{grid-template-columns:auto minmax(0,1fr);gap:3rem;align-items:center;justify-items:start}.picture img{width:364px;height:364px}}
@media (min-width:60rem) and (min-height:40rem){.picture img{width:448px;height:448px}}
@media (hover:hover) and (pointer:fine){.hint{display:block;font:.85rem/1.7 var(--sans);color:var(--quiet);margin:0}}
`;
