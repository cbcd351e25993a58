// Asks a gateway by the clients that people use, and writes what each way answered as JSON.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { Client, fetchExchange } from "@urql/core";

const require = createRequire(import.meta.url);
const { ApolloClient, InMemoryCache, gql } = require("@apollo/client/core");
const { HttpLink } = require("@apollo/client/link/http");
const { BatchHttpLink } = require("@apollo/client/link/batch-http");
const { createPersistedQueryLink } = require("@apollo/client/link/persisted-queries");

const url = process.argv[2];
const asked = [];

// What went over the wire, beside what became of it.
const watched = async (address, options) => {
  const response = await fetch(address, options);
  asked.push({ method: options.method, body: options.body ?? null, status: response.status });
  return response;
};
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

const BACKENDS = gql`query Backends { backends { id } }`;
const WRONG = gql`query Wrong { order(id: "x") { id } }`;

const apollo = (link) => new ApolloClient({ link, cache: new InMemoryCache() });
const http = (options) => new HttpLink({ uri: url, fetch: watched, ...options });
const persisted = (options) => createPersistedQueryLink({ sha256, ...options });

const ways = {
  "apollo by POST": () => apollo(http()).query({ query: BACKENDS }),
  "apollo by GET": () => apollo(http({ useGETForQueries: true })).query({ query: BACKENDS }),
  "apollo by hash": () => apollo(persisted().concat(http())).query({ query: BACKENDS }),
  "apollo by hash again": () => apollo(persisted().concat(http())).query({ query: BACKENDS }),
  "apollo by hash and GET": () =>
    apollo(persisted({ useGETForHashedQueries: true }).concat(http())).query({ query: BACKENDS }),
  "apollo in a batch": async () => {
    const client = apollo(new BatchHttpLink({ uri: url, fetch: watched, batchMax: 5, batchInterval: 20 }));
    const both = [BACKENDS, gql`query Names { backends { name } }`].map((query) => client.query({ query }));
    const [first] = await Promise.all(both);
    return first;
  },
  "apollo with an error": () => apollo(http()).query({ query: WRONG, errorPolicy: "all" }),
  urql: () => urql(false),
  "urql by GET": () => urql("force"),
};

const urql = async (preferGetMethod) => {
  const client = new Client({ url, fetch: watched, exchanges: [fetchExchange], preferGetMethod });
  const { data, error } = await client.query("query Backends { backends { id } }", {}).toPromise();
  return { data, errors: error?.graphQLErrors };
};

const results = {};
for (const [name, ask] of Object.entries(ways)) {
  asked.length = 0;
  const { data, errors } = await ask();
  const ids = data?.backends?.map((backend) => backend.id) ?? null;
  const codes = (errors ?? []).map((error) => error.extensions.code);
  results[name] = { ids, codes, methods: asked.map((each) => each.method), statuses: asked.map((each) => each.status) };
}
process.stdout.write(JSON.stringify(results));
