// Runs one of the compiled programs, and says as JSON what it was answered and what went over the wire.
import { apollo } from "./out/clients/apollo.js";
import { urql } from "./out/clients/urql.js";
import { alone } from "./out/src/main.js";

const [program, url] = process.argv.slice(2);
const asked = [];
const watched = async (address, options) => {
  const response = await fetch(address, options);
  asked.push(`${options?.method ?? "GET"} ${response.status}`);
  return response;
};
const answers = await { alone, apollo, urql }[program](url, watched);
process.stdout.write(JSON.stringify({ ...answers, asked }));
