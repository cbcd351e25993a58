// Asks a gateway by the clients that people use, and writes what came of each way as JSON.
import { three, four } from "./apollo_versions.mjs";
import { apollo } from "./apollo.mjs";
import { patient } from "./patient.mjs";
import { urql } from "./urql.mjs";

const [url, busy, throttled] = process.argv.slice(2);
const asked = [];
const waits = [];

// What goes over the wire, beside what becomes of it.
const watched = async (address, options) => {
  const response = await fetch(address, options);
  asked.push({ method: options.method, status: response.status });
  return response;
};
const waiting = patient(watched, async (milliseconds) => waits.push(milliseconds));

const clients = {
  "apollo 4": apollo(four, url, watched),
  "apollo 3": apollo(three, url, watched),
  "patient apollo 4": apollo(four, busy, waiting),
  "patient apollo 3": apollo(three, busy, waiting),
  "throttled apollo 4": apollo(four, throttled, waiting),
  "throttled apollo 3": apollo(three, throttled, waiting),
  urql: urql(url, watched),
  "patient urql": urql(busy, waiting),
  "throttled urql": urql(throttled, waiting),
};

const results = {};
for (const [client, way] of process.argv.slice(5).map((name) => name.split(" by "))) {
  asked.length = waits.length = 0;
  const came = await clients[client][way]();
  const [methods, statuses] = [asked.map((each) => each.method), asked.map((each) => each.status)];
  results[`${client} by ${way}`] = { ...came, methods, statuses, waits: [...waits] };
}
process.stdout.write(JSON.stringify(results));
