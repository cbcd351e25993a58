// urql, sending by hash what the gateway trusts.
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { NOBODY, Page, Remove } from "./documents.js";

const byHash = persistedExchange({
  generateHash: async (_, document) => (document as unknown as { __meta__: { hash: string } }).__meta__.hash,
  enforcePersistedQueries: true,
  enableForMutation: true,
});

export async function urql(url: string, fetches: typeof fetch) {
  const client = new Client({ url, fetch: fetches, exchanges: [byHash, fetchExchange] });
  const { data, error } = await client.query(Page, { first: 2 });
  // The types take what is null with an error alone for never null.
  if (error) throw error;
  const removed = await client.mutation(Remove, { input: { id: NOBODY } });
  return {
    currencies: data?.orders.edges.map(({ node }) => node.currencyCode),
    outcome: removed.data?.orderDelete?.outcome,
  };
}
