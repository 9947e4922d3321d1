/// The look of a report, on the screen and on A4 paper.
enum ReportStylesheet {
    static let css = """
        :root{--ink:#22303a;--quiet:#5b6770;--line:#d5dce1;--wash:#f4f7f9;--accent:#0f5c7a}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:#e9eef1;color:var(--ink);font:15px/1.75 "Noto Sans CJK SC",\
        "Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
        main{max-width:1160px;margin:0 auto;background:#fff;padding:0 48px 56px;\
        box-shadow:0 1px 12px rgba(34,48,58,.12)}
        header{margin:0 -48px;padding:44px 48px 30px;border-top:6px solid var(--accent);\
        background:linear-gradient(#eef4f7,#fff)}
        h1{margin:0;font-size:30px;line-height:1.35;font-weight:700;letter-spacing:.01em}
        .subtitle{margin:8px 0 0;color:var(--quiet);font-size:16px}
        h2{margin:44px 0 14px;padding-bottom:8px;font-size:21px;line-height:1.4;\
        border-bottom:2px solid var(--accent)}
        p{margin:0 0 12px;text-align:justify}
        html[lang=zh-CN] p.body{text-indent:2em}
        html[lang=en] p{text-align:left}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:14px;\
        margin:8px 0 0;padding:0}
        .fact{margin:0;padding:14px 16px 12px;background:var(--wash);\
        border-left:4px solid var(--accent);break-inside:avoid}
        .fact dt{color:var(--quiet);font-size:13px;line-height:1.4}
        .fact dd{margin:0}
        .fact .value{font-size:27px;line-height:1.35;font-weight:700;\
        font-variant-numeric:tabular-nums}
        .fact .value small{margin-left:4px;font-size:13px;font-weight:400;color:var(--quiet)}
        .fact .detail{font-size:12.5px;line-height:1.5;color:var(--quiet)}
        nav{margin:26px 0 0;padding:12px 18px;border:1px solid var(--line)}
        nav ol{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:2px 28px}
        nav a{color:var(--accent);text-decoration:none}
        nav a:hover{text-decoration:underline}
        figure{margin:18px 0;break-inside:avoid}
        figure svg{display:block;max-width:100%;height:auto;margin:0 auto}
        figcaption{margin-top:4px;text-align:center;font-size:14px;font-weight:700;line-height:1.5}
        figcaption small{display:block;font-weight:400;font-size:12.5px;color:var(--quiet)}
        .pair{display:grid;grid-template-columns:minmax(0,1.5fr) minmax(0,1fr);gap:24px;\
        align-items:start}
        .maps{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:8px 24px}
        .table{margin:20px 0}
        .caption{font-weight:700;font-size:14px;line-height:1.5;margin:0 0 6px}
        summary.caption{cursor:pointer}
        .caption small{margin-left:10px;font-weight:400;font-size:12.5px;color:var(--quiet)}
        .scroll{max-height:640px;overflow:auto;border-top:2px solid var(--ink);\
        border-bottom:2px solid var(--ink)}
        table{width:100%;border-collapse:separate;border-spacing:0;font-size:13.5px;\
        line-height:1.5}
        th,td{padding:5px 10px;text-align:left;vertical-align:top;\
        border-bottom:1px solid var(--line)}
        thead{position:sticky;top:0;z-index:1}
        thead th{background:#e8eff3;font-weight:700;vertical-align:bottom;white-space:nowrap}
        thead th small{display:block;font-weight:400;color:var(--quiet)}
        thead th.group{text-align:center;padding-bottom:2px}
        tbody tr:nth-child(even){background:#f7f9fb}
        tbody th{font-weight:400}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        tbody tr.total{background:#e8eff3}
        tbody tr.total>*{font-weight:700;border-top:1px solid var(--ink)}
        td.name{white-space:nowrap}.pair td.name:first-child{white-space:normal;min-width:8em}
        .pair thead th{white-space:normal;word-break:keep-all}
        td.prose{min-width:16em;overflow-wrap:break-word}td.long{min-width:30em}
        td.empty{color:#a3adb4}
        .swatch{display:inline-block;width:11px;height:11px;margin-right:6px;\
        border:1px solid rgba(34,48,58,.35);vertical-align:-1px}
        ul.notes{margin:12px 0;padding:0;list-style:none;font-size:14px}
        ul.notes li{display:flex;gap:12px;padding:7px 0;border-bottom:1px solid var(--line)}
        .tag{flex:none;width:5.6em;height:1.9em;line-height:1.9em;text-align:center;\
        font-size:12px;background:#e8eff3;color:var(--accent)}
        .tag.dropped,.tag.missing{background:#fbe9e4;color:#a13420}
        .tag.guessed{background:#fdf3d7;color:#7d5a00}
        dl.statements{display:grid;grid-template-columns:max-content 1fr;gap:4px 24px;\
        margin:12px 0;font-size:14px}
        dl.statements dt{color:var(--quiet)}
        dl.statements dd{margin:0;overflow-wrap:anywhere}
        code{font:12px/1.5 "Noto Sans Mono CJK SC",Consolas,Menlo,monospace;\
        overflow-wrap:anywhere}
        @media screen and (max-width:760px){main{padding:0 18px 32px}header{margin:0 -18px;\
        padding:28px 18px 20px}.pair,.maps{grid-template-columns:minmax(0,1fr)}}
        @page{size:A4;margin:16mm 14mm}
        @page wide{size:A4 landscape;margin:12mm}
        @media print{body{background:#fff;font-size:10.5pt;line-height:1.6;\
        -webkit-print-color-adjust:exact;print-color-adjust:exact}
        main{max-width:none;padding:0;box-shadow:none}header{margin:0;padding:18px 0 16px;\
        background:none}nav{display:none}h2{margin-top:28px}h2,p.body,.caption{break-after:avoid}
        .pair{display:block}.pair figure svg{max-height:105mm}.maps{gap:4px 10px}
        .wide{page:wide}.wide table{font-size:7pt}.wide th,.wide td{padding:2px 4px}
        .wide td.name,.wide thead th{white-space:normal;word-break:keep-all}
        .wide td.prose{min-width:12em}.wide td.long{min-width:18em}
        .scroll{max-height:none;overflow:visible}thead{position:static}tr{break-inside:avoid}
        table{font-size:8.5pt}th,td{padding:3px 6px}.fact .value{font-size:18pt}
        details:not([open]) summary{list-style:none}a{color:inherit;text-decoration:none}}
        """
}
