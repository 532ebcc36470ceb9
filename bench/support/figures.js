// Numbers and what is made of them.

/** How much is measured: `BENCH_USERS=1000` and the like make a run smaller. */
export function size(name, fallback) {
  return Number(process.env[`BENCH_${name}`] ?? fallback);
}

/** The same for a row of sizes, parted by commas. */
export function sizes(name, fallback) {
  return process.env[`BENCH_${name}`]?.split(',').map(Number) ?? fallback;
}

export function seconds(milliseconds) {
  return (milliseconds / 1_000).toFixed(1);
}

export async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** One after the other, after some that do not count. @returns milliseconds of each */
export async function times(count, work, warm = Math.min(count / 10, 20)) {
  for (let at = 0; at < warm; at += 1) await work(at);
  const took = [];
  for (let at = 0; at < count; at += 1) took.push(await timed(() => work(at)));
  return took;
}

/** The value below which a share of all lies. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function median(values) {
  return quantile(values, 0.5);
}

export function ofTimes(values) {
  return `p50 ${rounded(quantile(values, 0.5))} ms, p99 ${rounded(quantile(values, 0.99))} ms`;
}

/** Three digits tell enough. */
export function rounded(value) {
  if (value === undefined || !Number.isFinite(value)) return '';
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)));
}

export function range(values) {
  return `${rounded(Math.min(...values))} to ${rounded(Math.max(...values))}`;
}

/** The exponent b of y = a·x^b that fits best: 0 costs the same at each size, 1 grows as the size does. */
export function slope(xs, ys) {
  if (xs.length < 2) return '';
  const [logX, logY] = [xs.map(Math.log), ys.map(Math.log)];
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(logX), mean(logY)];
  const above = logX.reduce((sum, x, at) => sum + (x - middleX) * (logY[at] - middleY), 0);
  return (above / logX.reduce((sum, x) => sum + (x - middleX) ** 2, 0)).toFixed(2);
}

/** What each size took, and how that grows. @param figures milliseconds for each of the sizes */
export function growthRow(name, figures, xs) {
  const middles = figures.map((values) => median(values));
  const cells = figures.map((values, at) =>
    values.length > 1 ? `${rounded(middles[at])}, ${rounded(quantile(values, 0.99))}` : rounded(middles[at]),
  );
  return [name, ...cells, slope(xs, middles)];
}
