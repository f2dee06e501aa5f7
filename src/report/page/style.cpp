// How the page looks: on a screen by day and by night, on a telephone, on paper.
#include "report/page/sections.hpp"

namespace shoal::report::page {

// Colours are named for what they mean. Each has at least 4.5:1 against the paper where it is text, and 3:1 where it is
// drawn.
Literal style_sheet() {
  return R"css(
:root{color-scheme:light dark;--paper:#fdfdfb;--raised:#f3f4f1;--ink:#1a222c;--quiet:#515c68;--line:#d3d8dc;
--link:#0a4a86;--good:#2b7a68;--fair:#4a78ac;--paid:#96660c;--bad:#ad3328;--worst:#6c1820;--unknown:#5a6672}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--raised:#1d232a;--ink:#e7eaec;--quiet:#a6b0ba;--line:#3a434d;
--link:#93c6f7;--good:#5fbfa4;--fair:#84aede;--paid:#dfb04e;--bad:#ef8274;--worst:#d9606b;--unknown:#9aa6b2}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{max-width:70rem;margin:0 auto;padding:2rem 1.25rem 5rem;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
:target{scroll-margin-top:1rem}
tr:target>*,tr:target+.names>*{background:var(--raised)}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
.fills{position:absolute}
p,dd,.headlines li{max-width:66ch}
.name{margin:0;font-weight:600;letter-spacing:.08em;text-transform:uppercase;font-size:.8rem;color:var(--quiet)}
h1{font-size:clamp(1.6rem,1.1rem + 2.4vw,2.4rem);line-height:1.15;margin:.2rem 0 1.5rem;letter-spacing:-.015em;
font-weight:650;text-wrap:balance}
h2{font-size:1.5rem;line-height:1.2;margin:0 0 1rem;letter-spacing:-.01em;font-weight:650}
h3{font-size:1.1rem;margin:2.25rem 0 .5rem;font-weight:650}
section{border-top:2px solid var(--ink);margin-top:3.5rem;padding-top:1rem}
.honesty{display:flex;flex-wrap:wrap;margin:0;padding:0 0 0 1px}
.honesty>div{flex:1 1 11rem;border:1px solid var(--line);margin:0 0 -1px -1px;padding:.6rem .75rem}
.honesty dt{font-size:.8rem;color:var(--quiet)}
.honesty dt:first-letter{text-transform:uppercase}
.honesty dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.more{display:block;font-weight:400;font-size:.8rem;color:var(--quiet)}
.degraded{border-left:.35rem solid var(--paid);padding:.5rem .85rem;background:var(--raised);margin:1rem 0 0}
nav{margin-top:2rem}
nav ol{columns:17rem;column-gap:2.5rem;padding-left:1.6rem;margin:0}
nav li{break-inside:avoid;padding:.2rem 0}
.headlines{list-style:none;padding:0;margin:0}
.headlines li{font-size:1.15rem;line-height:1.45;padding:.75rem 0;border-bottom:1px solid var(--line)}
.headlines a{font-weight:650}
.scroll{overflow-x:auto;margin:1.25rem 0;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.4}
caption{text-align:left;font-weight:600;padding:0 0 .5rem;color:var(--ink)}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-size:.8rem;color:var(--quiet);border-bottom:1.5px solid var(--ink);vertical-align:bottom}
th:last-child,td:last-child{padding-right:0}
tbody th{font-weight:600}
.id,thead th{white-space:nowrap}
thead .n{white-space:normal;min-width:4.5em}
.n+:not(.n){padding-left:.75rem}
.n{text-align:right;white-space:nowrap}
.sum>*{border-bottom:0;font-weight:600}
.drawn{min-width:7rem;width:14%}
.wide{width:34%}
.of td{font-weight:600;padding-top:1rem;border-bottom-color:var(--quiet)}
tr:has(+.names)>*{border-bottom:0;padding-bottom:.1rem}
.names td,td.names,p.names{color:var(--quiet);font-size:.85rem;max-width:none}
.names td,.names{white-space:nowrap}
.long{white-space:normal;overflow-wrap:anywhere}
.places{overflow-wrap:anywhere;font-size:.85rem;color:var(--quiet)}
.path{overflow-wrap:anywhere}
.states{list-style:none;padding:0;margin:.25rem 0}
.where{font-size:1.05rem;margin:-.75rem 0 1.5rem}
code{font:.9em ui-monospace,"Cascadia Mono","DejaVu Sans Mono",Consolas,monospace;overflow-wrap:anywhere}
.names code{color:var(--ink)}
.bar{display:block;width:100%;height:2.25rem;margin-top:1.25rem}
.small{display:block;width:100%;height:.9rem;margin-top:.2rem;outline:1px solid var(--line);outline-offset:-1px}
.interval{fill:var(--ink)}
.plot{display:block;width:100%;max-width:24rem;margin:1rem 0;font-size:12px}
.plot text{fill:var(--ink)}
.plot .frame{fill:none;stroke:var(--line)}
.plot .diagonal{fill:none;stroke:var(--ink);stroke-dasharray:4 4}
.plot .dot{fill:var(--bad);fill-opacity:.65;stroke:var(--ink)}
.swatch{width:1.15rem;height:.9rem;margin-right:.5rem;vertical-align:-.08em}
.part{stroke:var(--ink);stroke-width:1}
.good{fill:var(--good)}.fair{fill:var(--fair)}.paid{fill:var(--paid)}.bad{fill:var(--bad)}.worst{fill:var(--worst)}
.on-paper{fill:var(--paper)}.on-colour{stroke:var(--paper);stroke-width:1.2}.mark{stroke:var(--unknown);stroke-width:1.2}
.terms dt{font-weight:600;margin-top:.75rem}
.terms dd{margin:.1rem 0 0}
.source{font-size:.85rem;color:var(--quiet)}
@media (max-width:40rem){body{padding:1.25rem 1rem 3rem}.honesty>div{flex-basis:8.5rem}}
@media print{:root{--paper:#fff;--raised:#f1f1f1;--ink:#000;--quiet:#444;--line:#bbb;--link:#000;--good:#2b7a68;
--fair:#4a78ac;--paid:#96660c;--bad:#ad3328;--worst:#6c1820;--unknown:#444;color-scheme:light}
html{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:none;margin:0;padding:0}
section{margin-top:1.5rem}
.plot{max-width:14rem}
.sheet{break-before:page;margin-top:0}
h2,h3,dt,caption,thead{break-after:avoid}
tbody tr:first-child{break-before:avoid}
.whole{break-inside:avoid}
tr,.honesty>div,.headlines li,.bar{break-inside:avoid}
.names,.names td{break-inside:auto}
.of{break-after:avoid}
tr:has(+.names){break-after:avoid}
thead{display:table-header-group}
.scroll{overflow:visible;margin:.8rem 0}
table{font-size:8.5pt}
th,td{padding:.2rem .5rem .2rem 0}
.n+:not(.n){padding-left:.5rem}
thead th{white-space:normal}
.names td,td.names{font-size:7pt;line-height:1.3}
.drawn{min-width:3.5rem}
a{text-decoration-thickness:.5px}
.skip{display:none}}
)css";
}

Literal print_head() {
  return R"css(@page{size:A4;margin:20mm 15mm 18mm;@top-left{content:%;font:8pt system-ui,sans-serif;color:#444}
@bottom-right{content:counter(page) " of " counter(pages);font:8pt system-ui,sans-serif;color:#444}}
)css";
}

}  // namespace shoal::report::page
