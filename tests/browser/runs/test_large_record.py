"""A record as large as the paper preset's (24 MB of JSON) comes whole, however it is asked for.

The run's tasks are made up, as a saved run that had come to its end: what is looked at is the way
from there to a record, which a real search of that size reaches after minutes only.
"""

from __future__ import annotations

from tests.browser.lab import SMALL, Lab
from tests.sources import serve_sources

ROWS_A_TASK = 100 * 16
ARRAYS_A_TASK = 546
BYTES_AN_ARRAY = 8200
TASKS = 4

# A worker and tasks that have rows of a real search, in great numbers.
PREPARE = """async ([small, rows, arrays, bytes]) => {
    const { rows: few } = await lab.run("lottery", small, { keep: false });
    const block = (id) => JSON.parse(document.getElementById(id).textContent);
    const config = { ...block("lab-config"), ...block("lab-runtime") };
    const code = new URL("sources/js/", document.baseURI).href;
    const [{ Pool }, { Run }, { loadAssets }, { recordFile }, { emptyRun }] = await Promise.all(
        ["pool/pool", "pool/run", "start/loader", "state/recordfile", "state/store"].map(
            (name) => import(`${code}${name}.js`),
        ),
    );
    const worker = new URL(`${config.app}js/python/worker.js`, document.baseURI);
    const pool = new Pool({
        size: 1,
        spawn: () => new Worker(window.labGuard.code(worker), { type: "module" }),
        assets: loadAssets(config, document.baseURI, () => {}).assets,
        onChange: () => {},
        onFatal: () => {},
    });
    await pool.boot();
    const params = lab.experiments().lottery.presets.paper;
    const plan = JSON.parse(await pool.call({ name: "plan", experiment: "lottery", params }));
    const value = { shape: [bytes], dtype: "uint8" };
    const tasks = plan.tasks.map((task, t) => ({
        task,
        rows: Array.from({ length: rows }, (_, i) => {
            return { ...few[i % few.length], trial: t, step: i };
        }),
        arrays: Object.fromEntries(Array.from({ length: arrays }, (_, i) =>
            [`made up ${t} ${i}`, { ...value, bytes: new Uint8Array(bytes).fill(t + i) }],
        )),
        notices: [],
        finished: true,
        elapsed: 1,
        backend: "numpy",
    }));
    Object.assign(window, { large: { config, pool, Run, recordFile, emptyRun, plan, tasks } });
    return tasks.length;
}"""

# As `lab.run` gives it, as a panel's files give it, and as a run that was stopped gives it.
ASK = """async () => {
    const { config, pool, Run, recordFile, emptyRun, plan, tasks } = large;
    const run = new Run(pool, "lottery", {});
    await run.resumeFrom({ params: plan.params, elapsed: 4, tasks });
    large.record = await run.record();
    large.file = await run.file();
    large.npz = await pool.file({ name: "records", what: "npz", files: [large.file] });
    const arrays = Object.fromEntries(run.tasks.flatMap((state) => [...state.arrays]));
    const view = { ...emptyRun(), phase: "stopped", params: plan.params, rows: run.rows, arrays };
    large.stopped = await recordFile(config, "lottery", view);
}"""

COMPARE = """async () => {
    const { record, file, npz, stopped, tasks } = large;
    const text = await file.text();
    const part = JSON.parse(await stopped.text());
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    // Each is a merge of its own, made at another time.
    const untimed = ({ made: _, ...rest }) => rest;
    const rows = tasks.flatMap((task) => task.rows).length;
    const fill = ([name, { data }]) => [...name.split(" ").slice(2).map(Number), atob(data)];
    const right = Object.entries(record.arrays).map(fill).every(
        ([t, i, data]) => [...data].every((char) => char.charCodeAt(0) === (t + i) % 256),
    );
    return {
        megabytes: text.length / 1e6,
        rows: record.rows.length === rows && part.rows.length === rows,
        python: same(untimed(JSON.parse(text)), untimed(record)),
        arrays: right && same(part.arrays, record.arrays),
        npz: npz.size > 0,
    };
}"""


def test_a_record_of_the_paper_preset_comes_whole(lab: Lab) -> None:
    page = lab.page
    serve_sources(page)
    lab.open()
    sizes = [ROWS_A_TASK, ARRAYS_A_TASK, BYTES_AN_ARRAY]
    assert page.evaluate(PREPARE, [SMALL, *sizes]) == TASKS
    page.evaluate(ASK)
    found = page.evaluate(COMPARE)
    page.evaluate("() => { large.pool.terminate('it is over'); delete window.large; }")
    page.unroute_all()
    assert found.pop("megabytes") > 20
    assert found == dict.fromkeys(found, True)
