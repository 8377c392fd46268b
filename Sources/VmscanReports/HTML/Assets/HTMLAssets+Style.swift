extension HTMLAssets {
  /// Restrained typography; colours hold 4.5:1 contrast in both schemes and are never alone in
  /// carrying a meaning.
  static let style = SafeHTML(
    constant: """

      :root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d1c1a; --quiet: #625e57;
        --line: #ddd8ce; --soft: #f3f0ea; --calm: #557a95; --marked: #b4470f; --link: #0b5078;
        --critical: #8f1d14; --high: #a83a0c; --medium: #7a5a00; --low: #33566e; }
      @media (prefers-color-scheme: dark) { :root { --paper: #15171a; --ink: #e9e6df;
        --quiet: #a8a399; --line: #34373c; --soft: #1d2024; --calm: #7fa8c6; --marked: #f0935a;
        --link: #8cc4ea; --critical: #ff9d92; --high: #f7a276; --medium: #e3c268;
        --low: #9cc0d8; } }
      * { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
      body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
        font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans",
        sans-serif; font-size: 1rem; overflow-wrap: anywhere; }
      header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
      header { padding-top: 1.5rem; border-bottom: 1px solid var(--line); padding-bottom: .75rem; }
      header p { margin: 0; }
      .brand { font-weight: 700; letter-spacing: .01em; }
      .brand span { font-weight: 400; color: var(--quiet); }
      .meta, .quiet, footer { color: var(--quiet); font-size: .875rem; }
      nav { margin-top: .5rem; font-size: .875rem; display: flex; flex-wrap: wrap;
        gap: .15rem 1rem; }
      a { color: var(--link); text-underline-offset: .15em; }
      :focus-visible { outline: 3px solid var(--marked); outline-offset: 2px; }
      .skip { position: absolute; left: -100rem; }
      .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; }
      section { margin: 2.75rem 0; }
      h1, h2, figcaption { font-family: Charter, "Iowan Old Style", "Source Serif 4", Georgia,
        "Noto Serif", "Liberation Serif", serif; font-weight: 600; text-wrap: balance; }
      h1 { font-size: clamp(1.5rem, 1.1rem + 2vw, 2.35rem); line-height: 1.22; margin: 0 0 .75rem;
        letter-spacing: -.01em; max-width: 46rem; }
      h2 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .75rem; padding-bottom: .35rem;
        border-bottom: 2px solid var(--ink); }
      h2#next, h2#moved { border: 0; padding: 0; margin-bottom: .25rem; font-size: 1.2rem; }
      h3 { font-size: 1.05rem; line-height: 1.35; margin: 0 0 .25rem; }
      p { margin: 0 0 .6rem; max-width: 46rem; }
      .lead { font-size: 1.1rem; }
      .alert { border: 1px solid var(--high); border-left-width: .4rem; padding: .75rem 1rem;
        margin-bottom: 1.5rem; background: var(--soft); }
      .alert ul { margin: .25rem 0 .5rem; padding-left: 1.2rem; }
      .alert p:last-child { margin: 0; }
      dl, dd { margin: 0; }
      .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr));
        gap: 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line);
        margin: 1.5rem 0 2rem; }
      .tiles > div { display: flex; flex-direction: column; padding: .9rem 1rem .9rem 0; }
      .tiles dt { order: 2; font-weight: 600; line-height: 1.3; }
      .tiles dd { order: 3; color: var(--quiet); font-size: .875rem; }
      .tiles .figure { order: 1; color: var(--ink); font-size: 2.25rem; line-height: 1.1;
        font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
      .tiles .alarming .figure { color: var(--marked); }
      .steps { padding-left: 1.4rem; margin: 0; }
      .steps li { margin-bottom: .75rem; }
      .steps p { margin: 0; }
      pre { margin: .3rem 0 0; padding: .45rem .7rem; background: var(--soft); white-space: pre-wrap;
        border: 1px solid var(--line); font-size: .875rem; max-width: 46rem; }
      code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace; }
      .scroll { overflow-x: auto; margin-bottom: .75rem; }
      table { border-collapse: collapse; width: 100%; font-size: .9rem;
        font-variant-numeric: tabular-nums; }
      th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0;
        border-bottom: 1px solid var(--line); font-weight: 400; }
      thead th { font-weight: 600; color: var(--quiet); font-size: .8125rem; line-height: 1.3;
        vertical-align: bottom; }
      thead button { font: inherit; color: inherit; background: none; border: 0; padding: 0;
        text-align: inherit; cursor: pointer; text-decoration: underline dotted;
        text-underline-offset: .2em; }
      th[aria-sort=ascending] button::after { content: " \\2191"; }
      th[aria-sort=descending] button::after { content: " \\2193"; }
      .num { text-align: right; white-space: nowrap; } thead .num { white-space: normal; }
      .scroll table { min-width: 44rem; overflow-wrap: break-word; }
      .scroll th, .scroll td { max-width: 20rem; }
      .together, .date { white-space: nowrap; }
      #mailboxes td { overflow-wrap: anywhere; }
      #mailboxes td:nth-child(2) { min-width: 11rem; }
      #mailboxes td:nth-child(3) { min-width: 11rem; }
      #mailboxes td:nth-child(8) { min-width: 6rem; }
      #mailboxes td:last-child { min-width: 6rem; padding-right: 0; }
      .paper { display: none; }
      #changes .scroll table, #contexts .scroll table { min-width: 38rem; }
      tbody th { font-weight: 600; }
      .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden;
        clip-path: inset(50%); white-space: nowrap; }
      .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
        gap: 2rem 3rem; }
      .grid.trends { grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
        margin-top: .75rem; }
      #pictures h3 { margin-top: 2rem; }
      figure { margin: 0; }
      figcaption { font-size: 1.05rem; margin-bottom: .4rem; }
      figcaption .quiet { font-family: system-ui, sans-serif; font-weight: 400; }
      figcaption b { float: right; font-variant-numeric: tabular-nums; }
      .chart th, .chart td { border: 0; padding: .16rem .75rem .16rem 0; vertical-align: middle;
        line-height: 1.3; }
      .chart th { font-weight: 400; width: 10.5rem; }
      .noted .chart th { width: 58%; }
      .chart .num { width: 4.5rem; font-weight: 600; }
      .chart .bar { padding-right: 0; }
      .chart .zero th, .chart .zero .num { color: var(--quiet); font-weight: 400; }
      .bar svg { display: block; width: 100%; height: .8rem; background: var(--soft); }
      rect.calm { fill: var(--calm); } rect.marked { fill: var(--marked); }
      .trend { margin-bottom: 1.75rem; max-width: 52rem; }
      .trend > svg { display: block; width: 100%; height: auto; overflow: visible; }
      .trend text { font: 12px system-ui, sans-serif; fill: var(--quiet); }
      .trend text.end { text-anchor: end; } .trend text.middle { text-anchor: middle; }
      .trend text.event { font-weight: 700; fill: var(--ink); }
      .trend line { stroke: var(--line); } .trend line.event { stroke: var(--ink);
        stroke-dasharray: 3 3; }
      .trend polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
      polyline.tone-a { stroke: var(--calm); } polyline.tone-b { stroke: var(--medium); }
      polyline.tone-c { stroke: var(--marked); } polyline.tone-d { stroke: var(--critical);
        stroke-dasharray: 7 3; }
      rect.tone-a { fill: var(--calm); } rect.tone-b { fill: var(--medium); }
      rect.tone-c { fill: var(--marked); } rect.tone-d { fill: var(--critical); }
      .key { font-size: .875rem; color: var(--quiet); margin-right: 1rem; white-space: nowrap; }
      .key svg { width: .7em; height: .7em; }
      .scroll table.narrow { min-width: 0; }
      .secret { font-size: .875rem; font-weight: 600; color: var(--quiet); }
      .moves { margin: 0 0 1rem; padding-left: 0; list-style: none; }
      .moves li { padding: .15rem 0; }
      .direction { display: inline-block; min-width: 4.6rem; font-size: .8125rem; font-weight: 700; }
      .direction.better { color: var(--low); } .direction.worse { color: var(--high); }
      .direction.changed { color: var(--quiet); }
      .ending { margin: 0; }
      .severity { display: inline-block; font-size: .75rem; font-weight: 700; line-height: 1.35;
        letter-spacing: .03em; text-transform: uppercase; border: 1px solid; padding: 0 .4rem;
        border-radius: .2rem; vertical-align: .08em; color: var(--quiet);
        font-family: system-ui, sans-serif; }
      .severity.critical { color: var(--paper); background: var(--critical);
        border-color: var(--critical); }
      .severity.high { color: var(--high); } .severity.medium { color: var(--medium); }
      .severity.low, .severity.solved { color: var(--low); }
      .scale { display: grid; gap: .3rem 1.5rem; margin-bottom: 1.25rem; font-size: .875rem;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
      .scale dd { color: var(--quiet); }
      .risk { border-left: .3rem solid var(--line); padding: .1rem 0 .1rem 1rem;
        margin-bottom: 1.6rem; }
      .risk.critical { border-color: var(--critical); } .risk.high { border-color: var(--high); }
      .risk.medium { border-color: var(--medium); } .risk.low { border-color: var(--low); }
      .box > .risk { margin-top: 1rem; }
      .compared { border-left: .3rem solid var(--calm); padding: .1rem 0 .1rem 1rem; margin: 1.25rem 0; }
      .facts { display: grid; grid-template-columns: minmax(6.5rem, auto) 1fr; gap: .2rem 1rem;
        margin-bottom: .5rem; max-width: 52rem; }
      .facts dt { color: var(--quiet); font-size: .875rem; line-height: 1.7; }
      details { margin-bottom: .5rem; }
      summary { cursor: pointer; font-weight: 600; padding: .2rem 0; }
      .box, .part { border-bottom: 1px solid var(--line); padding: .3rem 0; }
      .findings { list-style: none; margin: .25rem 0; padding: 0; font-size: .9375rem; }
      .findings li { padding: .35rem 0; border-top: 1px solid var(--line); }
      .to { display: block; } .to i { font-style: normal; color: var(--quiet);
        font-size: .8125rem; white-space: nowrap; }
      .to.marked i { color: var(--marked); font-weight: 600; }
      .filter { display: flex; flex-wrap: wrap; gap: .3rem .75rem; align-items: baseline; }
      .filter[hidden] { display: none; }
      input { font: inherit; color: inherit; background: var(--soft); padding: .25rem .5rem;
        border: 1px solid var(--quiet); border-radius: .2rem; min-width: 0; width: 16rem; }
      footer { border-top: 1px solid var(--line); padding: 1rem 1.25rem 3rem; }
      @media (max-width: 40rem) {
        .tiles { grid-template-columns: 1fr 1fr; } .tiles .figure { font-size: 1.75rem; }
        .chart th { width: 46%; } .noted .chart th { width: 58%; } .chart .num { width: 3.5rem; }
        .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .4rem; }
        .grid { gap: 1.75rem; }
        #mailboxes th[scope=row] { max-width: 6.5rem; }
      }
      @media print {
        @page { margin: 16mm 14mm; }
        :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --soft: #eee; }
        body { font-size: 9.5pt; } nav, .skip, .filter, script { display: none; }
        header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
        section { margin: 1.4rem 0; } .board { break-after: page; margin-top: .5rem; }
        .quiet, .meta, .secret { font-size: 8.5pt; } .board h1 { font-size: 17pt; } .board .tiles { margin: .5rem 0; }
        .board .tiles .figure { font-size: 19pt; } .board .tiles > div { padding: .35rem .5rem .35rem 0; }
        .board .tiles { grid-template-columns: repeat(4, 1fr); } .board .tiles dd { font-size: 8.5pt; }
        .board .steps li { margin-bottom: .3rem; } .trend { max-width: 13cm; }
        .trend details, #commands { display: none; } h2, h3, summary { break-after: avoid; }
        .risk, figure, tr, li { break-inside: avoid; }
        .scroll { overflow: visible; } .scroll table { min-width: 0; }
        th, td { padding-top: .12rem; padding-bottom: .12rem; }
        details:not(.long)::details-content { content-visibility: visible; block-size: auto; }
        .paper { display: block; }
        table { font-size: 8pt; line-height: 1.3; } thead button { text-decoration: none; }
        .bar svg, .severity.critical { print-color-adjust: exact;
          -webkit-print-color-adjust: exact; }
      }

      """)
}
