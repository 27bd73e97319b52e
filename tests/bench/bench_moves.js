// What a visitor does on the bench, on a pool of two workers: bench.py calls the functions of
// `window.bench`. A move asks for ten signals, stops what runs and starts the whole anew.

async (params) => {
  const html = await (await fetch("index.html")).text();
  // The page's policy lets no text become markup; in its blocks no "<" is written as such.
  const block = (id) => JSON.parse(html.match(new RegExp(`id="${id}">([^<]*)<`))[1]);
  const config = { ...block("lab-config"), ...block("lab-runtime") };
  const code = new URL("sources/js/", document.baseURI).href;
  const names = ["pool/pool", "pool/run", "start/loader"];
  const modules = await Promise.all(names.map((name) => import(`${code}${name}.js`)));
  const { Pool, Run, loadAssets } = Object.assign({}, ...modules);
  const worker = new URL(`${config.app}js/python/worker.js`, document.baseURI).href;
  const own = trustedTypes.createPolicy("mnist1d-lab", { createScriptURL: (url) => url });
  const pool = new Pool({
    size: 2,
    spawn: () => new Worker(own.createScriptURL(worker), { type: "module" }),
    assets: loadAssets(config, document.baseURI, () => {}).assets,
    onChange: () => {},
    onFatal: () => {},
  });
  await Promise.all([pool.addMember(), pool.addMember()]);

  /** The run that is going on, and who waits for it. */
  let run = null;
  let ended = Promise.resolve();

  /** Starts a run; `done` has the time of each training's last row, by arm and level. */
  const start = (given, trials) => {
    const done = [];
    const began = performance.now();
    const wanted = Promise.withResolvers();
    run = new Run(pool, "bench", {
      onMessage: (_, message) => {
        if (message.kind !== "row" || !message.row.final) return;
        const { arm, level, trial } = message.row;
        done.push({ arm, level, trial, ms: performance.now() - began });
        if (done.filter((row) => row.trial < trials.count).length === trials.rows) wanted.resolve();
      },
    });
    ended = run.start({ ...params, ...given }).catch((error) => {
      if (error.name !== "AbortError") wanted.reject(error);
    });
    return wanted.promise.then(() => done);
  };

  /** Stops the run; milliseconds until every worker is free. */
  const stop = async () => {
    const began = performance.now();
    const { promise, resolve } = Promise.withResolvers();
    const { assign } = pool;
    pool.assign = () => {
      assign.call(pool);
      if (pool.members.every((member) => member.job === null)) resolve(performance.now() - began);
    };
    run.stop();
    const ms = await promise;
    pool.assign = assign;
    await ended;
    return ms;
  };

  window.bench = {
    /** A move in the middle of a run: milliseconds to the signals, the dense point, the trial. */
    async move(given, rows, changes) {
      const signals = this.signals(given);
      run?.stop();
      const done = await start({ ...given, ...changes }, { count: 1, rows });
      const dense = done.find((row) => row.arm === "dense").ms;
      return { signals: await signals, dense, trial: done.at(-1).ms };
    },
    /** Ten signals: milliseconds. */
    async signals(given) {
      const began = performance.now();
      await pool.call({ name: "whole", experiment: "preview", params: given });
      return performance.now() - began;
    },
    /** A whole run: milliseconds a trial. */
    async trials(given, count, rows) {
      run?.stop();
      const done = await start({ ...given, trials: count }, { count, rows: rows * count });
      await ended;
      return done.at(-1).ms / count;
    },
    stop,
  };
  return pool.backend;
}
