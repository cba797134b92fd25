// node bench/board.mjs PROGRAM DATA: asks /board as a supervisor over a county that stands, and prints how long the page took: the
// first time, and in the middle of 21. Run any command over DATA before, so that tables are up to date.
import { Office, browserHeaders, call } from './office.mjs';

const [program, data] = process.argv.slice(2);
const office = await Office.open({ program, data, log: '/tmp/sunroom-board.log', accessLog: false });
try {
  const { cookie } = await office.enter('supervisor');
  const took = [];
  for (let round = 0; round < 21; ++round) {
    const began = performance.now();
    const page = await call(office.port, 'GET', '/board', [...browserHeaders('identity'), `Cookie: ${cookie}`]);
    took.push(performance.now() - began);
    if (page.status !== 200) throw new Error(`/board was answered ${page.status}`);
    if (round === 0) console.log(`start ${office.startMs.toFixed(0)} ms; page ${page.body.length} bytes`);
  }
  const first = took[0];
  took.sort((one, other) => one - other);
  console.log(`/board: first ${first.toFixed(1)} ms, median ${took[10].toFixed(1)} ms`);
} finally {
  await office.stop();
}
